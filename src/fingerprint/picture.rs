//! Reading photos for what they look like, however they are encoded and whoever made them up.

use std::io::Cursor;

use image::imageops::FilterType;
use image::{ImageError, ImageReader, Limits};

use crate::domain::likeness::picture::{COLUMNS, ROWS, hash};

/// The most pixels a side of a picture may have: a phone's largest, with room.
const SIDE_MAX: u32 = 16_384;
/// The most pixels in all.
const PIXELS_MAX: u64 = 120_000_000;
/// The most memory that reading a picture may take.
const MEMORY_MAX: u64 = 512 * 1024 * 1024;

/// The size of the small picture, as the library counts.
const WIDTH: u32 = 9;
const HEIGHT: u32 = 8;
const _: () = assert!(WIDTH as usize == COLUMNS && HEIGHT as usize == ROWS);

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
pub fn hash_of(bytes: &[u8]) -> Result<u64, PictureError> {
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
    let tiny = image::imageops::resize(&small, WIDTH, HEIGHT, FilterType::Triangle);
    let mut grey = [[0; COLUMNS]; ROWS];
    for (spot, pixel) in grey.iter_mut().flatten().zip(tiny.pixels()) {
        *spot = pixel.0[0];
    }
    Ok(hash(&grey))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::likeness::picture::{ALIKE, SAME, tells};
    use image::codecs::jpeg::JpegEncoder;
    use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

    /// A scene of its own for each seed: a sky, a ground and some round things.
    fn scene(seed: u32, width: u32, height: u32) -> DynamicImage {
        let mut chance = seed.wrapping_mul(2_654_435_761) | 1;
        let mut next = |below: u32| {
            chance ^= chance << 13;
            chance ^= chance >> 17;
            chance ^= chance << 5;
            chance % below
        };
        let discs: Vec<[u32; 4]> =
            (0..9).map(|_| [next(1_000), next(1_000), 60 + next(180), next(256)]).collect();
        let horizon = 200 + next(600);
        DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, y| {
            let (x, y) = (x * 1_000 / width, y * 1_000 / height);
            let ground = if y < horizon { 200 - y / 10 } else { 60 + x / 12 };
            let disc = discs
                .iter()
                .find(|[cx, cy, r, _]| x.abs_diff(*cx).pow(2) + y.abs_diff(*cy).pow(2) < r.pow(2));
            let light = u8::try_from(disc.map_or(ground, |disc| disc[3]).min(255)).unwrap();
            Rgb([light, light / 2 + 60, 255 - light / 2])
        }))
    }

    fn jpeg(picture: &DynamicImage, quality: u8) -> Vec<u8> {
        let mut bytes = Vec::new();
        picture.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, quality)).unwrap();
        bytes
    }

    fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn a_photo_is_known_again_encoded_anew_smaller_brighter_or_cut_a_little() {
        for seed in 1..=3 {
            let photo = scene(seed, 320, 240);
            let known = hash_of(&jpeg(&photo, 92)).unwrap();
            assert!(tells(known), "{known:x}");
            let others = [
                ("poor", jpeg(&photo, 30), SAME),
                ("png", encoded(&photo, ImageFormat::Png), SAME),
                ("webp", encoded(&photo, ImageFormat::WebP), SAME),
                ("small", jpeg(&photo.resize(160, 120, FilterType::Lanczos3), 80), SAME),
                ("brighter", jpeg(&photo.brighten(12), 80), SAME),
                ("cut", jpeg(&photo.crop_imm(4, 3, 312, 234), 80), ALIKE),
            ];
            for (what, bytes, within) in others {
                let apart = (hash_of(&bytes).unwrap() ^ known).count_ones();
                assert!(apart <= within, "{seed} {what}: {apart} bits apart");
            }
        }
    }

    #[test]
    fn other_photos_have_other_hashes() {
        let all: Vec<u64> =
            (1..=20).map(|seed| hash_of(&jpeg(&scene(seed, 160, 120), 80)).unwrap()).collect();
        for (at, one) in all.iter().enumerate() {
            for other in &all[at + 1..] {
                let apart = (one ^ other).count_ones();
                assert!(apart > ALIKE, "{one:x} {other:x}: {apart} bits apart");
            }
        }
    }

    #[test]
    fn a_blank_page_tells_nothing() {
        let blank = DynamicImage::ImageRgb8(RgbImage::from_pixel(64, 64, Rgb([250, 250, 250])));
        assert!(!tells(hash_of(&jpeg(&blank, 80)).unwrap()));
    }

    #[test]
    fn what_is_no_picture_or_claims_to_be_huge_has_no_hash() {
        for bytes in [&b""[..], b"GIF89a", b"\xff\xd8\xff", b"hello", &[0; 100_000]] {
            assert!(matches!(hash_of(bytes), Err(PictureError::Unreadable)));
        }
        let photo = encoded(&scene(1, 64, 48), ImageFormat::Png);
        for cut in (1..photo.len()).step_by(7) {
            assert!(hash_of(&photo[..cut]).is_err() || cut > 40);
        }
        // A PNG whose head says 60,000 by 60,000; the check sum of the head must fit.
        let mut bomb = photo[..16].to_vec();
        bomb.extend(60_000_u32.to_be_bytes());
        bomb.extend(60_000_u32.to_be_bytes());
        bomb.extend(&photo[24..29]);
        bomb.extend(crc(&bomb[12..29]).to_be_bytes());
        bomb.extend(&photo[33..]);
        assert!(matches!(hash_of(&bomb), Err(PictureError::TooLarge)));
    }

    fn crc(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(!0, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
                if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 }
            })
        })
    }
}
