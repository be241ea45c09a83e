//! What is counted, and shown as a table, a picture or a file.
//!
//! A turn looks only whether somebody may have what they ask for, and sends itself on an [`Errand`]. That
//! begins once the turn is committed: it counts with a connection that nobody waits for, answers with the
//! table, and then draws the picture or writes the file, and has it follow as an upload. A crash between
//! loses an answer that is asked for again, and nothing else.

mod export;
mod figures;
mod picture;
mod screen;

use std::sync::Arc;

use super::turn::Turn;
use super::{Shared, key_of};
use crate::chart;
use crate::clock::Millis;
use crate::conversation::message::{Message, Upload};
use crate::conversation::press::Stats;
use crate::delivery::outgoing::{Lane, Outgoing, Placement};
use crate::domain::catalog::Catalog;
use crate::domain::evidence::FileKind;
use crate::domain::role::Role;
use crate::domain::scope::Scope;
use crate::i18n::{Locale, text};
use crate::store::{StoreError, outbox, uploads};
use figures::Figures;

/// What somebody asked for, to be done once their turn is committed.
pub(super) struct Errand {
    contact: i64,
    channel: &'static str,
    /// Their own chat: what is counted is not for others that read along.
    address: String,
    placement: Placement,
    locale: Locale,
    role: Role,
    scope: Scope,
    catalog: Arc<Catalog>,
    wanted: Stats,
    now: Millis,
}

/// Why an errand was not done.
#[derive(Debug, thiserror::Error)]
pub(super) enum ErrandError {
    /// The database did not answer, or in words we do not know.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no picture.
    #[error(transparent)]
    Chart(#[from] chart::ChartError),
    /// There is no table.
    #[error("the table could not be written: {0}")]
    Table(String),
}

impl Turn<'_> {
    pub(super) async fn stats(&mut self, choice: Stats) -> Result<(), StoreError> {
        let Some(role) = self.contact.role.filter(|role| *role >= choice.least()) else {
            self.toast("toast-not-allowed", &[], false);
            return Ok(());
        };
        let is_file = matches!(choice, Stats::File(..));
        if is_file {
            self.toast("stats-file-soon", &[], false);
        }
        let placement = if is_file { Placement::Fresh } else { self.answer_placement() };
        let errand = Errand {
            contact: self.contact.id,
            channel: self.channel,
            address: self.contact.address.clone(),
            placement,
            locale: self.locale,
            role,
            scope: self.scope.clone(),
            catalog: self.catalog.clone(),
            wanted: choice,
            now: self.now,
        };
        self.send_on(errand);
        std::future::ready(Ok(())).await
    }
}

impl Errand {
    /// Does it, and says sorry if it cannot be done.
    pub(super) async fn run(self, shared: &Shared) {
        let error = match self.carry_out(shared).await {
            Ok(()) | Err(ErrandError::Store(StoreError::Closed)) => return,
            Err(error) => error,
        };
        tracing::error!(%error, "what was counted could not be shown");
        let sorry = Message::of(text(self.locale, "stats-failed", &[]));
        shared.delivery.say_unkept(self.channel, self.address, sorry);
    }

    async fn carry_out(&self, shared: &Shared) -> Result<(), ErrandError> {
        let (part, span) = match self.wanted {
            Stats::Begin => Default::default(),
            Stats::Show(part, span) => (part, span),
            Stats::Table(span) => {
                self.post(shared, self.placement.clone(), screen::table(self.locale, span)).await?;
                return Ok(());
            }
            Stats::File(span, state) => return self.export(shared, span, state).await,
        };
        let figures = Figures::count(shared, self, part, span).await?;
        let is_admin = self.role >= Role::Admin;
        let message = screen::draw(self.locale, &figures, &self.scope, is_admin);
        self.post(shared, self.placement.clone(), message).await?;
        let Some(sheet) = picture::sheet(self.locale, &figures, &self.scope) else { return Ok(()) };
        let caption = sheet.title.clone() + "\n" + &sheet.subtitle;
        // One at a time: pictures for many must not take the processor from answers.
        let _turn = shared.drawing.acquire().await;
        let drawn = tokio::task::spawn_blocking(move || chart::draw(&sheet)).await;
        let png = drawn.map_err(|error| ErrandError::Table(error.to_string()))??;
        let name = format!("{}-{}.png", part.code(), span.code());
        let (id, now) = (shared.ids.next(), shared.clock.now());
        let kept = name.clone();
        let put = shared.store.write(key_of(self.channel, &self.address), move |tx| {
            Box::pin(async move { uploads::put(tx, id, &kept, &png, now).await })
        });
        put.await?;
        let upload = Some(Upload { id, name, kind: FileKind::Photo });
        let caption = crate::i18n::escape(&caption).into_owned();
        let message = Message { upload, ..Message::of(caption) };
        Ok(self.post(shared, Placement::Fresh, message).await?)
    }

    fn outgoing(&self, placement: Placement, message: Message) -> Outgoing {
        Outgoing {
            channel: self.channel.to_owned(),
            address: self.address.clone(),
            lane: Lane::Answer,
            slot: None,
            placement,
            message,
        }
    }

    /// Has a message sent to whoever asked.
    async fn post(
        &self,
        shared: &Shared,
        placement: Placement,
        message: Message,
    ) -> Result<(), StoreError> {
        let outgoing = [self.outgoing(placement, message)];
        let (ids, now) = (shared.ids.clone(), shared.clock.now());
        let written = shared.store.write(key_of(self.channel, &self.address), move |tx| {
            Box::pin(async move { outbox::insert(tx, &mut || ids.next(), &outgoing, now).await })
        });
        shared.delivery.hand_over(written.await?);
        Ok(())
    }
}

#[cfg(test)]
mod sample;
