//! A citizen's own data: to see, to have, to withdraw consent to, to have erased.

mod erase;
mod errand;
mod file;
mod kept;
mod paper;

use super::turn::Turn;
use crate::clock::{DAY, MINUTE, Millis};
use crate::conversation::message::Message;
use crate::conversation::press::{Press, Rights};
use crate::conversation::session::At;
use crate::domain::day;
use crate::store::audit::{Act, Subject};
use crate::store::{StoreError, contacts, mydata, timers};

pub(super) use errand::DataFile;

/// A file of one's own data is made once in this time.
const FILE_EVERY: Millis = DAY;
/// How long the last question before erasing may be answered; after that it is asked again.
const ASKED_FOR: Millis = 15 * MINUTE;

impl Turn<'_> {
    /// Carries out a choice about one's own data.
    pub(super) async fn rights(&mut self, choice: Rights) -> Result<(), StoreError> {
        match choice {
            Rights::Begin => self.show_rights().await,
            Rights::File => self.send_own_data().await,
            Rights::Disagree => self.ask_to_disagree().await,
            Rights::DisagreeSure => self.disagree().await,
            Rights::Erase => self.explain_erasure().await,
            Rights::EraseNext => self.ask_to_erase(),
            Rights::EraseSure(asked_at) => self.erase(asked_at).await,
        }
    }

    fn rights_button(&self, key: &str, choice: Rights) -> crate::conversation::message::Choice {
        self.reader().choice(key, &Press::Rights(choice))
    }

    async fn show_rights(&mut self) -> Result<(), StoreError> {
        let who = (self.locale, &self.contact, &self.session);
        let lines = kept::lines(self.tx.connection(), who).await?;
        let text = [self.say("rights-title", &[]), lines.join("\n"), self.say("rights-law", &[])];
        let mut choices = vec![vec![self.rights_button("rights-file", Rights::File)]];
        if self.contact.consented.is_some() {
            choices.push(vec![self.rights_button("rights-disagree", Rights::Disagree)]);
        }
        choices.push(vec![self.rights_button("rights-erase", Rights::Erase)]);
        self.answer(Message { choices, ..Message::of(text.join("\n\n")) });
        Ok(())
    }

    /// Has the file with all that is kept made, unless one was made lately or is being made.
    async fn send_own_data(&mut self) -> Result<(), StoreError> {
        let made_at = mydata::file_made_at(self.tx.connection(), self.contact.id).await?;
        if let Some(made_at) = made_at.filter(|at| self.now - at < FILE_EVERY) {
            let at = ("at", day::local(made_at).into());
            let next = ("next", day::local(made_at + FILE_EVERY).into());
            self.tell(self.say("rights-file-made", &[at, next]));
            return Ok(());
        }
        if !timers::is_set(self.tx.connection(), self.contact.id, timers::MY_DATA).await? {
            self.begin_data_file().await?;
        }
        self.tell(self.say("rights-file-soon", &[]));
        Ok(())
    }

    async fn ask_to_disagree(&mut self) -> Result<(), StoreError> {
        if self.contact.consented.is_none() {
            self.toast("toast-rights-none", &[], false);
            return self.show_rights().await;
        }
        let choices = vec![
            vec![self.rights_button("rights-disagree-sure", Rights::DisagreeSure)],
            vec![self.rights_button("back", Rights::Begin)],
        ];
        self.answer(Message { choices, ..Message::of(self.say("rights-disagree-ask", &[])) });
        Ok(())
    }

    async fn disagree(&mut self) -> Result<(), StoreError> {
        if !contacts::disagree(self.tx, self.contact.id, self.now).await? {
            self.toast("toast-rights-none", &[], false);
            return self.show_rights().await;
        }
        self.contact.consented = None;
        self.note_about(Subject::Contact(self.contact.id), Act::Disagree, None, None).await?;
        self.end_news().await?;
        // What is half written was for nobody's eyes yet, and may not be kept any more.
        timers::clear(self.tx, self.contact.id, timers::DRAFT).await?;
        self.session.draft = None;
        self.session.offered.clear();
        self.session.go(At::Idle);
        self.answer(Message::of(self.say("rights-disagreed", &[])));
        Ok(())
    }

    /// Whether this person's data can be erased here and now; else they are told why not.
    fn may_be_erased(&mut self) -> bool {
        let why = if self.contact.role.is_some() {
            "rights-erase-member"
        } else if self.contact.restriction.is_some() {
            "rights-erase-restricted"
        } else {
            return true;
        };
        let choices = vec![vec![self.rights_button("back", Rights::Begin)]];
        self.answer(Message { choices, ..Message::of(self.say(why, &[])) });
        false
    }

    async fn explain_erasure(&mut self) -> Result<(), StoreError> {
        if !self.may_be_erased() {
            return Ok(());
        }
        let counts = mydata::counts(self.tx.connection(), self.contact.id).await?;
        let mut parts = vec![self.say("rights-erase-at-once", &[])];
        if counts.undecided > 0 {
            let count = ("count", counts.undecided.to_string().into());
            parts.push(self.say("rights-erase-undecided", &[count]));
        }
        for key in ["rights-erase-decided", "rights-erase-kept", "rights-erase-others"] {
            parts.push(self.say(key, &[]));
        }
        let choices = vec![
            vec![self.rights_button("rights-erase-next", Rights::EraseNext)],
            vec![self.rights_button("rights-file", Rights::File)],
            vec![self.rights_button("back", Rights::Begin)],
        ];
        self.answer(Message { choices, ..Message::of(parts.join("\n\n")) });
        Ok(())
    }

    fn ask_to_erase(&mut self) -> Result<(), StoreError> {
        if self.may_be_erased() {
            let sure = Rights::EraseSure(self.now);
            let choices = vec![
                vec![self.rights_button("rights-erase-sure", sure)],
                vec![self.rights_button("rights-erase-no", Rights::Begin)],
            ];
            self.answer(Message { choices, ..Message::of(self.say("rights-erase-ask", &[])) });
        }
        Ok(())
    }
}
