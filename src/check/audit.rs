//! What the audit's chain is worth, in words: of its end for the doctor, of all of it for
//! `audit verify`.

use super::Report;
use crate::clock::Millis;
use crate::domain::day;
use crate::store::audit;
use crate::store::chain::{self, Break, Fault, Verdict};
use crate::store::{Reader, StoreError};

/// How many rows at the end the doctor looks at, who is to be quick.
const LAST: i64 = 1_000;

/// Looks at the end of the chain. Where it is broken the bot does its work, but whoever watches the
/// exit code must hear of it.
pub(super) async fn look(report: &mut Report, reader: &mut Reader) -> Result<(), StoreError> {
    let verdict = chain::verify(reader, Some(LAST)).await?;
    let words = in_words(reader, &verdict).await?;
    match verdict {
        Verdict::Whole { .. } => report.ok("audit", format!("of the last {LAST}: {words}")),
        Verdict::Broken(_) => {
            report.fail("audit", format!("{words}; `hoadep audit verify` looks at all of it"));
        }
    }
    Ok(())
}

/// What came of a walk, in one line.
pub(crate) async fn in_words(reader: &mut Reader, verdict: &Verdict) -> Result<String, StoreError> {
    let found = match verdict {
        Verdict::Whole { rows, removed, until, head } => {
            let until = until.map(|at| format!(", up to {}", day::local(at))).unwrap_or_default();
            let removed = match removed {
                0 => String::new(),
                some => format!("; names or words were removed from {some} of them"),
            };
            return Ok(format!("{rows} rows, unbroken{until}, head {head}{removed}"));
        }
        Verdict::Broken(found) => found,
    };
    let mut code = None;
    if let Some(id) = found.id {
        code = audit::code_of(reader, id).await?;
    }
    let code = code.map(|code| format!(" ({code})")).unwrap_or_default();
    Ok(format!("{}{code}: {}", place(found), fault(found)))
}

/// Where the chain is broken.
fn place(found: &Break) -> String {
    let at = |at: Millis| format!(" of {}", day::local(at));
    match (found.seq, found.at, found.fault) {
        (Some(seq), Some(before), Fault::Missing | Fault::CutOff { .. }) => {
            format!("row {seq}, after the one{}", at(before))
        }
        (Some(seq), when, _) => format!("row {seq}{}", when.map(at).unwrap_or_default()),
        (None, Some(when), _) => format!("a row{}", at(when)),
        (None, None, _) => "the audit".to_owned(),
    }
}

fn fault(found: &Break) -> String {
    match found.fault {
        Fault::Changed => "changed: it is not as it was written, or does not follow from the row \
                           before it"
            .to_owned(),
        Fault::Missing => "missing: it was taken out".to_owned(),
        Fault::Moved { to } => format!("out of order: what belongs here stands as row {to}"),
        Fault::CutOff { rows } => format!("missing: {rows} rows were cut off at the end"),
        Fault::Foreign => "put in: the program did not write it".to_owned(),
        Fault::Head => "head mismatch: the end that was noted of the audit is another".to_owned(),
        Fault::Unsealed { rows } => {
            format!("{rows} rows of an older version are not sealed yet: `hoadep migrate` does it")
        }
    }
}
