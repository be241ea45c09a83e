//! The Excel file itself: its columns, its cells, and how much of it fits into one.

use std::fs::File;
use std::io::Seek as _;
use std::sync::Arc;

use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};
use tokio::sync::mpsc;

use crate::clock::{HOUR, Millis};
use crate::domain::catalog::Catalog;
use crate::domain::day::When;
use crate::domain::nomination::{NomineeKind, State};
use crate::domain::place;
use crate::engine::stats::screen::field_name;
use crate::i18n::{Locale, text};
use crate::store::stats::Exported;

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

/// When a file is full, and what comes goes into the next one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limit {
    /// It has so many nominations,
    rows: u32,
    /// or so many bytes of text.
    text: usize,
}

impl Limit {
    /// A file is in memory while it is sent, and may be no larger than `uploads::SIZE_MAX`. Packed, text
    /// is mostly less than half as long, and never longer; the cells around it are some 100 bytes a row.
    pub(super) const SENT: Self = Self { rows: 30_000, text: 12_000_000 };
}

/// Writes pages into files until there are no more; each with how many nominations it has.
pub(super) fn write(
    locale: Locale,
    catalog: &Arc<Catalog>,
    mut pages: mpsc::Receiver<Vec<Exported>>,
    limit: Limit,
) -> Result<Vec<(File, u32)>, XlsxError> {
    let mut files = Vec::new();
    let mut book: Option<Book> = None;
    while let Some(page) = pages.blocking_recv() {
        for one in &page {
            let full = book.take_if(|book| book.rows >= limit.rows || book.text >= limit.text);
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
    day: Format,
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
        let day = Format::new().set_num_format("dd/mm/yyyy");
        let quoted = Format::new().set_quote_prefix();
        Ok(Self { book, locale, catalog, rows: 0, text: 0, moment, day, quoted })
    }

    fn write(&mut self, one: &Exported) -> Result<(), XlsxError> {
        let locale = self.locale;
        let named = |family: &str, code: &str| text(locale, &format!("{family}{code}"), &[]);
        let commune = place::by_code(&one.commune).map(ToString::to_string).unwrap_or_default();
        let field = one.field.as_deref().map(|code| field_name(locale, &self.catalog, Some(code)));
        let state = State::from_code(&one.state)
            .map_or(one.state.clone(), |state| named("state-", state.code()));
        let some = |words: &Option<String>| words.clone().unwrap_or_default();
        let row = self.rows + 1;
        let sheet = self.book.worksheet_from_index(0)?;
        let cells: [(u16, String); 13] = [
            (0, one.code.clone()),
            (1, one.campaign.clone()),
            (3, kind(locale, &one.kind)),
            (4, one.name.clone()),
            (5, some(&one.phone)),
            (6, one.commune.clone()),
            (7, commune),
            (8, some(&one.hamlet)),
            (9, field.unwrap_or_default()),
            (11, one.story.clone()),
            (13, state),
            (15, one.nominator.clone()),
            (16, some(&one.nominator_phone)),
        ];
        for (column, words) in cells.iter().filter(|(_, words)| !words.is_empty()) {
            self.text += words.len();
            put(sheet, row, *column, words, &self.quoted)?;
        }
        if let Some(stored) = &one.happened {
            self.text += stored.len();
            happened(sheet, row, 10, stored, (&self.day, &self.quoted))?;
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

/// When something was done: a full day is a date; a month or a year, which are none, are words.
fn happened(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    stored: &str,
    (day, quoted): (&Format, &Format),
) -> Result<(), XlsxError> {
    let words = match stored.parse::<When>() {
        Ok(When::Day(year, month, number)) => {
            let date = u16::try_from(year).ok().zip(u8::try_from(month).ok());
            let date = date.zip(u8::try_from(number).ok());
            let date = date.map(|((year, month), day)| ExcelDateTime::from_ymd(year, month, day));
            if let Some(Ok(date)) = date {
                sheet.write_datetime_with_format(row, column, &date, day)?;
                return Ok(());
            }
            // Days before 1900 are none to Excel.
            When::Day(year, month, number).to_string()
        }
        Ok(when) => when.to_string(),
        Err(_) => stored.to_owned(),
    };
    put(sheet, row, column, &words, quoted)
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

#[cfg(test)]
mod tests;
