//! Taking back what was sent, or putting other words in its place, where the platform still lets us.

use super::Place;
use super::counting::Screen;
use super::face::{number, title};
use crate::clock::{HOUR, Millis};
use crate::conversation::message::Message;
use crate::conversation::press::{Cast, Press, Task};
use crate::domain::broadcast::content::Content;
use crate::domain::broadcast::{Kind, Move, State};
use crate::engine::turn::Turn;
use crate::i18n::Locale;
use crate::store::StoreError;
use crate::store::broadcasts::{self, Broadcast};

/// How long after it was sent a message may be deleted.
/// Source: <https://core.telegram.org/bots/api#deletemessage>
pub(super) const WITHIN: Millis = 48 * HOUR;

/// Whether something of it may still be taken back.
pub(super) fn is_possible(one: &Broadcast, now: Millis) -> bool {
    let ended = matches!(one.state, State::Done | State::Stopped);
    let last = one.ended_at.unwrap_or(now);
    one.kind == Kind::News
        && ended
        // Whom it is still on its way to would keep it: they are not among those it reached.
        && one.counts.left() == 0
        && one.counts.sent + one.counts.unknown > 0
        && now - last < WITHIN
}

impl Turn<'_> {
    /// Asks whether to delete or to correct.
    pub(super) async fn ask_how_to_recall(&mut self, one: &Broadcast) -> Result<(), StoreError> {
        if !self.may_recall(one).await? {
            return Ok(());
        }
        self.draw_recall(one, None, Place::Here);
        Ok(())
    }

    /// Draws that question, once it is known from how many it can be taken back.
    pub(super) fn draw_recall(&mut self, one: &Broadcast, count: Option<i64>, place: Place) {
        let on = |task| Press::Cast(Cast::On(one.id, one.version, task));
        let mut choices = vec![vec![self.reader().choice("back", &on(Task::Open))]];
        let ask = match count {
            None => self.say("cast-recall-counting", &[]),
            Some(count) => {
                let row = |key, task| vec![self.reader().choice(key, &on(task))];
                choices.insert(0, row("cast-recall-delete", Task::Delete));
                choices.insert(1, row("cast-recall-correct", Task::Correct));
                let gone = one.counts.sent + one.counts.unknown - count;
                let of = |count| number(self.locale, count);
                self.say("cast-recall-ask", &[("count", of(count)), ("gone", of(gone))])
            }
        };
        let message = Message { choices, ..Message::of(ask) };
        self.draw_counted(one.id, place, message, Screen::Recall, count);
    }

    /// Whether something is there to be taken back, and nobody is at it; the person is told why not.
    async fn may_recall(&mut self, one: &Broadcast) -> Result<bool, StoreError> {
        if !is_possible(one, self.now) {
            let is_ending = one.counts.left() > 0;
            let key = if is_ending { "toast-cast-ending" } else { "toast-cast-late" };
            self.toast(key, &[], true);
            self.show_cast(one, Place::Here).await?;
            return Ok(false);
        }
        self.nobody_recalls(one.id).await
    }

    /// Whether no pass over it is at work; the person is shown the one that is.
    async fn nobody_recalls(&mut self, of: i64) -> Result<bool, StoreError> {
        let passes = broadcasts::passes(self.tx.connection(), of).await?;
        let at_work = passes
            .iter()
            .find(|pass| !matches!(pass.state, State::Done | State::Stopped | State::Draft));
        if let Some(pass) = at_work {
            self.toast("toast-cast-recalling", &[], false);
            self.show_cast(pass, Place::Below).await?;
            return Ok(false);
        }
        Ok(true)
    }

    /// Whether a pass that was being written may still begin: another may have meanwhile, and time has
    /// passed. The person is told why not.
    pub(super) async fn may_begin_pass(&mut self, pass: &Broadcast) -> Result<bool, StoreError> {
        let Some(of) = pass.of else { return Ok(true) };
        // Two that change the same messages wait for each other.
        match broadcasts::hold(self.tx, of).await? {
            Some(original) if is_possible(&original, self.now) => self.nobody_recalls(of).await,
            _ => {
                self.toast("toast-cast-late", &[], true);
                Ok(false)
            }
        }
    }

    /// Asks whether to delete it.
    pub(super) async fn ask_to_delete(&mut self, one: &Broadcast) -> Result<(), StoreError> {
        if !self.may_recall(one).await? {
            return Ok(());
        }
        self.draw_deletion(one, None, Place::Here).await
    }

    /// Draws that question, once it is known from how many it can be deleted.
    pub(super) async fn draw_deletion(
        &mut self,
        one: &Broadcast,
        count: Option<i64>,
        place: Place,
    ) -> Result<(), StoreError> {
        let contents = broadcasts::contents(self.tx.connection(), one.id).await?;
        let on = |task| Press::Cast(Cast::On(one.id, one.version, task));
        let mut choices = vec![vec![self.reader().choice("back", &on(Task::Open))]];
        let ask = match count {
            None => self.say("cast-recall-counting", &[]),
            Some(count) => {
                let sure = self.reader().choice("cast-delete-sure", &on(Task::DeleteSure));
                choices.insert(0, vec![sure]);
                let title = title(self.locale, &contents);
                let args = [("title", title.into()), ("count", number(self.locale, count))];
                self.say("cast-delete-ask", &args)
            }
        };
        let message = Message { choices, ..Message::of(ask) };
        self.draw_counted(one.id, place, message, Screen::Deletion, count);
        Ok(())
    }

    /// Takes it away from everybody who got it.
    pub(super) async fn delete_cast(&mut self, one: &Broadcast) -> Result<(), StoreError> {
        if !self.may_recall(one).await? {
            return Ok(());
        }
        let mut pass = self.begin_pass(one, Kind::Deletion).await?;
        if !self.advance_cast(&mut pass, Move::Schedule, None, "deletion confirmed").await? {
            return Ok(());
        }
        self.show_cast(&pass, Place::Below).await
    }

    /// Begins to write what is put in its place.
    pub(super) async fn begin_correction(&mut self, one: &Broadcast) -> Result<(), StoreError> {
        if !self.may_recall(one).await? {
            return Ok(());
        }
        let pass = self.begin_pass(one, Kind::Correction).await?;
        self.session.go(crate::conversation::session::At::Composing {
            broadcast: pass.id,
            locale: Locale::Vi,
        });
        self.show_panel(&pass, Place::Below, None).await
    }

    /// A pass over what one sent, which begins as what that says.
    async fn begin_pass(&mut self, one: &Broadcast, kind: Kind) -> Result<Broadcast, StoreError> {
        let id = self.shared.ids.next();
        let mut pass = Broadcast::draft(id, self.contact.id, self.now, one.audience.clone());
        (pass.kind, pass.of, pass.links) = (kind, Some(one.id), one.links.clone());
        broadcasts::insert(self.tx, &pass).await?;
        let contents = broadcasts::contents(self.tx.connection(), one.id).await?;
        let both = [(Locale::Vi, Some(contents.vi)), (Locale::En, contents.en)];
        for (locale, content) in both {
            if let Some(content) = content {
                let content = Content { source: None, ..content };
                broadcasts::put_content(self.tx, id, locale, &content).await?;
            }
        }
        Ok(pass)
    }
}
