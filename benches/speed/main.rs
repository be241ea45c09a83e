//! `cargo bench`: how fast, how much memory, how patient.
//!
//! Each measurement runs the program in a process of its own, pinned to one core where it says so, and
//! prints a line for each thing that it found. `cargo bench -- turns` (or `program`, `faults`, `large`,
//! `backup`, `matches`, `queue`, `stats`, `broadcast`) runs one of them alone.
#![expect(clippy::unwrap_used, reason = "a measurement that fails has nothing better to do")]

mod answerer;
#[path = "../../tests/it/audience.rs"]
mod audience;
mod backup;
mod broadcast;
mod citizens;
#[path = "../../tests/it/crowd.rs"]
mod crowd;
#[expect(dead_code, clippy::explicit_write, reason = "tests use all of it, and say why they skip")]
#[path = "../../tests/it/databases.rs"]
mod databases;
mod large;
mod matches;
mod process;
mod program;
mod queue;
mod seed;
mod stats;
mod turns;

use std::process::Command;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    match args.first().map(String::as_str) {
        Some("turns-here") => turns::measure(args[1].parse().unwrap()),
        Some("turns") => turns(),
        Some("program") => program::measure(),
        Some("faults") => program::measure_with_faults(),
        Some("large") => large::measure(),
        Some("backup") => backup::measure(),
        Some("matches") => matches::measure(),
        Some("queue") => queue::measure(),
        Some("stats") => stats::measure(),
        Some("broadcast") => {
            broadcast::measure(args.get(1).map(String::as_str), args.get(2..).unwrap_or_default());
        }
        Some(other) => panic!("no such measurement: {other}"),
        None => {
            println!("{}", machine());
            turns();
            program::measure();
            program::measure_with_faults();
            large::measure();
            backup::measure();
            matches::measure();
            queue::measure();
            stats::measure();
            broadcast::measure(None, &[]);
        }
    }
}

/// Turns in a child on one core: 128 sharing a commit, then each with a commit of its own.
fn turns() {
    let rate = |batch: &str| -> f64 {
        let me = std::env::current_exe().unwrap();
        let output =
            Command::new("taskset").args(["-c", "0"]).arg(me).args(["turns-here", batch]).output();
        let output = output.expect("taskset is part of util-linux");
        let said = String::from_utf8(output.stdout).unwrap();
        said.trim().parse().unwrap_or_else(|_| {
            panic!("{said}{}", String::from_utf8_lossy(&output.stderr));
        })
    };
    let (together, alone) = (rate("128"), rate("1"));
    println!(
        "turns        one core, FULL: {together:.0} a second with 128 waiting, {alone:.0} with a \
         commit each: {:.1} times as many",
        together / alone
    );
}

/// The machine that the numbers are from.
fn machine() -> String {
    let cpus = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpus.lines().find_map(|line| line.strip_prefix("model name\t: "));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!("machine      {} ({cores} cores)", model.unwrap_or("unknown"))
}
