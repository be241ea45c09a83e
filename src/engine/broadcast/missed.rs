//! The list of who did not get a message to many, and why.

use crate::clock::Millis;
use crate::conversation::message::Upload;
use crate::domain::broadcast::{Outcome, Skip};
use crate::domain::day;
use crate::domain::evidence::FileKind;
use crate::engine::{Engine, Shared};
use crate::i18n::{Locale, text};
use crate::store::broadcasts::{self, Broadcast, Missed};
use crate::store::uploads::{self, Growing};
use crate::store::{Store, StoreError, recipients};

/// How much is read and written at a time.
#[derive(Clone, Copy, Debug)]
struct Limit {
    /// Rows read at once.
    rows: i64,
    /// A file that has more bytes is full.
    bytes: u64,
}

impl Limit {
    /// Platforms take files of 50 MB, but one is in memory while it is sent, and some spreadsheets open no
    /// more than a million lines. A file becomes less than a page longer than that.
    const SENT: Self = Self { rows: 2_000, bytes: 8 * 1_000 * 1_000 };
}

impl Engine {
    /// Writes the list of who did not get it, page by page, into as many files as it takes; none if
    /// everybody got it.
    pub(super) async fn write_missed(
        &self,
        one: &Broadcast,
        locale: Locale,
    ) -> Result<Vec<Upload>, StoreError> {
        let Shared { store, ids, clock, .. } = &*self.shared;
        let mut next = || (ids.next(), clock.now());
        write_missed(store, &mut next, one, locale, Limit::SENT).await
    }
}

/// Does that; `next` gives each file's id and when it is begun.
async fn write_missed(
    store: &Store,
    next: &mut (dyn FnMut() -> (i64, Millis) + Send),
    one: &Broadcast,
    locale: Locale,
    limit: Limit,
) -> Result<Vec<Upload>, StoreError> {
    let mut files: Vec<Upload> = Vec::new();
    let mut growing: Option<Growing> = None;
    let (mut from, mut number) = (0, 0);
    loop {
        let rows = {
            let mut reader = store.read().await?;
            broadcasts::missed(&mut reader, one.id, from, limit.rows).await?
        };
        let Some(last) = rows.last() else { break };
        from = last.contact;
        let mut page = String::new();
        if growing.as_ref().is_none_or(|file| file.size() > limit.bytes) {
            if let Some(full) = growing.take() {
                store.write(one.id, move |tx| Box::pin(uploads::finish(tx, full))).await?;
            }
            let (id, now) = next();
            let name = file_name(locale, one, files.len() + 1);
            files.push(Upload { id, name: name.clone(), kind: FileKind::Document });
            let begun = store.write(one.id, move |tx| {
                Box::pin(async move { uploads::begin(tx, id, &name, now).await })
            });
            growing = Some(begun.await?);
            page.push_str(&heading(locale));
        }
        for row in &rows {
            number += 1;
            page.push_str(&line(locale, number, row));
        }
        if let Some(mut file) = growing.take() {
            let appended = store.write(one.id, move |tx| {
                Box::pin(async move {
                    uploads::append(tx, &mut file, page.as_bytes()).await?;
                    Ok(file)
                })
            });
            growing = Some(appended.await?);
        }
    }
    if let Some(last) = growing {
        store.write(one.id, move |tx| Box::pin(uploads::finish(tx, last))).await?;
    }
    Ok(files)
}

fn file_name(locale: Locale, one: &Broadcast, part: usize) -> String {
    let name = text(locale, "cast-csv-file-name", &[]);
    let day = day::today(one.started_at.unwrap_or(one.created_at)).stored();
    format!("{name}-{day}-{part}.csv")
}

/// The first line, with the mark by which spreadsheets know UTF-8.
fn heading(locale: Locale) -> String {
    let say = |key| text(locale, key, &[]);
    let cells = [
        say("cast-csv-number"),
        say("cast-csv-name"),
        say("cast-csv-channel"),
        say("cast-csv-address"),
        say("cast-csv-outcome"),
        say("cast-csv-reason"),
        say("cast-csv-at"),
    ];
    format!("\u{feff}{}\r\n", cells.map(|cell| quoted(&cell)).join(","))
}

fn line(locale: Locale, number: i64, row: &Missed) -> String {
    let say = |key: &str| text(locale, key, &[]);
    // What the platform said is kept, for whoever knows it.
    let with = |key: &str, words: &str| format!("{} ({words})", say(key));
    let reason = match (row.outcome, row.reason.as_deref()) {
        (Outcome::Skipped, Some(code)) => Skip::from_code(code).map(|skip| say(skip_key(skip))),
        (Outcome::Failed, Some(recipients::TOO_OLD)) => Some(say("cast-csv-too-old")),
        (Outcome::Failed, Some(words)) => Some(with("cast-csv-refused", words)),
        (Outcome::Blocked, _) => Some(say("cast-csv-blocked")),
        (Outcome::Unknown, Some(recipients::PART)) => Some(say("cast-csv-part")),
        (Outcome::Unknown, Some(recipients::CUT_OFF)) => Some(say("cast-csv-cut-off")),
        (Outcome::Unknown, Some(words)) => Some(with("cast-csv-unknown", words)),
        (Outcome::Unknown, None) => Some(say("cast-csv-unknown")),
        _ => None,
    };
    let cells = [
        number.to_string(),
        row.name.clone(),
        row.channel.clone(),
        row.address.clone(),
        say(outcome_key(row.outcome)),
        reason.unwrap_or_default(),
        row.at.map(day::local).unwrap_or_default(),
    ];
    format!("{}\r\n", cells.map(|cell| quoted(&cell)).join(","))
}

/// A cell that no spreadsheet takes for a formula.
fn quoted(cell: &str) -> String {
    let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}

fn outcome_key(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Waiting | Outcome::Sending | Outcome::Sent => "cast-csv-sent",
        Outcome::Unknown => "cast-outcome-unknown",
        Outcome::Blocked => "cast-outcome-blocked",
        Outcome::Failed => "cast-outcome-failed",
        Outcome::Skipped => "cast-outcome-skipped",
    }
}

pub(super) fn skip_key(skip: Skip) -> &'static str {
    match skip {
        Skip::Unsubscribed => "cast-skip-unsubscribed",
        Skip::Quiet => "cast-skip-quiet",
        Skip::Stopped => "cast-skip-stopped",
        Skip::Budget => "cast-skip-budget",
        Skip::Nothing => "cast-skip-nothing",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_said_in_the_language_of_the_list_and_keeps_what_the_platform_said() {
        let missed = |outcome, reason: Option<&str>| Missed {
            contact: 1,
            name: "An".into(),
            channel: "telegram".into(),
            address: "77".into(),
            outcome,
            reason: reason.map(str::to_owned),
            at: None,
        };
        let refused = missed(Outcome::Failed, Some("Bad Request: chat not found"));
        for (locale, row, says) in [
            (Locale::Vi, &refused, "\"Nền tảng từ chối (Bad Request: chat not found)\""),
            (Locale::En, &refused, "\"Refused by the platform (Bad Request: chat not found)\""),
            (Locale::Vi, &missed(Outcome::Unknown, Some(recipients::CUT_OFF)), "dừng đúng lúc"),
            (Locale::En, &missed(Outcome::Failed, Some(recipients::TOO_OLD)), "48 hours"),
            (Locale::Vi, &missed(Outcome::Unknown, Some("502")), "không gửi lại (502)"),
        ] {
            let line = line(locale, 1, row);
            assert!(line.contains(says), "{line}");
        }
    }

    #[tokio::test]
    async fn a_long_list_goes_on_in_the_next_file_and_each_begins_with_its_heading() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("hoadep.db").display());
        let store = Store::open(&url).await.unwrap();
        store.migrate().await.unwrap();
        let people = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5)";
        let fill = [
            format!(
                "{people} INSERT INTO contacts (id, channel, address, name, app_language, created_at)
                 SELECT i, 'telegram', CAST(i AS TEXT), 'Lan', 'vi', 0 FROM n"
            ),
            "INSERT INTO broadcasts (id, version, kind, state, audience, links, created_by, created_at)
             VALUES (9, 1, 'news', 'done', '{}', '[]', 1, 0)"
                .to_owned(),
            format!(
                "{people} INSERT INTO broadcast_recipients (broadcast_id, contact_id, state, part,
                     messages, attempts, due_at)
                 SELECT 9, i, 'blocked', 0, '', 0, 0 FROM n"
            ),
        ];
        for sql in fill {
            let filled = store.write(0, move |tx| {
                Box::pin(async move {
                    sqlx::query(sqlx::AssertSqlSafe(sql)).execute(tx.connection()).await?;
                    Ok(())
                })
            });
            filled.await.unwrap();
        }
        let found = broadcasts::by_id(&mut store.read().await.unwrap(), 9).await;
        let one = found.unwrap().unwrap();
        let heading = heading(Locale::Vi);
        let first = broadcasts::missed(&mut store.read().await.unwrap(), 9, 0, 1).await.unwrap();
        let row = line(Locale::Vi, 1, &first[0]);
        // More than the heading, and more than one row.
        let [short, long] =
            [heading.len(), heading.len() + row.len()].map(|bytes| u64::try_from(bytes).unwrap());
        for (limit, lines) in [
            (Limit { rows: 1, bytes: short }, vec![1, 1, 1, 1, 1]),
            (Limit { rows: 2, bytes: short }, vec![2, 2, 1]),
            (Limit { rows: 1, bytes: long }, vec![2, 2, 1]),
            (Limit::SENT, vec![5]),
        ] {
            let mut last = i64::from(u32::try_from(limit.bytes).unwrap()) * 1_000 + limit.rows * 10;
            let mut next = || {
                last += 1;
                (last, 0)
            };
            let files = write_missed(&store, &mut next, &one, Locale::Vi, limit).await.unwrap();
            let mut held = Vec::new();
            let mut number = 0;
            for (at, file) in files.iter().enumerate() {
                assert!(file.name.ends_with(&format!("-{}.csv", at + 1)), "{}", file.name);
                let mut reader = store.read().await.unwrap();
                let bytes = uploads::bytes(&mut reader, file.id).await.unwrap().unwrap();
                let csv = String::from_utf8(bytes).unwrap();
                let rows = csv.strip_prefix(&heading).expect("it has its heading");
                for row in rows.lines() {
                    number += 1;
                    assert!(row.starts_with(&format!("\"{number}\",\"Lan\"")), "{row}");
                }
                held.push(rows.lines().count());
            }
            assert_eq!(held, lines, "{limit:?}");
        }
    }

    #[test]
    fn a_cell_is_neither_broken_nor_a_formula() {
        for (cell, written) in [
            ("Lê Lợi", "\"Lê Lợi\""),
            ("a,\"b\"\nc", "\"a,\"\"b\"\"\nc\""),
            ("=1+1", "\"'=1+1\""),
            ("@a", "\"'@a\""),
        ] {
            assert_eq!(quoted(cell), written);
        }
    }
}
