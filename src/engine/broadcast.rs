//! Messages to many, as those who write and watch them see them: written, sent to whom they are for,
//! watched, reported, taken back. Sending itself is `delivery`'s.

mod audience;
mod compose;
mod confirm;
mod control;
mod counting;
mod face;
mod list;
mod missed;
mod panel;
mod plan;
mod preview;
mod recall;
mod report;
mod runner;
mod second;

use super::turn::Turn;
use crate::conversation::message::Message;
use crate::conversation::press::{Cast, Task};
use crate::conversation::session::At;
use crate::conversation::words::Words;
use crate::delivery::outgoing::{Lane, Outgoing, Placement};
use crate::domain::broadcast::{Move, Pause, State};
use crate::domain::role::Role;
use crate::i18n::Locale;
use crate::store::StoreError;
use crate::store::audit::{Act, Subject};
use crate::store::broadcasts::{self, Advance, Broadcast};
use counting::Screen;

pub(super) use counting::{Census, Counted, Counting};
pub use runner::run as run_broadcasts;

/// The name under which whatever is shown of one in a chat is drawn again.
fn slot(id: i64) -> String {
    format!("cast.{id}")
}

/// Where something is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// In the pressed message, else where it stands already.
    Here,
    /// As a new message, in which it is drawn again from now on.
    Below,
    /// Where it stands already.
    There,
}

impl Turn<'_> {
    /// Does what an editor or admin wants of messages to many.
    pub(super) async fn cast(&mut self, choice: Cast) -> Result<(), StoreError> {
        if !self.may_cast() {
            let key = self.why_not_cast();
            match self.pressed.is_some() {
                true => self.toast(key, &[], true),
                false => self.answer(Message::of(self.say(key, &[]))),
            }
            return Ok(());
        }
        let (id, version, task) = match choice {
            Cast::Begin => return self.list_casts(0).await,
            Cast::List(page) => return self.list_casts(page).await,
            Cast::New => return self.begin_cast().await,
            Cast::On(id, version, task) => (id, version, task),
        };
        let Some(one) = broadcasts::hold(self.tx, id).await? else {
            self.toast("toast-cast-gone", &[], false);
            return Ok(());
        };
        let shows = matches!(task, Task::Open | Task::Missed | Task::Preview(_) | Task::Trial);
        // Letting it rest is never wrong, and nobody who wants that should have to press twice.
        if version != one.version && !shows && task != Task::Pause {
            self.toast("toast-cast-old", &[], false);
            return self.show_cast(&one, Place::Here).await;
        }
        if !matches!(task, Task::Write(_)) {
            self.stop_composing(id);
        }
        match task {
            Task::Open if one.state == State::Draft => {
                self.write_cast(&one, Locale::Vi).await?;
                self.count_again(&one, Screen::Panel(None));
                Ok(())
            }
            Task::Open => self.show_cast(&one, Place::Here).await,
            Task::Write(locale) => self.write_cast(&one, locale).await,
            Task::Clear(locale) => self.clear_cast(one, locale).await,
            Task::Link => self.await_cast_words(&one, Words::CastLink).await,
            Task::Unlink => self.unlink_cast(one).await,
            Task::Preview(locale) => self.preview_cast(&one, locale).await,
            Task::Trial => self.try_cast(&one).await,
            Task::Audience(side, turn) => self.choose_audience(one, side, turn).await,
            Task::When => self.await_cast_words(&one, Words::CastTime).await,
            Task::Now => self.plan_cast_now(one).await,
            Task::Confirm => self.ask_to_confirm(one).await,
            Task::ConfirmSure => self.confirm_cast(one).await,
            Task::Discard => self.ask_to_discard(&one).await,
            Task::DiscardSure => self.discard_cast(one).await,
            Task::Agree => self.agree_to_cast(one).await,
            Task::Return => self.return_cast(one).await,
            Task::Pause => self.pause_cast(one).await,
            Task::Resume => self.resume_cast(one).await,
            Task::Stop => self.ask_to_stop(&one).await,
            Task::StopSure => self.stop_cast(one).await,
            Task::Recall => self.ask_how_to_recall(&one).await,
            Task::Delete => self.ask_to_delete(&one).await,
            Task::DeleteSure => self.delete_cast(&one).await,
            Task::Correct => self.begin_correction(&one).await,
            Task::Missed => self.send_missed(&one).await,
        }
    }

    /// Takes words that were asked for about one.
    pub(super) async fn cast_words(
        &mut self,
        about: Words,
        id: i64,
        version: i64,
        text: &str,
    ) -> Result<(), StoreError> {
        if !self.may_cast() {
            self.answer(Message::of(self.say(self.why_not_cast(), &[])));
            return Ok(());
        }
        let Some(one) = broadcasts::hold(self.tx, id).await? else {
            self.answer(Message::of(self.say("toast-cast-gone", &[])));
            return Ok(());
        };
        match about {
            Words::CastLink => self.link_cast(one, text).await,
            _ => self.plan_cast(one, version, text).await,
        }
    }

    /// Whether the person who is talking writes to many.
    pub(super) fn may_cast(&self) -> bool {
        Role::writes_to_many(self.contact.role, self.scope.is_whole())
    }

    fn why_not_cast(&self) -> &'static str {
        match self.contact.role {
            Some(Role::Editor) => "toast-cast-scope",
            _ => "toast-not-allowed",
        }
    }

    /// What is sent from now on is not for this one.
    fn stop_composing(&mut self, id: i64) {
        if matches!(self.session.at, At::Composing { broadcast, .. } if broadcast == id) {
            self.session.go(At::Idle);
        }
    }

    /// Asks for words about one.
    async fn await_cast_words(&mut self, one: &Broadcast, about: Words) -> Result<(), StoreError> {
        let may = match (about, one.state) {
            (_, State::Draft) => true,
            (Words::CastTime, State::Scheduled) => true,
            (Words::CastTime, State::Paused) => one.pause == Some(Pause::Late),
            _ => false,
        };
        if !may {
            self.toast("toast-cast-old", &[], false);
            return self.show_cast(one, Place::Here).await;
        }
        self.session.go(At::Words { about, nomination: one.id, version: one.version });
        let example = ("example", "https://hungyen.gov.vn".into());
        let words = self.say(&format!("words-{}", about.code()), &[example]);
        self.tell(words);
        Ok(())
    }

    /// Moves one on and notes it in the audit; `false`, and the person shown how it stands, if it was
    /// moved meanwhile.
    async fn advance_cast(
        &mut self,
        one: &mut Broadcast,
        step: Move,
        pause: Option<Pause>,
        detail: &str,
    ) -> Result<bool, StoreError> {
        let by = self.actor();
        let what = Advance { step, pause, by, now: self.now };
        if !broadcasts::advance(self.tx, one, what).await? {
            self.toast("toast-cast-old", &[], false);
            if let Some(now) = broadcasts::by_id(self.tx.connection(), one.id).await? {
                self.show_cast(&now, Place::Here).await?;
            }
            return Ok(false);
        }
        self.note_about(Subject::Broadcast(one.id), Act::Broadcast, Some(detail), None).await?;
        Ok(true)
    }

    /// Shows how one stands.
    async fn show_cast(&mut self, one: &Broadcast, place: Place) -> Result<(), StoreError> {
        if one.state == State::Draft {
            return self.show_panel(one, place, None).await;
        }
        let contents = broadcasts::contents(self.tx.connection(), one.id).await?;
        if !matches!(one.state, State::Proposed | State::Discarded) {
            broadcasts::watch(self.tx, one.id, self.contact.id).await?;
        }
        let policy = self.policy;
        let view = self.shared.view_of(&policy, self.now);
        let may_agree = self.may_agree_to(one);
        let message = control::draw(self.locale, view, one, &contents, may_agree);
        self.draw_cast(one.id, place, message);
        Ok(())
    }

    /// Draws what is shown of one.
    fn draw_cast(&mut self, id: i64, place: Place, message: Message) {
        self.shared.counting.leave(self.contact.id, Some(id));
        let own = self.chat == self.contact.address;
        let pressed = self.pressed.as_ref().and_then(|pressed| pressed.message.clone());
        let placement = match (place, pressed) {
            (Place::Here, Some(message)) if own => Placement::Edit(message),
            (Place::Below, _) => Placement::Fresh,
            _ => Placement::Redraw,
        };
        self.post(Outgoing {
            channel: self.channel.to_owned(),
            address: self.contact.address.clone(),
            lane: Lane::Answer,
            slot: Some(slot(id)),
            placement,
            message,
        });
    }
}
