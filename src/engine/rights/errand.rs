//! Making the file with all that is kept about somebody, which may take longer than a turn may.
//!
//! The turn that is asked for it sets a timer and sends this on. The timer is what outlives the process:
//! whoever takes it away in the end hands the file out, and where nobody did, it has the file made anew.

use super::file::Scribe;
use crate::clock::{MINUTE, Millis};
use crate::conversation::message::{Message, Upload};
use crate::delivery::outgoing::{Lane, Outgoing};
use crate::domain::day;
use crate::domain::evidence::FileKind;
use crate::engine::turn::Turn;
use crate::engine::{Shared, key_of, session};
use crate::i18n::text;
use crate::store::audit::{self, Act, Entry, Subject};
use crate::store::contacts::{self, Contact};
use crate::store::{StoreError, mydata, outbox, settings, timers, uploads};

/// How long one is at it before it is taken for broken off. Should it go on after all, one of the two
/// hands its file out.
const AGAIN_AFTER: Millis = 10 * MINUTE;

/// A file that is to be made.
pub(in crate::engine) struct DataFile {
    contact: i64,
    channel: &'static str,
}

/// Why a file was not made.
#[derive(Debug, thiserror::Error)]
pub(super) enum DataFileError {
    /// The database did not answer, or in words we do not know.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// It was handed out, or who asked had everything erased.
    #[error("nobody waits for it any more")]
    Unwanted,
}

impl Turn<'_> {
    /// Has the file made behind this turn, and once more if that is broken off.
    pub(in crate::engine) async fn begin_data_file(&mut self) -> Result<(), StoreError> {
        let again_at = self.now + AGAIN_AFTER;
        timers::set(self.tx, self.contact.id, timers::MY_DATA, again_at).await?;
        self.data_file = Some(DataFile { contact: self.contact.id, channel: self.channel });
        Ok(())
    }
}

impl DataFile {
    /// Makes it and has it sent.
    pub(in crate::engine) async fn make(self, shared: &Shared) {
        match self.carry_out(shared).await {
            Ok(()) | Err(DataFileError::Unwanted | DataFileError::Store(StoreError::Closed)) => {}
            Err(DataFileError::Store(error)) => {
                let contact = self.contact;
                tracing::error!(%error, contact, "a file of somebody's own data is made later");
            }
        }
    }

    async fn carry_out(&self, shared: &Shared) -> Result<(), DataFileError> {
        let _turn = shared.drawing.acquire().await;
        let (contact, (policy, catalog)) = {
            let mut reader = shared.store.read().await?;
            if !timers::is_set(&mut reader, self.contact, timers::MY_DATA).await? {
                return Err(DataFileError::Unwanted);
            }
            let found = contacts::by_id(&mut reader, self.contact).await?;
            (found.ok_or(DataFileError::Unwanted)?, settings::rules(&mut reader).await?)
        };
        let now = shared.clock.now();
        let role = shared.role_of(&contact);
        let contact = Contact {
            role,
            restriction: contact.restriction.filter(|one| role.is_none() && one.holds(now)),
            ..contact
        };
        let scribe = Scribe {
            shared,
            locale: contact.language.unwrap_or(shared.settings.locale),
            catalog,
            undo: policy.undo(),
            session: session::peek(&contact),
            contact: &contact,
            now,
        };
        let key = key_of(self.channel, &contact.address);
        let files = scribe.write(key).await?;
        self.hand_out(shared, key, messages(&scribe, &files), files).await
    }

    /// Sends the files, unless that was done already, and notes it.
    async fn hand_out(
        &self,
        shared: &Shared,
        key: i64,
        messages: Vec<Message>,
        files: Vec<i64>,
    ) -> Result<(), DataFileError> {
        let (ids, now) = (shared.ids.clone(), shared.clock.now());
        let (contact, channel) = (self.contact, self.channel);
        let written = shared.store.write(key, move |tx| {
            Box::pin(async move {
                let is_awaited = timers::take(tx, contact, timers::MY_DATA).await?;
                let found = contacts::by_id(tx.connection(), contact).await?;
                let Some(who) = found.filter(|_| is_awaited) else {
                    for id in files {
                        uploads::forget(tx, id).await?;
                    }
                    return Ok(Vec::new());
                };
                mydata::note_file(tx, contact, now).await?;
                let subject = Subject::Contact(contact);
                let entry = Entry::new(ids.next(), Act::MyData, subject, Some(who.actor()), now);
                audit::record(tx, &entry).await?;
                let to = |message| Outgoing::fresh(channel, &who.address, Lane::Answer, message);
                let outgoing: Vec<Outgoing> = messages.into_iter().map(to).collect();
                outbox::insert(tx, &mut || ids.next(), &outgoing, now).await
            })
        });
        shared.delivery.hand_over(written.await?);
        Ok(())
    }
}

/// One message a file; the first says what it is.
fn messages(scribe: &Scribe<'_>, files: &[i64]) -> Vec<Message> {
    let say = |key: &str, args: &crate::i18n::Args<'_>| text(scribe.locale, key, args);
    let day = || ("day", day::today(scribe.now).stored().into());
    let one = |(at, &id): (usize, &i64)| {
        let part = || ("part", (at + 1).to_string().into());
        let count = || ("count", files.len().to_string().into());
        let name = match files.len() {
            1 => say("rights-file-name", &[day()]),
            _ => say("rights-file-name-part", &[day(), part()]),
        };
        let mut words = Vec::new();
        if files.len() > 1 {
            words.push(say("rights-file-part", &[part(), count()]));
        }
        if at == 0 {
            words.push(say("rights-file-sent", &[]));
        }
        let upload = Some(Upload { id, name, kind: FileKind::Document });
        Message { upload, ..Message::of(words.join("\n\n")) }
    };
    files.iter().enumerate().map(one).collect()
}
