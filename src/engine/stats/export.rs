//! Nominations as an Excel file, for admins alone.
//!
//! Pages are read from the database while a thread writes those before into the file, which lies on the
//! disk and not in memory. What it holds is personal: each export is put on record with its size, and only
//! the chat of whoever asked gets it.

mod book;

use std::fs::File;
use std::io::Read as _;

use tokio::sync::mpsc;

use super::{ErrandError, Inquiry};
use crate::conversation::message::{Message, Upload};
use crate::delivery::outgoing::Placement;
use crate::domain::day;
use crate::domain::evidence::FileKind;
use crate::domain::nomination::State;
use crate::domain::role::Role;
use crate::domain::stats::Span;
use crate::domain::text::fold;
use crate::engine::Shared;
use crate::engine::stats::screen::number;
use crate::i18n::{Locale, text};
use crate::store::audit::{self, Act, Entry, Subject};
use crate::store::stats::{self, Exported};
use crate::store::{StoreError, contacts, outbox, uploads};
use book::Limit;

/// Nominations read at once.
const PAGE: i64 = 500;
/// Pages read ahead of the writing.
const AHEAD: usize = 2;
/// How much of a file is put into the database at once.
const CHUNK: usize = 768 * 1024;

impl Inquiry {
    /// Writes the table of those sent in that time, and has it sent.
    pub(super) async fn export(
        &self,
        shared: &Shared,
        span: Span,
        state: Option<State>,
    ) -> Result<(), ErrandError> {
        let _turn = shared.drawing.acquire().await;
        let (pages, written) = mpsc::channel(AHEAD);
        let catalog = self.catalog.clone();
        let writing = tokio::task::spawn_blocking(move || {
            // The table is a paper of the office, whoever takes it along.
            book::write(Locale::Vi, &catalog, written, Limit::SENT)
        });
        let read = self.read(shared, span, state, pages).await;
        let files = writing.await.map_err(|error| ErrandError::Table(error.to_string()))?;
        read?;
        let files = files.map_err(|error| ErrandError::Table(error.to_string()))?;
        if files.is_empty() {
            let none = Message::of(text(self.asker.locale, "stats-file-none", &[]));
            return Ok(self.post(shared, Placement::Fresh, none).await?);
        }
        let count = files.len();
        let mut messages = Vec::with_capacity(count);
        let mut rows = 0;
        for (at, (file, size)) in files.into_iter().enumerate() {
            let part = (count > 1).then_some((at + 1, count));
            let name = self.name(span, part);
            let id = self.keep(shared, &name, file).await?;
            let mut message = Message::of(self.caption(span, state, part, size));
            message.upload = Some(Upload { id, name, kind: FileKind::Document });
            messages.push(self.outgoing(Placement::Fresh, message));
            rows += i64::from(size);
        }
        let detail = serde_json::json!({
            "rows": rows, "files": count, "span": span.code(), "state": state.map(State::code),
        });
        self.hand_out(shared, messages, detail.to_string()).await
    }

    /// Reads all pages, as long as somebody takes them.
    async fn read(
        &self,
        shared: &Shared,
        span: Span,
        state: Option<State>,
        pages: mpsc::Sender<Vec<Exported>>,
    ) -> Result<(), StoreError> {
        let stretch = span.stretch(self.now);
        let mut after = (stretch.from, i64::MIN);
        loop {
            // Each page takes a connection anew, and so keeps none from others for long.
            let mut reader = shared.store.read().await?;
            let page = stats::exported(&mut reader, stretch, state, after, PAGE).await?;
            drop(reader);
            let Some(last) = page.last() else { return Ok(()) };
            after = (last.submitted_at, last.id);
            if pages.send(page).await.is_err() {
                // The writing failed, and says itself why.
                return Ok(());
            }
        }
    }

    /// Puts a file into the database, piece by piece.
    async fn keep(&self, shared: &Shared, name: &str, file: File) -> Result<i64, ErrandError> {
        let (id, now) = (shared.ids.next(), shared.clock.now());
        let key = self.asker.key();
        let name = name.to_owned();
        let begun = shared.store.write(key, move |tx| {
            Box::pin(async move { uploads::begin(tx, id, &name, now).await })
        });
        let mut growing = begun.await?;
        let mut rest = file;
        loop {
            let read = tokio::task::spawn_blocking(move || {
                let mut chunk = Vec::with_capacity(CHUNK);
                let read = (&mut rest).take(CHUNK as u64).read_to_end(&mut chunk);
                read.map(|_| (chunk, rest))
            });
            let read = read.await.map_err(|error| ErrandError::Table(error.to_string()))?;
            let (chunk, file) = read.map_err(|error| ErrandError::Table(error.to_string()))?;
            rest = file;
            if chunk.is_empty() {
                break;
            }
            let appended = shared.store.write(key, move |tx| {
                Box::pin(async move {
                    uploads::append(tx, &mut growing, &chunk).await?;
                    Ok(growing)
                })
            });
            growing = appended.await?;
        }
        let finished = shared
            .store
            .write(key, move |tx| Box::pin(async move { uploads::finish(tx, growing).await }));
        finished.await?;
        Ok(id)
    }

    /// Sends the files, if whoever asked may still have them, and puts that on record with it.
    async fn hand_out(
        &self,
        shared: &Shared,
        messages: Vec<crate::delivery::outgoing::Outgoing>,
        detail: String,
    ) -> Result<(), ErrandError> {
        let (ids, now, contact) = (shared.ids.clone(), shared.clock.now(), self.asker.contact);
        let mut configured = shared.settings.admins.iter();
        let is_configured = configured
            .any(|(channel, id)| *channel == self.asker.channel && *id == self.asker.address);
        let written = shared.store.write(self.asker.key(), move |tx| {
            Box::pin(async move {
                let found = contacts::by_id(tx.connection(), contact).await?;
                // Making the file took a while: the role may have been taken away meanwhile.
                let admin = found.filter(|one| is_configured || one.role >= Some(Role::Admin));
                let Some(admin) = admin else { return Ok(Vec::new()) };
                let subject = Subject::Contact(contact);
                let entry = Entry::new(ids.next(), Act::Export, subject, Some(admin.actor()), now);
                audit::record(tx, &entry.with(&detail)).await?;
                outbox::insert(tx, &mut || ids.next(), &messages, now).await
            })
        });
        shared.delivery.hand_over(written.await?);
        Ok(())
    }

    /// `ho-so-thang-nay-2026-11-25.xlsx`: letters that every system keeps as they are.
    fn name(&self, span: Span, part: Option<(usize, usize)>) -> String {
        let say = |key: &str| text(self.asker.locale, key, &[]);
        let what = say("stats-sheet-name");
        let span = say(&format!("stats-span-{}", span.code()));
        let words = fold(&format!("{what} {span}")).replace(' ', "-");
        let part = part.map_or_else(String::new, |(part, _)| format!("-{part}"));
        format!("{words}-{}{part}.xlsx", day::today(self.now).stored())
    }

    fn caption(
        &self,
        span: Span,
        state: Option<State>,
        part: Option<(usize, usize)>,
        rows: u32,
    ) -> String {
        let say = |key: &str| text(self.asker.locale, key, &[]);
        let span = say(&format!("stats-span-{}", span.code()));
        let state = match state {
            Some(state) => say(&format!("state-{}", state.code())),
            None => say("stats-every-state"),
        };
        let what = ("what", format!("{span} · {state}").into());
        let count = ("count", number(self.asker.locale, i64::from(rows)).into());
        match part {
            None => text(self.asker.locale, "stats-file", &[what, count]),
            Some((part, parts)) => {
                let part = ("part", format!("{part}/{parts}").into());
                text(self.asker.locale, "stats-file-part", &[what, part, count])
            }
        }
    }
}
