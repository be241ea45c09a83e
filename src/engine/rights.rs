//! A citizen's own data: to see, to have, to withdraw consent to, to have erased.

mod erase;
mod file;

use super::turn::Turn;
use crate::clock::{DAY, MINUTE, Millis};
use crate::conversation::message::{Message, Upload};
use crate::conversation::press::{Press, Rights};
use crate::conversation::session::At;
use crate::domain::day;
use crate::domain::evidence::FileKind;
use crate::store::audit::{Act, Subject};
use crate::store::{StoreError, contacts, mydata, subscriptions, timers, uploads};

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
        let lines = self.kept_lines().await?;
        let text = [self.say("rights-title", &[]), lines.join("\n"), self.say("rights-law", &[])];
        let mut choices = vec![vec![self.rights_button("rights-file", Rights::File)]];
        if self.contact.consented.is_some() {
            choices.push(vec![self.rights_button("rights-disagree", Rights::Disagree)]);
        }
        choices.push(vec![self.rights_button("rights-erase", Rights::Erase)]);
        self.answer(Message { choices, ..Message::of(text.join("\n\n")) });
        Ok(())
    }

    /// What is kept, a line each.
    async fn kept_lines(&mut self) -> Result<Vec<String>, StoreError> {
        let id = self.contact.id;
        let counts = mydata::counts(self.tx.connection(), id).await?;
        let mut lines = vec![
            self.say("rights-account", &[("name", self.contact.name.as_str().into())]),
            self.say(
                "rights-sent",
                &[
                    ("count", counts.sent.to_string().into()),
                    ("files", counts.files.to_string().into()),
                ],
            ),
        ];
        if counts.entered > 0 {
            lines.push(self.say("rights-entered", &[("count", counts.entered.to_string().into())]));
        }
        lines.push(self.say("rights-messages", &[("count", counts.messages.to_string().into())]));
        if self.session.draft.is_some() || !self.session.offered.is_empty() {
            lines.push(self.say("rights-draft", &[]));
        }
        let agreed = mydata::agreed(self.tx.connection(), id).await?;
        if agreed.is_empty() {
            lines.push(self.say("rights-agreed-none", &[]));
        }
        for one in agreed {
            let day = ("day", day::local_date(one.granted_at).into());
            lines.push(match one.withdrawn_at {
                None => self.say("rights-agreed", &[day]),
                Some(end) => {
                    self.say("rights-agreed-until", &[day, ("end", day::local_date(end).into())])
                }
            });
        }
        lines.push(match self.contact.news_since {
            Some(since) => self.say("rights-news", &[("day", day::local_date(since).into())]),
            None => self.say("rights-news-none", &[]),
        });
        if self.contact.restriction.is_some() {
            lines.push(self.say("rights-restricted", &[]));
        }
        if let Some(role) = self.contact.role {
            let role = self.say(&format!("role-{}", role.code()), &[]);
            lines.push(self.say("rights-role", &[("role", role.into())]));
        }
        Ok(lines)
    }

    /// Makes and sends the file with all that is kept, unless one was made lately.
    async fn send_own_data(&mut self) -> Result<(), StoreError> {
        let made_at = mydata::file_made_at(self.tx.connection(), self.contact.id).await?;
        if let Some(made_at) = made_at.filter(|at| self.now - at < FILE_EVERY) {
            let at = ("at", day::local(made_at).into());
            let next = ("next", day::local(made_at + FILE_EVERY).into());
            self.tell(self.say("rights-file-made", &[at, next]));
            return Ok(());
        }
        let page = self.own_data().await?;
        let (id, now) = (self.shared.ids.next(), self.now);
        let name = self.say("rights-file-name", &[("day", day::today(now).stored().into())]);
        uploads::put(self.tx, id, &name, page.as_bytes(), now).await?;
        mydata::note_file(self.tx, self.contact.id, id, now).await?;
        self.note_about(Subject::Contact(self.contact.id), Act::MyData, None, None).await?;
        let upload = Some(Upload { id, name, kind: FileKind::Document });
        self.tell_message(Message { upload, ..Message::of(self.say("rights-file-sent", &[])) });
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

    /// What was said of news, for the file.
    async fn news_line(&mut self) -> Result<String, StoreError> {
        let said = subscriptions::of(self.tx.connection(), self.contact.id).await?;
        Ok(match said.map(|said| (said.granted_at, said.withdrawn_at, said.asked_at)) {
            None => self.say("rights-news-never", &[]),
            Some((None, _, asked)) => {
                self.say("rights-news-asked", &[("day", day::local(asked).into())])
            }
            Some((Some(since), None, _)) => {
                self.say("rights-news", &[("day", day::local(since).into())])
            }
            Some((Some(since), Some(end), _)) => {
                let times = [("day", day::local(since).into()), ("end", day::local(end).into())];
                self.say("rights-news-until", &times)
            }
        })
    }
}
