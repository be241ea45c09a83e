//! What is counted, and shown as a table, a picture or a file.
//!
//! A turn looks only whether somebody may have what they ask for, and sends an [`Inquiry`] on an
//! [`Errand`]. That counts, answers with the table, and then draws the picture or writes the file, and has
//! it follow as an upload.

mod export;
mod figures;
mod picture;
mod screen;

use std::sync::Arc;

use super::Shared;
use super::errand::{Asker, Errand, ErrandError};
use super::turn::Turn;
use crate::chart;
use crate::clock::Millis;
use crate::conversation::message::{Message, Upload};
use crate::conversation::press::Stats;
use crate::delivery::outgoing::{Lane, Outgoing, Placement};
use crate::domain::catalog::Catalog;
use crate::domain::evidence::FileKind;
use crate::domain::role::Role;
use crate::domain::scope::Scope;
use crate::store::{StoreError, outbox, uploads};
use figures::Figures;

/// What somebody asked for.
pub(super) struct Inquiry {
    pub(super) asker: Asker,
    placement: Placement,
    role: Role,
    scope: Scope,
    catalog: Arc<Catalog>,
    wanted: Stats,
    now: Millis,
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
        let inquiry = Inquiry {
            asker: self.asker(),
            placement,
            role,
            scope: self.scope.clone(),
            catalog: self.catalog.clone(),
            wanted: choice,
            now: self.now,
        };
        self.send_on(Errand::Figures(inquiry));
        std::future::ready(Ok(())).await
    }
}

impl Inquiry {
    /// Does it.
    pub(super) async fn carry_out(&self, shared: &Shared) -> Result<(), ErrandError> {
        let (part, span) = match self.wanted {
            Stats::Begin => Default::default(),
            Stats::Show(part, span) => (part, span),
            Stats::Table(span) => {
                self.post(shared, self.placement.clone(), screen::table(self.asker.locale, span))
                    .await?;
                return Ok(());
            }
            Stats::File(span, state) => return self.export(shared, span, state).await,
        };
        let figures = Figures::count(shared, self, part, span).await?;
        let is_admin = self.role >= Role::Admin;
        let message = screen::draw(self.asker.locale, &figures, &self.scope, is_admin);
        self.post(shared, self.placement.clone(), message).await?;
        let Some(sheet) = picture::sheet(self.asker.locale, &figures, &self.scope) else {
            return Ok(());
        };
        let caption = sheet.title.clone() + "\n" + &sheet.subtitle;
        // One at a time: pictures for many must not take the processor from answers.
        let _turn = shared.drawing.acquire().await;
        let drawn = tokio::task::spawn_blocking(move || chart::draw(&sheet)).await;
        let png = drawn.map_err(|error| ErrandError::Table(error.to_string()))??;
        let name = format!("{}-{}.png", part.code(), span.code());
        let (id, now) = (shared.ids.next(), shared.clock.now());
        let kept = name.clone();
        let put = shared.store.write(self.asker.key(), move |tx| {
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
            channel: self.asker.channel.to_owned(),
            address: self.asker.address.clone(),
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
        let written = shared.store.write(self.asker.key(), move |tx| {
            Box::pin(async move { outbox::insert(tx, &mut || ids.next(), &outgoing, now).await })
        });
        shared.delivery.hand_over(written.await?);
        Ok(())
    }
}

#[cfg(test)]
mod sample;
