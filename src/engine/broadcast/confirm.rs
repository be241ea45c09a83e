//! The author's word that it is complete, asked for once more with all there is to know.

use super::Place;
use super::counting::Screen;
use super::face::{number, title};
use crate::conversation::message::Message;
use crate::conversation::press::{Cast, Press, Task};
use crate::conversation::render::{choice, plain};
use crate::domain::audience::Audience;
use crate::domain::broadcast::{Kind, Move, State};
use crate::domain::{day, quiet};
use crate::engine::turn::Turn;
use crate::store::StoreError;
use crate::store::broadcasts::{self, Broadcast};

impl Turn<'_> {
    /// Asks with the whole summary: what, for whom, when, how long.
    pub(super) async fn ask_to_confirm(&mut self, one: Broadcast) -> Result<(), StoreError> {
        if let Some(reach) = self.is_ready(&one).await? {
            self.draw_summary(&one, reach, Place::Here).await?;
            self.count_again(&one, Screen::Summary);
        }
        Ok(())
    }

    /// Draws the summary of one that is for so many.
    pub(super) async fn draw_summary(
        &mut self,
        one: &Broadcast,
        reach: i64,
        place: Place,
    ) -> Result<(), StoreError> {
        let contents = broadcasts::contents(self.tx.connection(), one.id).await?;
        let policy = self.policy;
        let (_, end) = self.reckon(one, reach, &contents);
        let whom = match one.kind {
            Kind::News => {
                let audience = Audience::from_stored(&one.audience).unwrap_or_default();
                self.audience_words(&audience).await?
            }
            _ => self.say("cast-got-it", &[]),
        };
        let title = title(self.locale, &contents);
        let mut lines = vec![
            self.say("cast-confirm-title", &[]),
            self.say("cast-confirm-what", &[("title", title.into())]),
            self.say("cast-for", &[("whom", whom.into())]),
            self.reach_line(one, &contents),
            self.plan_line(one, &policy),
            self.say("cast-confirm-end", &[("at", day::local(end).into())]),
        ];
        if needs_second(one.kind, reach, policy.second_from) {
            lines.push(self.say(
                "cast-confirm-second",
                &[("from", number(self.locale, i64::from(policy.second_from)))],
            ));
        }
        lines.push(self.say("cast-confirm-warning", &[]));
        let count = number(self.locale, reach);
        let sure = plain(&self.say("cast-confirm-sure", &[("count", count)]));
        let on = |task| Press::Cast(Cast::On(one.id, one.version, task));
        let choices = vec![
            vec![choice(sure, &on(Task::ConfirmSure))],
            vec![self.reader().choice("back", &on(Task::Open))],
        ];
        self.draw_cast(one.id, place, Message { choices, ..Message::of(lines.join("\n")) });
        Ok(())
    }

    /// How many it is for, if there is something to say and somebody to say it to; else the person is
    /// told what lacks.
    async fn is_ready(&mut self, one: &Broadcast) -> Result<Option<i64>, StoreError> {
        if one.state != State::Draft {
            self.toast("toast-cast-old", &[], false);
            self.show_cast(one, Place::Here).await?;
            return Ok(None);
        }
        if !self.may_begin_pass(one).await? {
            return Ok(None);
        }
        let Some(reach) = one.reach else {
            self.toast("toast-cast-counting", &[], false);
            self.show_panel(one, Place::Here, None).await?;
            return Ok(None);
        };
        let contents = broadcasts::contents(self.tx.connection(), one.id).await?;
        let lacks = match () {
            () if contents.vi.is_empty() => "cast-missing",
            () if reach == 0 => "cast-nobody",
            () if one.due_at.is_some_and(|due| due <= self.now) => "cast-time-past",
            () => return Ok(Some(reach)),
        };
        let note = self.say(lacks, &[]);
        self.show_panel(one, Place::Here, Some(note)).await?;
        self.count_again(one, Screen::Panel(None));
        Ok(None)
    }

    /// It is complete: it goes at its time, or to a second admin first.
    pub(super) async fn confirm_cast(&mut self, mut one: Broadcast) -> Result<(), StoreError> {
        let Some(reach) = self.is_ready(&one).await? else { return Ok(()) };
        let policy = self.policy;
        if !needs_second(one.kind, reach, policy.second_from) {
            if !self.advance_cast(&mut one, Move::Schedule, None, "confirmed").await? {
                return Ok(());
            }
            self.session_leaves(one.id);
            return self.show_cast(&one, Place::Here).await;
        }
        let seconds = self.who_may_second(&one).await?;
        if seconds.is_empty() {
            let args = [("from", number(self.locale, i64::from(policy.second_from)))];
            let note = self.say("cast-no-second", &args);
            return self.show_panel(&one, Place::Here, Some(note)).await;
        }
        if !self.advance_cast(&mut one, Move::Propose, None, "proposed").await? {
            return Ok(());
        }
        self.session_leaves(one.id);
        self.ask_for_second(&one, &seconds).await?;
        self.show_cast(&one, Place::Here).await
    }

    fn session_leaves(&mut self, id: i64) {
        self.stop_composing(id);
    }

    /// Asks whether to throw it away.
    pub(super) async fn ask_to_discard(&mut self, one: &Broadcast) -> Result<(), StoreError> {
        if !matches!(one.state, State::Draft | State::Proposed | State::Scheduled) {
            self.toast("toast-cast-old", &[], false);
            return self.show_cast(one, Place::Here).await;
        }
        let on = |task| Press::Cast(Cast::On(one.id, one.version, task));
        let choices = vec![
            vec![self.reader().choice("cast-discard-sure", &on(Task::DiscardSure))],
            vec![self.reader().choice("back", &on(Task::Open))],
        ];
        let ask = Message { choices, ..Message::of(self.say("cast-discard-ask", &[])) };
        self.draw_cast(one.id, Place::Here, ask);
        Ok(())
    }

    /// Throws it away.
    pub(super) async fn discard_cast(&mut self, mut one: Broadcast) -> Result<(), StoreError> {
        let others = self.others_who_see(&one).await?;
        if !self.advance_cast(&mut one, Move::Discard, None, "discarded").await? {
            return Ok(());
        }
        self.redraw_for(&others, &one).await?;
        self.show_cast(&one, Place::Here).await
    }
}

/// Whether it goes to so many that a second admin must agree. What takes away does no harm.
pub(super) fn needs_second(kind: Kind, people: i64, from: u32) -> bool {
    kind != Kind::Deletion && people >= i64::from(from)
}

/// Whether nothing is sent at this moment that nobody asked for.
pub(super) fn is_quiet(policy: &crate::domain::policy::Policy, now: i64) -> bool {
    quiet::ends_at(policy, now).is_some()
}
