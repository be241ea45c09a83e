//! Photos that look the same: a hash that survives being sent again, made smaller or cut a little.
//!
//! A difference hash: the picture is made very small and grey, and each bit says whether a spot is
//! brighter than its neighbour. See <https://www.hackerfactor.com/blog/index.php?/archives/529-Kind-of-Like-That.html>.

use std::io::Cursor;

use image::imageops::FilterType;
use image::{ImageError, ImageReader, Limits};

/// Hashes that differ in so many bits at most are of one photo.
pub const SAME: u32 = 6;
/// Hashes that differ in so many bits at most are of photos that look alike.
pub const ALIKE: u32 = 10;

/// The most pixels a side of a picture may have: a phone's largest, with room.
const SIDE_MAX: u32 = 16_384;
/// The most pixels in all.
const PIXELS_MAX: u64 = 120_000_000;
/// The most memory that reading a picture may take.
const MEMORY_MAX: u64 = 512 * 1024 * 1024;
/// Columns and rows of bits.
const SIDE: u32 = 8;

/// Why a picture has no hash.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// No picture in a form that we read.
    #[error("not a picture that can be read")]
    Unreadable,
    /// It would take too much memory.
    #[error("the picture is too large")]
    TooLarge,
}

/// The hash of a picture in JPEG, PNG or WebP.
///
/// # Errors
/// Says why there is none. A picture that claims to be huge is refused before it is unpacked.
pub fn hash(bytes: &[u8]) -> Result<u64, PictureError> {
    let reader = |bytes| ImageReader::new(Cursor::new(bytes)).with_guessed_format();
    let unreadable = |_| PictureError::Unreadable;
    let (width, height) = reader(bytes)
        .map_err(|_| PictureError::Unreadable)?
        .into_dimensions()
        .map_err(unreadable)?;
    if width.max(height) > SIDE_MAX || u64::from(width) * u64::from(height) > PIXELS_MAX {
        return Err(PictureError::TooLarge);
    }
    let mut reader = reader(bytes).map_err(|_| PictureError::Unreadable)?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    limits.max_alloc = Some(MEMORY_MAX);
    reader.limits(limits);
    let picture = reader.decode().map_err(|error| match error {
        ImageError::Limits(_) => PictureError::TooLarge,
        _ => PictureError::Unreadable,
    })?;
    // In two steps: `thumbnail` is quick on large pictures, the filter is exact on small ones.
    let small = picture.thumbnail_exact(64, 64).to_luma8();
    let tiny = image::imageops::resize(&small, SIDE + 1, SIDE, FilterType::Triangle);
    let mut hash = 0;
    for y in 0..SIDE {
        for x in 0..SIDE {
            let brighter = tiny.get_pixel(x, y).0[0] > tiny.get_pixel(x + 1, y).0[0];
            hash = hash << 1 | u64::from(brighter);
        }
    }
    Ok(hash)
}

/// Whether a hash says anything: a page of one colour has a hash like every other such page.
pub fn tells(hash: u64) -> bool {
    (6..=58).contains(&hash.count_ones())
}
