//! How one goes, in one message that is drawn again while that changes, and what can be done about it.

use super::Place;
use super::face::{View, duration, number, parts, title};
use crate::conversation::message::{Choice, Message};
use crate::conversation::press::{Cast, Press, Task};
use crate::conversation::render::choice;
use crate::domain::broadcast::content::Contents;
use crate::domain::broadcast::{Kind, Move, Pause, State};
use crate::domain::{day, quiet};
use crate::engine::turn::Turn;
use crate::i18n::{Locale, text};
use crate::store::StoreError;
use crate::store::broadcasts::{self, Broadcast, Counts};

/// The bar's length.
const BAR: i64 = 12;

/// Draws how one stands, for somebody who reads `locale`.
pub(super) fn draw(
    locale: Locale,
    view: View<'_>,
    one: &Broadcast,
    contents: &Contents,
    may_agree: bool,
) -> Message {
    let say = |key: &str| text(locale, key, &[]);
    let title = title(locale, contents);
    let head = match one.kind {
        Kind::News => "cast-head",
        Kind::Deletion => "cast-head-deletion",
        Kind::Correction => "cast-head-correction",
    };
    let state = text(locale, &format!("cast-state-{}", one.state.code()), &[]);
    let args = [("title", title.into()), ("state", state.into())];
    let mut lines = vec![text(locale, head, &args)];
    match one.state {
        State::Scheduled => {
            let at = one.due_at.unwrap_or(view.now).max(view.now);
            let quiet = quiet::ends_at(view.policy, at).filter(|_| one.kind == Kind::News);
            lines.push(match (one.due_at, quiet) {
                (_, Some(begins)) => {
                    text(locale, "cast-begins-quiet", &[("at", day::local(begins).into())])
                }
                (Some(due), None) => {
                    text(locale, "cast-begins-at", &[("at", day::local(due).into())])
                }
                (None, None) => say("cast-begins-now"),
            });
        }
        State::Proposed => lines.push(text(
            locale,
            "cast-awaits-second",
            &[("count", number(locale, one.reach.unwrap_or_default()))],
        )),
        State::Collecting => lines.push(text(
            locale,
            "cast-collecting",
            &[("count", number(locale, one.counts.total))],
        )),
        State::Sending => going(locale, view, one, contents, &mut lines),
        State::Paused => {
            let pause = one.pause.unwrap_or(Pause::Asked);
            let count = [("count", number(locale, one.counts.total))];
            lines.push(text(locale, &format!("cast-pause-{}", pause.code()), &count));
            if pause == Pause::Late {
                let due = day::local(one.due_at.unwrap_or(one.created_at));
                lines.push(text(locale, "cast-was-due", &[("at", due.into())]));
            } else {
                lines.push(bar(&one.counts));
                lines.push(figures(locale, one.counts));
            }
        }
        State::Done | State::Stopped => {
            lines.push(bar(&one.counts));
            lines.push(figures(locale, one.counts));
        }
        State::Draft | State::Discarded => {}
    }
    let choices = choices(locale, view, one, may_agree);
    Message { choices, ..Message::of(lines.join("\n")) }
}

/// How far it is, and how long it still takes.
fn going(
    locale: Locale,
    view: View<'_>,
    one: &Broadcast,
    contents: &Contents,
    lines: &mut Vec<String>,
) {
    lines.push(bar(&one.counts));
    lines.push(figures(locale, one.counts));
    let quiet = quiet::ends_at(view.policy, view.now).filter(|_| one.kind == Kind::News);
    if let Some(until) = quiet {
        lines.push(text(locale, "cast-quiet", &[("at", day::local(until).into())]));
    }
    let end = view.end(one.kind, view.now, one.counts.left(), parts(one, contents));
    // While it rests the end stands still, and need not be drawn again each minute.
    lines.push(match quiet {
        Some(_) => text(locale, "cast-ends", &[("at", day::local(end).into())]),
        None => {
            let takes = duration(locale, end - view.now);
            text(locale, "cast-left", &[("takes", takes.into())])
        }
    });
}

/// How much of it is done, as a bar.
fn bar(counts: &Counts) -> String {
    let done = counts.total - counts.left();
    let (full, percent) = match counts.total {
        0 => (0, 0),
        total => (done * BAR / total, done * 100 / total),
    };
    let signs = |sign: &str, count: i64| sign.repeat(usize::try_from(count).unwrap_or(0));
    format!("{}{} {percent}%", signs("▓", full), signs("░", BAR - full))
}

/// How many came to what.
pub(super) fn figures(locale: Locale, counts: Counts) -> String {
    let missed = counts.unknown + counts.blocked + counts.failed + counts.skipped;
    let args = [
        ("sent", number(locale, counts.sent)),
        ("missed", number(locale, missed)),
        ("left", number(locale, counts.left())),
        ("total", number(locale, counts.total)),
    ];
    text(locale, "cast-figures", &args)
}

fn choices(locale: Locale, view: View<'_>, one: &Broadcast, may_agree: bool) -> Vec<Vec<Choice>> {
    let button = |key: &str, task| {
        choice(text(locale, key, &[]), &Press::Cast(Cast::On(one.id, one.version, task)))
    };
    let back = || choice(text(locale, "cast-back", &[]), &Press::Cast(Cast::List(0)));
    let see = || button("cast-see", Task::Preview(Locale::Vi));
    match (one.state, one.pause) {
        (State::Proposed, _) if may_agree => vec![
            vec![button("cast-agree", Task::Agree), button("cast-return", Task::Return)],
            vec![see()],
        ],
        (State::Proposed, _) => {
            vec![vec![button("cast-take-back", Task::Return), see()], vec![back()]]
        }
        (State::Scheduled, _) => {
            let mut rows = vec![
                vec![button("cast-when", Task::When), button("cast-rewrite", Task::Return)],
                vec![button("cast-discard", Task::Discard), see()],
                vec![back()],
            ];
            if one.due_at.is_some() {
                rows.insert(0, vec![button("cast-at-once", Task::Now)]);
            }
            rows
        }
        (State::Collecting | State::Sending, _) => {
            vec![vec![button("cast-pause", Task::Pause), button("cast-stop", Task::Stop)]]
        }
        (State::Paused, Some(Pause::Late)) => vec![
            vec![button("cast-late-send", Task::Resume), button("cast-late-when", Task::When)],
            vec![button("cast-late-cancel", Task::Stop)],
        ],
        (State::Paused, Some(Pause::Second)) => vec![
            vec![button("cast-agree", Task::Resume), button("cast-stop", Task::Stop)],
            vec![see()],
        ],
        (State::Paused, _) => {
            vec![vec![button("cast-resume", Task::Resume), button("cast-stop", Task::Stop)]]
        }
        (State::Done | State::Stopped, _) => {
            let mut rows = Vec::new();
            if super::recall::is_possible(one, view.now) {
                rows.push(vec![button("cast-recall", Task::Recall)]);
            }
            let counts = one.counts;
            if counts.sent < counts.total {
                rows.push(vec![button("cast-missed", Task::Missed)]);
            }
            rows.push(vec![back()]);
            rows
        }
        (State::Draft | State::Discarded, _) => vec![vec![back()]],
    }
}

impl Turn<'_> {
    /// Has it rest.
    pub(super) async fn pause_cast(&mut self, mut one: Broadcast) -> Result<(), StoreError> {
        if !matches!(one.state, State::Collecting | State::Sending) {
            self.toast("toast-cast-old", &[], false);
            return self.show_cast(&one, Place::Here).await;
        }
        if self.advance_cast(&mut one, Move::Pause, Some(Pause::Asked), "paused").await? {
            self.show_cast(&one, Place::Here).await?;
        }
        Ok(())
    }

    /// Has it go on.
    pub(super) async fn resume_cast(&mut self, mut one: Broadcast) -> Result<(), StoreError> {
        if one.pause == Some(Pause::Second) && !self.may_agree_to(&one) {
            self.toast("toast-cast-another", &[], true);
            return Ok(());
        }
        if self.advance_cast(&mut one, Move::Resume, None, "resumed").await? {
            self.show_cast(&one, Place::Here).await?;
        }
        Ok(())
    }

    /// Asks whether to end it.
    pub(super) async fn ask_to_stop(&mut self, one: &Broadcast) -> Result<(), StoreError> {
        if !matches!(one.state, State::Collecting | State::Sending | State::Paused) {
            self.toast("toast-cast-old", &[], false);
            return self.show_cast(one, Place::Here).await;
        }
        let on = |task| Press::Cast(Cast::On(one.id, one.version, task));
        let choices = vec![
            vec![self.reader().choice("cast-stop-sure", &on(Task::StopSure))],
            vec![self.reader().choice("cast-stop-no", &on(Task::Open))],
        ];
        let left = [("left", number(self.locale, one.counts.left()))];
        let ask = Message { choices, ..Message::of(self.say("cast-stop-ask", &left)) };
        // Its control stays as it is, and is drawn on.
        self.answer_below(ask);
        Ok(())
    }

    /// Ends it. Who still waits gets nothing.
    pub(super) async fn stop_cast(&mut self, mut one: Broadcast) -> Result<(), StoreError> {
        let policy = self.policy;
        let quiet = super::confirm::is_quiet(&policy, self.now) && one.state == State::Sending;
        let detail = if quiet { "stopped in quiet hours" } else { "stopped" };
        if self.advance_cast(&mut one, Move::Stop, None, detail).await? {
            self.answer(Message::of(self.say("cast-stopped", &[])));
            broadcasts::watch(self.tx, one.id, self.contact.id).await?;
        }
        Ok(())
    }

    fn answer_below(&mut self, message: Message) {
        self.tell_message(message);
    }
}
