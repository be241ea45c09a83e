//! Shapes and words on pixels.

use tiny_skia::{FillRule, Paint, Path, PathBuilder, Pixmap, Rect, Stroke, Transform};

use super::text::{self, Weight};
use super::{CARD, ChartError, LINE, colour};

/// The highest picture: a phone scrolls no further.
const HIGHEST: f32 = 8_000.0;

/// Where shapes go, or nowhere while it is measured.
pub(super) struct Canvas(Option<Pixmap>);

impl Canvas {
    pub(super) fn nowhere() -> Self {
        Self(None)
    }

    /// A canvas of one colour; `None` if there cannot be one of that size.
    pub(super) fn new(width: f32, height: f32, paper: u32) -> Option<Self> {
        if !(1.0..=HIGHEST).contains(&height) {
            return None;
        }
        let size = Rect::from_xywh(0.0, 0.0, width, height)?.round_out()?;
        let mut pixmap = Pixmap::new(size.width(), size.height())?;
        pixmap.fill(colour(paper));
        Some(Self(Some(pixmap)))
    }

    pub(super) fn png(self) -> Result<Vec<u8>, ChartError> {
        let pixmap = self.0.ok_or(ChartError::Size(0.0))?;
        pixmap.encode_png().map_err(|error| ChartError::Png(error.to_string()))
    }

    /// A card with a thin edge.
    pub(super) fn card(&mut self, x: f32, y: f32, width: f32, height: f32) {
        let Some(path) = rounded(x, y, width, height, 24.0, 24.0) else { return };
        self.fill(&path, CARD);
        if let Some(pixmap) = &mut self.0 {
            let stroke = Stroke { width: 2.0, ..Stroke::default() };
            pixmap.stroke_path(&path, &paint(LINE), &stroke, Transform::identity(), None);
        }
    }

    /// A bar with rounded corners.
    pub(super) fn bar(&mut self, x: f32, y: f32, width: f32, height: f32, round: f32, rgb: u32) {
        let round = round.min(width / 2.0).min(height / 2.0);
        if let Some(path) = rounded(x, y, width, height, round, round) {
            self.fill(&path, rgb);
        }
    }

    /// A bar that stands, rounded at its top.
    pub(super) fn column(&mut self, x: f32, y: f32, width: f32, height: f32, rgb: u32) {
        let round = 8.0_f32.min(width / 2.0).min(height / 2.0);
        if let Some(path) = rounded(x, y, width, height, round, 0.0) {
            self.fill(&path, rgb);
        }
    }

    /// Words on a line that begins at `x` and stands on `y`.
    pub(super) fn text(
        &mut self,
        x: f32,
        y: f32,
        size: f32,
        weight: Weight,
        rgb: u32,
        words: &str,
    ) {
        if self.0.is_some()
            && let Some(path) = text::path(words, x, y, size, weight)
        {
            self.fill(&path, rgb);
        }
    }

    /// The same no longer than `room`: smaller if they must be, and cut between words if that is still
    /// not enough.
    #[expect(clippy::too_many_arguments, reason = "where, how large, how, and what")]
    pub(super) fn text_fitting(
        &mut self,
        x: f32,
        y: f32,
        room: f32,
        size: f32,
        weight: Weight,
        rgb: u32,
        words: &str,
    ) {
        let (size, words) = text::fit(words, room, size, weight);
        self.text(x, y, size, weight, rgb, &words);
    }

    fn fill(&mut self, path: &Path, rgb: u32) {
        if let Some(pixmap) = &mut self.0 {
            let (paint, whole) = (paint(rgb), Transform::identity());
            pixmap.fill_path(path, &paint, FillRule::Winding, whole, None);
        }
    }
}

fn paint(rgb: u32) -> Paint<'static> {
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color(colour(rgb));
    paint
}

/// A rectangle whose upper and lower corners are rounded so much.
fn rounded(x: f32, y: f32, width: f32, height: f32, upper: f32, lower: f32) -> Option<Path> {
    let (right, bottom) = (x + width, y + height);
    let mut path = PathBuilder::new();
    path.move_to(x + upper, y);
    path.line_to(right - upper, y);
    path.quad_to(right, y, right, y + upper);
    path.line_to(right, bottom - lower);
    path.quad_to(right, bottom, right - lower, bottom);
    path.line_to(x + lower, bottom);
    path.quad_to(x, bottom, x, bottom - lower);
    path.line_to(x, y + upper);
    path.quad_to(x, y, x + upper, y);
    path.close();
    path.finish()
}
