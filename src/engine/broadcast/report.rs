//! How one ended: told to those who watched, with the list of who did not get it and why.

use std::sync::Arc;

use super::control::draw;
use super::face::{duration, number, title};
use super::runner::Lists;
use super::slot;
use crate::clock::{Millis, SECOND};
use crate::conversation::message::{Message, Upload};
use crate::conversation::press::{Cast, Press, Task};
use crate::conversation::render::choice;
use crate::delivery::outgoing::{Lane, Outgoing, Placement};
use crate::domain::broadcast::{Kind, Outcome, Skip};
use crate::domain::day;
use crate::domain::evidence::FileKind;
use crate::engine::turn::Turn;
use crate::engine::{Engine, Shared};
use crate::i18n::{Locale, text};
use crate::store::audit::{Act, Subject};
use crate::store::broadcasts::{self, Broadcast, Missed};
use crate::store::contacts::{self, Contact};
use crate::store::uploads::{self, Growing};
use crate::store::{StoreError, Tx, recipients, settings};

/// Rows read at a time.
const PAGE: i64 = 2_000;
/// How many bytes a file has when the next one is begun, which takes less than a page more: a file is in
/// memory while it is sent, and some spreadsheets open no more than a million lines.
const FILE_MAX: u64 = 8 * 1_000 * 1_000;

impl Engine {
    /// Writes the list of who did not get it, page by page, into as many files as it takes; none if
    /// everybody got it.
    pub(super) async fn write_missed(
        &self,
        one: &Broadcast,
        locale: Locale,
    ) -> Result<Vec<Upload>, StoreError> {
        let mut files: Vec<Upload> = Vec::new();
        let mut growing: Option<Growing> = None;
        let (mut from, mut number) = (0, 0);
        loop {
            let rows = {
                let mut reader = self.shared.store.read().await?;
                broadcasts::missed(&mut reader, one.id, from, PAGE).await?
            };
            let Some(last) = rows.last() else { break };
            from = last.contact;
            let mut page = String::new();
            if growing.as_ref().is_none_or(|file| file.size() > FILE_MAX) {
                if let Some(full) = growing.take() {
                    self.shared
                        .store
                        .write(one.id, move |tx| Box::pin(uploads::finish(tx, full)))
                        .await?;
                }
                let (id, now) = (self.shared.ids.next(), self.shared.clock.now());
                let name = file_name(locale, one, files.len() + 1);
                files.push(Upload { id, name: name.clone(), kind: FileKind::Document });
                let begun = self.shared.store.write(one.id, move |tx| {
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
                let appended = self.shared.store.write(one.id, move |tx| {
                    Box::pin(async move {
                        uploads::append(tx, &mut file, page.as_bytes()).await?;
                        Ok(file)
                    })
                });
                growing = Some(appended.await?);
            }
        }
        if let Some(last) = growing {
            self.shared.store.write(one.id, move |tx| Box::pin(uploads::finish(tx, last))).await?;
        }
        Ok(files)
    }
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

/// Tells those who watched how it ended, with the list.
pub(super) async fn tell(
    tx: &mut Tx,
    shared: &Arc<Shared>,
    one: &Broadcast,
    lists: &Lists,
) -> Result<Vec<Outgoing>, StoreError> {
    for contact in [Some(one.created_by), one.confirmed.map(|(by, _)| by)].into_iter().flatten() {
        broadcasts::watch(tx, one.id, contact).await?;
    }
    let contents = broadcasts::contents(tx.connection(), one.id).await?;
    let policy = settings::policy(tx.connection()).await?;
    let skips = broadcasts::skips(tx.connection(), one.id).await?;
    let view = shared.view_of(&policy, shared.clock.now());
    let mut outgoing = Vec::new();
    for watcher in shared.watchers(tx.connection(), one).await? {
        let locale = watcher.language.unwrap_or(shared.settings.locale);
        let control = draw(locale, view, one, &contents, false);
        outgoing.push(Outgoing {
            slot: Some(slot(one.id)),
            placement: Placement::Redraw,
            ..to(&watcher, control)
        });
        let title = title(locale, &contents);
        let report = Message {
            choices: choices(locale, one, view.now),
            ..Message::of(words(locale, one, title, &skips))
        };
        outgoing.push(to(&watcher, report));
        let own = lists.iter().find(|(of, _)| *of == locale).or(lists.first());
        let files = own.map_or(&[][..], |(_, files)| files);
        outgoing.extend(list(locale, files).map(|message| to(&watcher, message)));
    }
    Ok(outgoing)
}

/// Gives somebody the list they asked for, if they still may have it.
pub(super) async fn give(
    tx: &mut Tx,
    shared: &Arc<Shared>,
    contact: i64,
    files: &[Upload],
) -> Result<Vec<Outgoing>, StoreError> {
    let found = contacts::by_id(tx.connection(), contact).await?;
    let Some(who) = found else { return Ok(Vec::new()) };
    if !shared.may_cast(tx.connection(), &who).await? {
        return Ok(Vec::new());
    }
    let locale = who.language.unwrap_or(shared.settings.locale);
    if files.is_empty() {
        return Ok(vec![to(&who, Message::of(text(locale, "cast-missed-none", &[])))]);
    }
    Ok(list(locale, files).map(|message| to(&who, message)).collect())
}

fn list(locale: Locale, files: &[Upload]) -> impl Iterator<Item = Message> {
    let parts = files.len();
    (1..).zip(files).map(move |(part, file): (usize, _)| {
        let part = ("part", format!("{part}/{parts}").into());
        let words = match parts {
            1 => text(locale, "cast-missed-file", &[]),
            _ => text(locale, "cast-missed-file-part", &[part]),
        };
        Message { upload: Some(file.clone()), ..Message::of(words) }
    })
}

fn to(who: &Contact, message: Message) -> Outgoing {
    Outgoing::fresh(&who.channel, &who.address, Lane::Review, message)
}

fn choices(
    locale: Locale,
    one: &Broadcast,
    now: Millis,
) -> Vec<Vec<crate::conversation::message::Choice>> {
    let press = Press::Cast(Cast::On(one.id, one.version, Task::Recall));
    match super::recall::is_possible(one, now) {
        true => vec![vec![choice(text(locale, "cast-recall", &[]), &press)]],
        false => Vec::new(),
    }
}

/// The report: how many came to what, how long it took, how fast it was.
fn words(locale: Locale, one: &Broadcast, title: String, skips: &[(Skip, i64)]) -> String {
    let counts = one.counts;
    let head = match one.kind {
        Kind::News => "cast-report",
        Kind::Deletion => "cast-report-deletion",
        Kind::Correction => "cast-report-correction",
    };
    let state = text(locale, &format!("cast-state-{}", one.state.code()), &[]);
    let mut lines = vec![text(locale, head, &[("title", title.into()), ("state", state.into())])];
    let rows = [
        ("cast-report-total", counts.total),
        ("cast-report-sent", counts.sent),
        ("cast-report-unknown", counts.unknown),
        ("cast-report-blocked", counts.blocked),
        ("cast-report-failed", counts.failed),
        ("cast-report-skipped", counts.skipped),
    ];
    for (key, count) in rows {
        if count > 0 || matches!(key, "cast-report-total" | "cast-report-sent") {
            lines.push(text(locale, key, &[("count", number(locale, count))]));
        }
    }
    for (skip, count) in skips {
        let why = text(locale, skip_key(*skip), &[]);
        let args = [("why", why.into()), ("count", number(locale, *count))];
        lines.push(text(locale, "cast-report-why", &args));
    }
    if let (Some(began), Some(ended)) = (one.started_at, one.ended_at) {
        let takes = ended - began;
        let args = [
            ("began", day::local(began).into()),
            ("ended", day::local(ended).into()),
            ("takes", duration(locale, takes).into()),
        ];
        lines.push(text(locale, "cast-report-time", &args));
        let rate = counts.sent * SECOND / takes.max(SECOND);
        if rate > 0 {
            lines.push(text(locale, "cast-report-rate", &[("rate", number(locale, rate))]));
        }
    }
    lines.join("\n")
}

impl Turn<'_> {
    /// Has the list of who did not get it made and sent. Each time is noted: it names people.
    pub(super) async fn send_missed(&mut self, one: &Broadcast) -> Result<(), StoreError> {
        broadcasts::watch(self.tx, one.id, self.contact.id).await?;
        broadcasts::wish(self.tx, one.id, self.contact.id, true).await?;
        let detail = Some("list of who did not get it");
        self.note_about(Subject::Broadcast(one.id), Act::Broadcast, detail, None).await?;
        self.toast("toast-cast-list", &[], false);
        Ok(())
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
