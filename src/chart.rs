//! Pictures of numbers, for a phone: a heading, a few large figures, columns in time, rows by name.
//!
//! Whoever counts says what is shown, in words and numbers already drawn; here are only shapes. Drawing
//! takes some tens of milliseconds of a processor, so it is called where nobody waits for it.

mod canvas;
mod text;

use tiny_skia::Color;

use canvas::Canvas;
use text::Weight;

/// How wide a picture is, in pixels.
const WIDTH: f32 = 1_080.0;
/// The room left around everything, and inside a card.
const MARGIN: f32 = 40.0;
const INSIDE: f32 = 36.0;
/// The longest name beside a bar; where one is longer, names stand above their bars.
const BESIDE: f32 = 400.0;

const PAPER: u32 = 0xfb_f4_e6;
const CARD: u32 = 0xff_fd_f8;
const LINE: u32 = 0xe5_d3_ba;
const INK: u32 = 0x33_21_1d;
const SOFT: u32 = 0x6f_58_50;
const LOTUS: u32 = 0xb0_2a_60;
const LONGAN: u32 = 0xc0_84_3a;
const LEAF: u32 = 0x38_6a_38;
const GREY: u32 = 0xb5_a0_94;

/// What a picture shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// What it is about.
    pub title: String,
    /// Of which time.
    pub subtitle: String,
    /// A few large figures: what each is, and how much.
    pub figures: Vec<(String, String)>,
    /// What stands below them.
    pub blocks: Vec<Block>,
    /// What is said at the end.
    pub foot: String,
}

/// A part of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A column for each step of time.
    Columns {
        /// What they show.
        title: String,
        /// In order; a column of zero is shown as one.
        columns: Vec<Column>,
    },
    /// A bar for each name.
    Rows {
        /// What they show.
        title: String,
        /// In order.
        rows: Vec<Row>,
        /// How much a bar of the whole length is, drawn lightly behind each; `None`: the longest is as
        /// long as there is room.
        whole: Option<i64>,
    },
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// What stands below it, if there is room.
    pub label: String,
    /// How high it is.
    pub value: i64,
    /// What stands above it, if there is room.
    pub text: String,
}

/// A bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Whose it is.
    pub label: String,
    /// How long it is.
    pub value: i64,
    /// What stands behind it.
    pub text: String,
    /// Its colour.
    pub tone: Tone,
}

/// What a bar's colour says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// One like the others.
    #[default]
    Plain,
    /// Done well.
    Good,
    /// Under way.
    Open,
    /// Aside.
    Aside,
}

impl Tone {
    fn colour(self) -> u32 {
        match self {
            Self::Plain => LOTUS,
            Self::Good => LEAF,
            Self::Open => LONGAN,
            Self::Aside => GREY,
        }
    }
}

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum ChartError {
    /// It would be too high, or not any.
    #[error("a picture of {0} rows of pixels cannot be made")]
    Size(f32),
    /// It could not be written as PNG.
    #[error("a picture could not be written: {0}")]
    Png(String),
}

/// Draws a sheet as PNG.
pub fn draw(sheet: &Sheet) -> Result<Vec<u8>, ChartError> {
    // Once without a canvas, to learn how high it becomes.
    let height = lay_out(&mut Canvas::nowhere(), sheet);
    let mut canvas = Canvas::new(WIDTH, height, PAPER).ok_or(ChartError::Size(height))?;
    lay_out(&mut canvas, sheet);
    canvas.png()
}

/// Draws everything from the top down, and says how high it is.
fn lay_out(canvas: &mut Canvas, sheet: &Sheet) -> f32 {
    let mut y = 24.0;
    canvas.bar(MARGIN, y + 12.0, 12.0, 104.0, 6.0, LOTUS);
    let left = MARGIN + 36.0;
    let room = WIDTH - left - MARGIN;
    canvas.text_fitting(left, y + 58.0, room, 52.0, Weight::Bold, LOTUS, &sheet.title);
    canvas.text_fitting(left, y + 108.0, room, 34.0, Weight::Regular, SOFT, &sheet.subtitle);
    y += 140.0;
    if !sheet.figures.is_empty() {
        y = figures(canvas, y, &sheet.figures) + 24.0;
    }
    for block in &sheet.blocks {
        y = match block {
            Block::Columns { title, columns } => self::columns(canvas, y, title, columns),
            Block::Rows { title, rows, whole } => self::rows(canvas, y, title, rows, *whole),
        } + 24.0;
    }
    if !sheet.foot.is_empty() {
        let room = WIDTH - 2.0 * MARGIN;
        canvas.text_fitting(MARGIN, y + 22.0, room, 26.0, Weight::Regular, SOFT, &sheet.foot);
        y += 36.0;
    }
    y + 16.0
}

fn figures(canvas: &mut Canvas, y: f32, figures: &[(String, String)]) -> f32 {
    const HEIGHT: f32 = 150.0;
    const GAP: f32 = 20.0;
    let count = u16::try_from(figures.len()).map_or(1.0, f32::from);
    let width = (WIDTH - 2.0 * MARGIN - GAP * (count - 1.0)) / count;
    let room = width - 48.0;
    // All in the size in which the longest fits.
    let size = |size: f32, weight, words: fn(&(String, String)) -> &String| {
        let sizes = figures.iter().map(|figure| text::fit(words(figure), room, size, weight).0);
        sizes.fold(size, f32::min)
    };
    let value_size = size(60.0, Weight::Bold, |(_, value)| value);
    let label_size = size(29.0, Weight::Regular, |(label, _)| label);
    let mut x = MARGIN;
    for (label, value) in figures {
        canvas.card(x, y, width, HEIGHT);
        canvas.text_fitting(x + 24.0, y + 76.0, room, value_size, Weight::Bold, INK, value);
        canvas.text_fitting(x + 24.0, y + 122.0, room, label_size, Weight::Regular, SOFT, label);
        x += width + GAP;
    }
    y + HEIGHT
}

/// The card of a block with its title; gives where its inside begins.
fn card(canvas: &mut Canvas, y: f32, height: f32, title: &str) -> f32 {
    canvas.card(MARGIN, y, WIDTH - 2.0 * MARGIN, height);
    let room = WIDTH - 2.0 * (MARGIN + INSIDE);
    canvas.text_fitting(MARGIN + INSIDE, y + 56.0, room, 36.0, Weight::Bold, INK, title);
    y + 84.0
}

fn columns(canvas: &mut Canvas, y: f32, title: &str, columns: &[Column]) -> f32 {
    const PLOT: f32 = 300.0;
    const LABEL: f32 = 28.0;
    let height = 84.0 + 44.0 + PLOT + 70.0;
    let top = card(canvas, y, height, title) + 44.0;
    let left = MARGIN + INSIDE;
    let width = WIDTH - 2.0 * left;
    let bottom = top + PLOT;
    let count = u16::try_from(columns.len()).map_or(1.0, f32::from).max(1.0);
    let pitch = width / count;
    let thick = (pitch * 0.72).min(96.0);
    let most = columns.iter().map(|column| column.value).max().unwrap_or(0).max(1);
    canvas.bar(left, bottom, width, 3.0, 0.0, LINE);
    let places: Vec<(f32, f32)> = columns
        .iter()
        .enumerate()
        .map(|(index, column)| {
            let middle = left + pitch * (u16::try_from(index).map_or(0.0, f32::from) + 0.5);
            (middle, share(column.value, most) * PLOT)
        })
        .collect();
    for (column, (middle, high)) in columns.iter().zip(&places) {
        match column.value {
            0 => canvas.bar(middle - thick / 2.0, bottom - 4.0, thick, 4.0, 0.0, LINE),
            _ => {
                let high = high.max(8.0);
                canvas.column(middle - thick / 2.0, bottom - high, thick, high, LOTUS);
            }
        }
    }
    // The highest columns say first how many they are, the others where there is room.
    let mut order: Vec<usize> = (0..columns.len()).filter(|at| columns[*at].value > 0).collect();
    order.sort_by_key(|at| std::cmp::Reverse(columns[*at].value));
    let mut taken: Vec<(f32, f32, f32)> = Vec::new();
    for at in order {
        let (middle, high) = places[at];
        let wide = text::width(&columns[at].text, LABEL, Weight::Bold);
        let from = (middle - wide / 2.0).clamp(MARGIN + 8.0, WIDTH - MARGIN - 8.0 - wide);
        let (line, until) = (bottom - high.max(8.0) - 10.0, from + wide);
        let over_column = |other: usize| {
            let (its_middle, its_high) = places[other];
            let beside = (its_middle - thick / 2.0) < until && (its_middle + thick / 2.0) > from;
            other != at && beside && bottom - its_high < line + 2.0
        };
        let over_label = |&(start, end, its_line): &(f32, f32, f32)| {
            from < end + 6.0 && until + 6.0 > start && (line - its_line).abs() < LABEL
        };
        if !taken.iter().any(over_label) && !(0..columns.len()).any(over_column) {
            canvas.text(from, line, LABEL, Weight::Bold, INK, &columns[at].text);
            taken.push((from, until, line));
        }
    }
    // Every so many are named below, the last one always.
    let widest = columns.iter().map(|column| text::width(&column.label, LABEL, Weight::Regular));
    let widest = widest.fold(0.0, f32::max) + 14.0;
    let every = (1..=columns.len().max(1))
        .find(|every| u16::try_from(*every).map_or(f32::MAX, f32::from) * pitch >= widest)
        .unwrap_or(columns.len().max(1));
    for (at, (column, (middle, _))) in columns.iter().zip(&places).enumerate() {
        if (columns.len() - 1 - at).is_multiple_of(every) {
            let wide = text::width(&column.label, LABEL, Weight::Regular);
            let from = (middle - wide / 2.0).clamp(MARGIN + 8.0, WIDTH - MARGIN - 8.0 - wide);
            canvas.text(from, bottom + 40.0, LABEL, Weight::Regular, SOFT, &column.label);
        }
    }
    y + height
}

fn rows(canvas: &mut Canvas, y: f32, title: &str, rows: &[Row], whole: Option<i64>) -> f32 {
    const NAME: f32 = 31.0;
    let names = rows.iter().map(|row| text::width(&row.label, NAME, Weight::Regular));
    let widest = names.fold(0.0, f32::max);
    let values = rows.iter().map(|row| text::width(&row.text, NAME, Weight::Bold));
    let value = values.fold(0.0, f32::max) + 16.0;
    let is_beside = widest <= BESIDE;
    let (step, thick) = if is_beside { (62.0, 38.0) } else { (92.0, 30.0) };
    let count = u16::try_from(rows.len()).map_or(0.0, f32::from);
    let height = 84.0 + count * step + 24.0;
    let mut top = card(canvas, y, height, title);
    let left = MARGIN + INSIDE;
    let from = if is_beside { left + widest + 24.0 } else { left };
    let length = WIDTH - left - from - value;
    let most = rows.iter().map(|row| row.value).max().unwrap_or(0);
    let most = whole.unwrap_or(most).max(1);
    for row in rows {
        let bar = if is_beside {
            let bar = top + (step - thick) / 2.0;
            canvas.text(left, bar + thick - 8.0, NAME, Weight::Regular, INK, &row.label);
            bar
        } else {
            let room = WIDTH - 2.0 * left;
            canvas.text_fitting(left, top + 32.0, room, NAME, Weight::Regular, INK, &row.label);
            top + 44.0
        };
        let mut long = share(row.value, most) * length;
        if whole.is_some() {
            canvas.bar(from, bar, length, thick, 8.0, LINE);
        }
        if row.value > 0 || whole.is_none() {
            canvas.bar(from, bar, long.max(6.0), thick, 8.0, row.tone.colour());
        }
        if whole.is_some() {
            // All that is said stands in a line behind the whole.
            long = length;
        }
        let line = bar + thick / 2.0 + 11.0;
        canvas.text(from + long.max(6.0) + 14.0, line, NAME, Weight::Bold, INK, &row.text);
        top += step;
    }
    y + height
}

/// The part of `most` that `value` is, for shapes, which need no more exactness than a pixel's.
fn share(value: i64, most: i64) -> f32 {
    let thousandths = value.saturating_mul(10_000) / most.max(1);
    u16::try_from(thousandths).map_or(0.0, f32::from) / 10_000.0
}

fn colour(rgb: u32) -> Color {
    let [_, red, green, blue] = rgb.to_be_bytes();
    Color::from_rgba8(red, green, blue, 255)
}

#[cfg(test)]
mod tests;
