//! The lists of who did not get it, written one at a time beside everything else: a million rows are
//! read and written for a while.

use std::collections::HashMap;

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::TICK;
use super::jobs::Job;
use super::trouble::Trouble;
use crate::conversation::message::Upload;
use crate::engine::Engine;
use crate::i18n::Locale;
use crate::store::broadcasts::{self, Broadcast};
use crate::store::{StoreError, contacts};

/// The files of a list, in each language that somebody reads it in.
pub(in crate::engine::broadcast) type Lists = Vec<(Locale, Vec<Upload>)>;

/// What is known from the look before.
#[derive(Default)]
struct Clerk {
    /// What failed.
    trouble: Trouble,
    /// Lists that are written, while nobody was told yet: they are not written once more.
    written: HashMap<i64, Lists>,
}

/// Reports what has ended and gives the lists that are asked for while `on_duty`, until `stop`.
pub(super) async fn write(
    engine: &Engine,
    on_duty: watch::Receiver<bool>,
    stop: CancellationToken,
) {
    let mut tick = tokio::time::interval(TICK);
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut clerk = Clerk::default();
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = tick.tick() => {}
        }
        if !*on_duty.borrow() {
            clerk = Clerk::default();
            continue;
        }
        // A list that is half written is written anew by the next start.
        tokio::select! {
            () = stop.cancelled() => return,
            looked = engine.look_after_lists(&mut clerk) => if let Err(error) = looked {
                tracing::error!(%error, "what ended of messages to many could not be read");
            }
        }
    }
}

impl Engine {
    async fn look_after_lists(&self, clerk: &mut Clerk) -> Result<(), StoreError> {
        let (ended, wishes) = {
            let mut reader = self.shared.store.read().await?;
            (broadcasts::unreported(&mut reader).await?, broadcasts::wishes(&mut reader).await?)
        };
        clerk.trouble.retain(|id| ended.contains(&id) || wishes.iter().any(|(of, _)| *of == id));
        clerk.written.retain(|id, _| ended.contains(id));
        for id in ended {
            if !clerk.trouble.rests(id) {
                let reported = self.report_broadcast(clerk, id).await;
                clerk.trouble.note(id, reported);
            }
        }
        for (id, contact) in wishes {
            if !clerk.trouble.rests(id) {
                let given = self.give_list(id, contact).await;
                clerk.trouble.note(id, given);
            }
        }
        Ok(())
    }

    async fn report_broadcast(&self, clerk: &mut Clerk, id: i64) -> Result<(), StoreError> {
        let found = self.broadcast(id).await?;
        let Some(one) = found.filter(|one| one.counts.left() == 0) else { return Ok(()) };
        let lists = match clerk.written.remove(&id) {
            Some(lists) => lists,
            None => {
                let mut lists = Lists::new();
                for locale in self.read_by(&one).await? {
                    lists.push((locale, self.write_missed(&one, locale).await?));
                }
                lists
            }
        };
        clerk.written.insert(id, lists.clone());
        self.do_job(id, Job::Report { lists }).await?;
        Ok(())
    }

    /// The languages of those who are told how it ended.
    async fn read_by(&self, one: &Broadcast) -> Result<Vec<Locale>, StoreError> {
        let mut reader = self.shared.store.read().await?;
        let mut told = broadcasts::watchers(&mut reader, one.id).await?;
        told.push(one.created_by);
        told.extend(one.confirmed.map(|(by, _)| by));
        let mut locales = Vec::new();
        for contact in told {
            let found = contacts::by_id(&mut reader, contact).await?;
            let locale = found.and_then(|one| one.language).unwrap_or(self.locale());
            if !locales.contains(&locale) {
                locales.push(locale);
            }
        }
        Ok(locales)
    }

    async fn give_list(&self, id: i64, contact: i64) -> Result<(), StoreError> {
        let who = contacts::by_id(&mut *self.shared.store.read().await?, contact).await?;
        let locale = who.and_then(|one| one.language).unwrap_or(self.locale());
        let files = match self.broadcast(id).await? {
            Some(one) => self.write_missed(&one, locale).await?,
            None => Vec::new(),
        };
        self.do_job(id, Job::GiveList { contact, files }).await?;
        Ok(())
    }
}
