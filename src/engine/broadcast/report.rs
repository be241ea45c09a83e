//! How one ended: told to those who watched, with the list of who did not get it.

use std::sync::Arc;

use super::control::draw;
use super::face::{duration, number, title};
use super::missed::skip_key;
use super::runner::Lists;
use super::slot;
use crate::clock::{Millis, SECOND};
use crate::conversation::message::{Message, Upload};
use crate::conversation::press::{Cast, Press, Task};
use crate::conversation::render::choice;
use crate::delivery::outgoing::{Lane, Outgoing, Placement};
use crate::domain::broadcast::{Kind, Skip};
use crate::domain::day;
use crate::engine::Shared;
use crate::engine::turn::Turn;
use crate::i18n::{Locale, text};
use crate::store::audit::{Act, Subject};
use crate::store::broadcasts::{self, Broadcast};
use crate::store::contacts::{self, Contact};
use crate::store::{StoreError, Tx, settings};

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
