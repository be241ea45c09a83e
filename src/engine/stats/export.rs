//! Nominations as an Excel file, for admins alone.
//!
//! Pages are read from the database while a thread writes those before into the file, which lies on the
//! disk and not in memory. What it holds is personal: each export is put on record with its size, and only
//! the chat of whoever asked gets it.

use std::fs::File;
use std::io::{Read as _, Seek as _};
use std::sync::Arc;

use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};
use tokio::sync::mpsc;

use super::{Errand, ErrandError};
use crate::clock::{HOUR, Millis};
use crate::conversation::message::{Message, Upload};
use crate::delivery::outgoing::Placement;
use crate::domain::catalog::Catalog;
use crate::domain::day::{self, When};
use crate::domain::evidence::FileKind;
use crate::domain::nomination::State;
use crate::domain::place;
use crate::domain::role::Role;
use crate::domain::stats::Span;
use crate::engine::stats::screen::{field_name, number};
use crate::engine::{Shared, key_of};
use crate::i18n::{Locale, text};
use crate::store::audit::{self, Act, Entry, Subject};
use crate::store::stats::{self, Exported};
use crate::store::{StoreError, contacts, outbox, uploads};

/// Nominations read at once.
const PAGE: i64 = 500;
/// Pages read ahead of the writing.
const AHEAD: usize = 2;
/// The most nominations of a file, and the most text: what is sent may have 50 MB, and text is less than
/// half as long once it is packed.
const ROWS_MAX: u32 = 200_000;
const TEXT_MAX: usize = 80_000_000;
/// How much of a file is put into the database at once.
const CHUNK: usize = 768 * 1024;
/// The longest text that a cell holds, in characters.
const CELL_MAX: usize = 32_000;
/// Vietnam's clock is ahead of UTC by this.
const VIETNAM: Millis = 7 * HOUR;

/// The columns: the key of what each is called, and how wide it is in letters.
const COLUMNS: [(&str, f64); 17] = [
    ("stats-column-code", 13.0),
    ("stats-column-campaign", 24.0),
    ("stats-column-sent", 17.0),
    ("stats-column-kind", 13.0),
    ("stats-column-name", 28.0),
    ("stats-column-phone", 15.0),
    ("stats-column-commune-code", 14.0),
    ("stats-column-commune", 24.0),
    ("stats-column-hamlet", 22.0),
    ("stats-column-field", 36.0),
    ("stats-column-happened", 20.0),
    ("stats-column-story", 80.0),
    ("stats-column-files", 14.0),
    ("stats-column-state", 24.0),
    ("stats-column-decided", 17.0),
    ("stats-column-nominator", 26.0),
    ("stats-column-nominator-phone", 24.0),
];

impl Errand {
    /// Writes the table of those sent in that time, and has it sent.
    pub(super) async fn export(
        &self,
        shared: &Shared,
        span: Span,
        state: Option<State>,
    ) -> Result<(), ErrandError> {
        let _turn = shared.drawing.acquire().await;
        let (pages, written) = mpsc::channel(AHEAD);
        let (locale, catalog) = (self.locale, self.catalog.clone());
        let writing = tokio::task::spawn_blocking(move || write(locale, &catalog, written));
        let read = self.read(shared, span, state, pages).await;
        let files = writing.await.map_err(|error| ErrandError::Table(error.to_string()))?;
        read?;
        let files = files.map_err(|error| ErrandError::Table(error.to_string()))?;
        if files.is_empty() {
            let none = Message::of(text(locale, "stats-file-none", &[]));
            return Ok(self.post(shared, Placement::Fresh, none).await?);
        }
        let count = files.len();
        let mut messages = Vec::with_capacity(count);
        let mut rows = 0;
        for (at, (file, size)) in files.into_iter().enumerate() {
            let part = (count > 1).then_some(at + 1);
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
        let key = key_of(self.channel, &self.address);
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
        let (ids, now, contact) = (shared.ids.clone(), shared.clock.now(), self.contact);
        let mut configured = shared.settings.admins.iter();
        let is_configured =
            configured.any(|(channel, id)| *channel == self.channel && *id == self.address);
        let written = shared.store.write(key_of(self.channel, &self.address), move |tx| {
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

    /// `ho-so-2026-11-25.xlsx`: letters that every system keeps as they are.
    fn name(&self, span: Span, part: Option<usize>) -> String {
        let part = part.map_or_else(String::new, |part| format!("-{part}"));
        format!("ho-so-{}-{}{part}.xlsx", span.code(), day::today(self.now).stored())
    }

    fn caption(&self, span: Span, state: Option<State>, part: Option<usize>, rows: u32) -> String {
        let say = |key: &str| text(self.locale, key, &[]);
        let span = say(&format!("stats-span-{}", span.code()));
        let state = match state {
            Some(state) => say(&format!("state-{}", state.code())),
            None => say("stats-every-state"),
        };
        let what = ("what", format!("{span} · {state}").into());
        let count = ("count", number(self.locale, i64::from(rows)).into());
        match part {
            None => text(self.locale, "stats-file", &[what, count]),
            Some(part) => {
                let part = ("part", part.to_string().into());
                text(self.locale, "stats-file-part", &[what, part, count])
            }
        }
    }
}

/// Writes pages into files until there are no more; each with how many nominations it has.
fn write(
    locale: Locale,
    catalog: &Arc<Catalog>,
    mut pages: mpsc::Receiver<Vec<Exported>>,
) -> Result<Vec<(File, u32)>, XlsxError> {
    let mut files = Vec::new();
    let mut book: Option<Book> = None;
    while let Some(page) = pages.blocking_recv() {
        for one in &page {
            let full = book.take_if(|book| book.rows >= ROWS_MAX || book.text >= TEXT_MAX);
            if let Some(full) = full {
                files.push(full.close()?);
            }
            let open = match &mut book {
                Some(open) => open,
                None => book.insert(Book::new(locale, catalog.clone())?),
            };
            open.write(one)?;
        }
    }
    if let Some(last) = book {
        files.push(last.close()?);
    }
    Ok(files)
}

/// A file that is being written.
struct Book {
    book: Workbook,
    locale: Locale,
    catalog: Arc<Catalog>,
    rows: u32,
    text: usize,
    moment: Format,
    /// Of words that a program could take for a formula once somebody touches the cell.
    quoted: Format,
}

impl Book {
    fn new(locale: Locale, catalog: Arc<Catalog>) -> Result<Self, XlsxError> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet_with_constant_memory()?;
        sheet.set_name(text(locale, "stats-sheet-name", &[]))?;
        sheet.set_freeze_panes(1, 1)?;
        let heading = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::VerticalCenter)
            .set_background_color(0xfb_e3_ea);
        for (column, (key, width)) in (0..).zip(COLUMNS) {
            sheet.set_column_width(column, width)?;
            sheet.write_string_with_format(0, column, text(locale, key, &[]), &heading)?;
        }
        let moment = Format::new().set_num_format("dd/mm/yyyy hh:mm");
        let quoted = Format::new().set_quote_prefix();
        Ok(Self { book, locale, catalog, rows: 0, text: 0, moment, quoted })
    }

    fn write(&mut self, one: &Exported) -> Result<(), XlsxError> {
        let locale = self.locale;
        let named = |family: &str, code: &str| text(locale, &format!("{family}{code}"), &[]);
        let commune = place::by_code(&one.commune).map(ToString::to_string).unwrap_or_default();
        let field = one.field.as_deref().map(|code| field_name(locale, &self.catalog, Some(code)));
        let happened = one.happened.as_deref().map(|stored| {
            stored.parse::<When>().map_or_else(|_| stored.to_owned(), |when| when.to_string())
        });
        let state = State::from_code(&one.state)
            .map_or(one.state.clone(), |state| named("state-", state.code()));
        let some = |words: &Option<String>| words.clone().unwrap_or_default();
        let row = self.rows + 1;
        let sheet = self.book.worksheet_from_index(0)?;
        let cells: [(u16, String); 14] = [
            (0, one.code.clone()),
            (1, one.campaign.clone()),
            (3, kind(locale, &one.kind)),
            (4, one.name.clone()),
            (5, some(&one.phone)),
            (6, one.commune.clone()),
            (7, commune),
            (8, some(&one.hamlet)),
            (9, field.unwrap_or_default()),
            (10, happened.unwrap_or_default()),
            (11, one.story.clone()),
            (13, state),
            (15, one.nominator.clone()),
            (16, some(&one.nominator_phone)),
        ];
        for (column, words) in cells.iter().filter(|(_, words)| !words.is_empty()) {
            self.text += words.len();
            put(sheet, row, *column, words, &self.quoted)?;
        }
        moment(sheet, row, 2, Some(one.submitted_at), &self.moment)?;
        let files = u32::try_from(one.files).unwrap_or(u32::MAX);
        sheet.write_number(row, 12, files)?;
        moment(sheet, row, 14, one.decided_at, &self.moment)?;
        self.rows = row;
        Ok(())
    }

    fn close(mut self) -> Result<(File, u32), XlsxError> {
        let last = u16::try_from(COLUMNS.len() - 1).expect("there are few columns");
        self.book.worksheet_from_index(0)?.autofilter(0, 0, self.rows, last)?;
        let mut file = tempfile::tempfile()?;
        self.book.save_to_writer(&mut file)?;
        file.rewind()?;
        Ok((file, self.rows))
    }
}

fn kind(locale: Locale, code: &str) -> String {
    use crate::domain::nomination::NomineeKind;
    NomineeKind::from_code(code)
        .map_or_else(|| code.to_owned(), |kind| text(locale, &format!("kind-{}", kind.code()), &[]))
}

/// Words as words, whatever they look like: a phone keeps its zero, and nothing is reckoned.
fn put(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    words: &str,
    quoted: &Format,
) -> Result<(), XlsxError> {
    let words: String = words.chars().take(CELL_MAX).collect();
    match words.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => sheet.write_string_with_format(row, column, words, quoted)?,
        false => sheet.write_string(row, column, words)?,
    };
    Ok(())
}

/// A moment as Vietnam's clock shows it.
fn moment(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    at: Option<Millis>,
    format: &Format,
) -> Result<(), XlsxError> {
    if let Some(at) = at {
        let seconds = (at + VIETNAM).div_euclid(1_000);
        let at = ExcelDateTime::from_timestamp(seconds)?;
        sheet.write_datetime_with_format(row, column, &at, format)?;
    }
    Ok(())
}
