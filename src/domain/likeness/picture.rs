//! Photos that look the same: a hash that survives being sent again, made smaller or cut a little.
//!
//! A difference hash: the picture is made very small and grey, and each bit says whether a spot is
//! brighter than its neighbour. See <https://www.hackerfactor.com/blog/index.php?/archives/529-Kind-of-Like-That.html>.

/// Hashes that differ in so many bits at most are of one photo.
pub const SAME: u32 = 6;
/// Hashes that differ in so many bits at most are of photos that look alike.
pub const ALIKE: u32 = 10;

/// Columns of the small picture.
pub const COLUMNS: usize = 9;
/// Its rows.
pub const ROWS: usize = 8;

/// The hash of a picture made small and grey: how light its spots are, row by row.
pub fn hash(grey: &[[u8; COLUMNS]; ROWS]) -> u64 {
    let spots = grey.iter().flat_map(|row| row.windows(2));
    spots.fold(0, |hash, two| hash << 1 | u64::from(two[0] > two[1]))
}

/// Whether a hash says anything: a page of one colour has a hash like every other such page.
pub fn tells(hash: u64) -> bool {
    (6..=58).contains(&hash.count_ones())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bit_says_whether_a_spot_is_lighter_than_the_next() {
        let mut grey = [[7; COLUMNS]; ROWS];
        assert_eq!(hash(&grey), 0);
        assert!(!tells(hash(&grey)) && !tells(u64::MAX));
        grey[0][0] = 8;
        grey[7][7] = 8;
        assert_eq!(hash(&grey), 1 << 63 | 1);
        assert!(tells(0xa3f0_c5e1_9b2d_4478));
    }
}
