//! Words as shapes: Noto Sans, cut down to what Vietnamese and English need (see `data/fonts`).
//!
//! Letters stand one after another by their widths. Vietnamese is written with whole letters (NFC) in
//! this font, so nothing has to be shaped or placed above anything else.

use std::sync::OnceLock;

use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, MetadataProvider};
use tiny_skia::{Path, PathBuilder};
use unicode_normalization::UnicodeNormalization;

/// How strong letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    Bold,
}

/// How much smaller words may become before they are cut.
const SMALLEST: f32 = 0.75;
/// What stands for what was cut.
const CUT: char = '…';

fn font(weight: Weight) -> &'static FontRef<'static> {
    static FONTS: OnceLock<[FontRef<'static>; 2]> = OnceLock::new();
    let fonts = FONTS.get_or_init(|| {
        let regular: &[u8] = include_bytes!("../../data/fonts/NotoSans-Regular.ttf");
        let bold: &[u8] = include_bytes!("../../data/fonts/NotoSans-Bold.ttf");
        [regular, bold].map(|bytes| {
            FontRef::new(bytes).expect("the fonts are part of the program, and tests read them")
        })
    });
    &fonts[weight as usize]
}

/// What of some words can be drawn, in whole letters: what the font does not have, such as pictures, is
/// left out rather than drawn as a box.
pub(super) fn drawable(words: &str) -> impl Iterator<Item = char> {
    let letters = font(Weight::Regular).charmap();
    words
        .nfc()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(move |c| letters.map(*c).is_some())
}

/// How long words are on a line.
pub(super) fn width(words: &str, size: f32, weight: Weight) -> f32 {
    let font = font(weight);
    let (letters, metrics) =
        (font.charmap(), font.glyph_metrics(Size::new(size), LocationRef::default()));
    drawable(words).filter_map(|c| metrics.advance_width(letters.map(c)?)).sum()
}

/// Words that fit into `room`, and how large they are then.
pub(super) fn fit(words: &str, room: f32, size: f32, weight: Weight) -> (f32, String) {
    let long = width(words, size, weight);
    if long <= room {
        return (size, words.to_owned());
    }
    if long * SMALLEST <= room {
        return (size * room / long, words.to_owned());
    }
    let size = size * SMALLEST;
    let mut kept = words.to_owned();
    while !kept.is_empty() {
        // Between words if there are any, else between letters.
        let end =
            kept.trim_end().rfind(' ').or_else(|| kept.char_indices().next_back().map(|c| c.0));
        kept.truncate(end.unwrap_or(0));
        let cut = format!("{}{CUT}", kept.trim_end_matches([' ', ',', '·']));
        if width(&cut, size, weight) <= room {
            return (size, cut);
        }
    }
    (size, CUT.to_string())
}

/// The shape of words that begin at `x` and stand on `y`; `None` if there is nothing to see.
pub(super) fn path(words: &str, x: f32, y: f32, size: f32, weight: Weight) -> Option<Path> {
    let font = font(weight);
    let (letters, outlines) = (font.charmap(), font.outline_glyphs());
    let metrics = font.glyph_metrics(Size::new(size), LocationRef::default());
    let mut pen = Pen { path: PathBuilder::new(), x, y };
    for letter in drawable(words).filter_map(|c| letters.map(c)) {
        if let Some(outline) = outlines.get(letter) {
            let settings = DrawSettings::unhinted(Size::new(size), LocationRef::default());
            // A shape that cannot be read is not drawn; the tests read all of them.
            let _ = outline.draw(settings, &mut pen);
        }
        pen.x += metrics.advance_width(letter).unwrap_or(0.0);
    }
    pen.path.finish()
}

/// Draws a letter where it stands. The font's heights grow upwards, a picture's downwards.
struct Pen {
    path: PathBuilder,
    x: f32,
    y: f32,
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to(self.x + x, self.y - y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to(self.x + x, self.y - y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.path.quad_to(self.x + cx, self.y - cy, self.x + x, self.y - y);
    }

    fn curve_to(&mut self, cx: f32, cy: f32, dx: f32, dy: f32, x: f32, y: f32) {
        let (left, down) = (self.x, self.y);
        self.path.cubic_to(left + cx, down - cy, left + dx, down - dy, left + x, down - y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}
