//! The mark that a deed was commended elsewhere: told step by step by who knows of it, and taken away by
//! an admin.

use super::card::Face;
use super::desk::Desk;
use super::kin::{back, commended, press};
use crate::conversation::message::Message;
use crate::conversation::press::{Commend, Judge};
use crate::conversation::render::choice;
use crate::conversation::session::Commending;
use crate::conversation::words::Words;
use crate::domain::commendation::Form;
use crate::domain::day::{self, When};
use crate::domain::nomination::State;
use crate::domain::role::Role;
use crate::engine::turn::Turn;
use crate::i18n::text;
use crate::store::audit::Act;
use crate::store::commendations::Mark;
use crate::store::{StoreError, commendations, joins, nominations};

/// How many other cards of an exemplar are drawn again.
const REDRAWN: i64 = 10;

/// Whether a deed can be marked while its nomination stands so. What was commended elsewhere need not
/// wait for this desk, and may be why it refused.
pub(super) fn may_be_marked(state: State) -> bool {
    state.is_open() || matches!(state, State::Recognised | State::Refused)
}

impl Turn<'_> {
    /// A press about the mark.
    pub(super) async fn commend(
        &mut self,
        desk: &Desk,
        version: i64,
        commend: Commend,
    ) -> Result<(), StoreError> {
        match commend {
            Commend::Remove | Commend::RemoveSure => {
                self.take_mark(desk, version, commend == Commend::RemoveSure).await
            }
            _ if !self.may_commend(desk, version).await? => Ok(()),
            Commend::Begin => self.choose_form(desk).await,
            Commend::Certificate => {
                self.ask_commended(desk, Words::CommendNumber, Some(Form::Certificate), None);
                Ok(())
            }
            Commend::Diploma => {
                self.ask_commended(desk, Words::CommendNumber, Some(Form::Diploma), None);
                Ok(())
            }
            Commend::Other => {
                self.ask_commended(desk, Words::CommendForm, None, None);
                Ok(())
            }
        }
    }

    async fn may_commend(&mut self, desk: &Desk, version: i64) -> Result<bool, StoreError> {
        if !self.takes_part(desk) {
            return Ok(false);
        }
        let one = &desk.nomination;
        if may_be_marked(one.state) && one.version == version {
            return Ok(true);
        }
        self.toast("toast-card-old", &[], true);
        self.turn_card(desk, Face::Plain).await?;
        Ok(false)
    }

    async fn choose_form(&mut self, desk: &Desk) -> Result<(), StoreError> {
        let locale = self.chat_locale();
        let button = |key: &str, commend: Commend| {
            vec![choice(text(locale, key, &[]), &press(desk, Judge::Commend(commend)))]
        };
        let choices = vec![
            button("commend-certificate", Commend::Certificate),
            button("commend-diploma", Commend::Diploma),
            button("commend-other", Commend::Other),
            vec![back(desk, locale, Judge::More)],
        ];
        let code = desk.nomination.code.as_str().into();
        let question = text(locale, "commend-ask", &[("code", code)]);
        let message = Message { choices, ..Message::of(question) };
        self.turn_to(desk, message).await
    }

    fn ask_commended(
        &mut self,
        desk: &Desk,
        about: Words,
        form: Option<Form>,
        number: Option<String>,
    ) {
        self.await_words(about, desk);
        let nomination = desk.nomination.id;
        self.session.commending = Some(Box::new(Commending { nomination, form, number }));
    }

    /// Words about the commendation of a deed.
    pub(in crate::engine) async fn commend_in_words(
        &mut self,
        desk: &Desk,
        version: i64,
        about: Words,
        words: &str,
    ) -> Result<(), StoreError> {
        let told = self.session.commending.take();
        if !self.may_commend(desk, version).await? {
            return Ok(());
        }
        let words: Vec<&str> = words.split_whitespace().collect();
        let words = words.join(" ");
        let told = told.filter(|told| told.nomination == desk.nomination.id);
        let (form, number) = told.map_or((None, None), |told| (told.form, told.number));
        match (about, form, number) {
            (Words::CommendForm, ..) => {
                self.ask_commended(desk, Words::CommendNumber, Some(Form::Other(words)), None);
            }
            (Words::CommendNumber, Some(form), _) => {
                self.ask_commended(desk, Words::CommendDay, Some(form), Some(words));
            }
            (Words::CommendDay, Some(form), Some(number)) => match day::parse(&words, self.now) {
                Ok(on @ When::Day(..)) => {
                    return self.mark(desk, &Mark { form, number, on }).await;
                }
                _ => {
                    self.ask_commended(desk, Words::CommendDay, Some(form), Some(number));
                    let unclear = self.say("commend-day-unclear", &[]);
                    self.tell(unclear);
                }
            },
            // What was told before is gone with another conversation: it begins anew.
            _ => self.choose_form(desk).await?,
        }
        Ok(())
    }

    async fn mark(&mut self, desk: &Desk, mark: &Mark) -> Result<(), StoreError> {
        let one = &desk.nomination;
        if !nominations::touch_version(self.tx, one.id, one.version).await? {
            self.toast("toast-card-old", &[], true);
            return Ok(());
        }
        if !commendations::put(self.tx, one.id, mark, self.contact.id, self.now).await? {
            self.toast("toast-commended-already", &[], true);
            return Ok(());
        }
        let detail = serde_json::json!({
            "form": mark.form.stored(),
            "number": mark.number,
            "on": mark.on.stored(),
        });
        self.note(one.id, Act::Commend, Some(&detail.to_string())).await?;
        let connection = self.tx.connection();
        let known = commendations::of(connection, one.id, &[one.exemplar], 1).await?;
        if let Some(mark) = known.first() {
            let done = self.say("commend-done", &[("code", one.code.as_str().into())]);
            self.tell(format!("{done}\n{}", commended(self.locale, mark)));
        }
        self.redraw_commended(desk).await
    }

    async fn take_mark(&mut self, desk: &Desk, version: i64, sure: bool) -> Result<(), StoreError> {
        if self.contact.role != Some(Role::Admin) {
            self.toast("toast-admins-only", &[], true);
            return Ok(());
        }
        if !self.may_commend(desk, version).await? {
            return Ok(());
        }
        let one = &desk.nomination;
        if !sure {
            let locale = self.chat_locale();
            let sure = Judge::Commend(Commend::RemoveSure);
            let choices = vec![
                vec![choice(text(locale, "commend-remove-sure", &[]), &press(desk, sure))],
                vec![back(desk, locale, Judge::More)],
            ];
            let code = one.code.as_str().into();
            let question = text(locale, "commend-remove-ask", &[("code", code)]);
            let message = Message { choices, ..Message::of(question) };
            return self.turn_to(desk, message).await;
        }
        if !nominations::touch_version(self.tx, one.id, one.version).await?
            || !commendations::take(self.tx, one.id).await?
        {
            self.toast("toast-card-old", &[], true);
            return Ok(());
        }
        let detail = serde_json::json!({ "taken": true }).to_string();
        self.note(one.id, Act::Commend, Some(&detail)).await?;
        self.toast("toast-moved", &[], false);
        self.redraw_commended(desk).await
    }

    /// Draws the cards again that show a mark of this deed: its own, and those of its exemplar that are
    /// open. Others that are likely the same show it when they are drawn next.
    async fn redraw_commended(&mut self, desk: &Desk) -> Result<(), StoreError> {
        let one = &desk.nomination;
        self.redraw_cards(one.id).await?;
        let (exemplar, limit) = (one.exemplar, REDRAWN);
        for other in joins::others_of(self.tx.connection(), exemplar, one.id, limit).await? {
            if other.state.is_open() {
                self.redraw_cards(other.id).await?;
            }
        }
        Ok(())
    }
}
