//! What the words of our subject mean. Pure: no I/O, no clock, no chance.

pub mod asks;
pub mod audience;
pub mod behalf;
pub mod broadcast;
pub mod campaign;
pub mod catalog;
pub mod code;
pub mod commendation;
pub mod day;
pub mod deadline;
pub mod draft;
pub mod evidence;
pub mod invite;
pub mod likeness;
pub mod limit;
pub mod locale;
pub mod moment;
pub mod nomination;
pub mod period;
pub mod phone;
pub mod place;
pub mod policy;
pub mod publication;
pub mod queue;
pub mod quiet;
pub mod retention;
pub mod role;
pub mod sanction;
pub mod scope;
pub mod stats;
pub mod text;
pub mod votes;
pub mod workday;

/// The lines of a built-in table (tab-separated, one header line), `N` columns each.
fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    table.lines().skip(1).map(|line| {
        let cells: Vec<&'static str> = line.split('\t').collect();
        cells.try_into().expect("the tables are part of the program, and tests read them all")
    })
}
