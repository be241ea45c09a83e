//! What was done, as words that can be compared: the rarer a word, the more it says.

use crate::domain::text;

/// Words that say nothing of a deed.
const STOP: &str = "la va cua cho cac nhung mot hai ba bon nam sau bay tam chin muoi da dang se de \
    duoc bi o tai tu voi khi moi ngay nguoi nha lam nay do kia ay thi ma rang nen vi do boi den ve \
    ra vao len xuong di lai qua trong ngoai tren duoi truoc sau giua khong co con cung chi rat nhieu \
    it hon nhat nhu theo suot luon van vua tung tuoi ong ba anh chi co chu bac em chau cu thay me bo \
    minh ho toi ban ai gi nao sao day no con cai chiec nguoi mot lan nam thang tuan gio buoi sang \
    trua chieu toi dem hom qua nay viec chuyen tam guong tot dep hang tram ngan nghin trieu dong to \
    so hai moi muoi thon xa phuong huyen tinh lang xom khu pho tinh gan ben canh va hoac toan bo \
    tinh nhan dan dia phuong gia dinh nhung la xa hoi the hay con";
/// Words of which good deeds are full.
const COMMON: &str = "giup do ngheo mien phi tre hoc sinh tang cuu hien duong tien dat nuoi kho khan \
    hoan canh benh vien nhan cong an tra lai nhat xe may giao vien truong lop day mo trong cay hoa \
    don rac sach ve tu thien nguyen com chao phat qua tet ho ba con bao ve van dong gop xay dung sua \
    chua cham soc gia tinh nguyen mau chay duoi nuoc song tai nan thuong ban phu nu thanh nien hoi \
    phong trao to chuc cong dong bua an thu nhap lua dam vuot gioi";

/// The words of a deed.
#[derive(Clone, Debug, Default)]
pub(super) struct Deed {
    /// Each once, without marks, sorted: a word, or two beside each other, and its weight.
    parts: Vec<(String, f32)>,
    /// The sum of the weights.
    mass: f32,
}

/// What two deeds have in common.
pub(super) struct Shared {
    /// From 0 for nothing to 1 for the shorter told within the longer.
    pub share: f32,
    /// How much there is in common.
    pub mass: f32,
    /// How much the shorter tells.
    pub least: f32,
    /// The words that say most, the heaviest first.
    pub words: Vec<String>,
}

impl Deed {
    /// Reads a story, leaving out the words of names.
    pub fn read(story: &str, names: &[String]) -> Self {
        let folded = text::fold(story);
        let words: Vec<(&str, f32)> = folded
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(|word| (word, if names.iter().any(|n| n == word) { 0.0 } else { weight(word) }))
            .collect();
        let mut parts: Vec<(String, f32)> = Vec::with_capacity(words.len() * 2);
        for &(word, weight) in &words {
            if weight > 0.0 {
                parts.push((word.to_owned(), weight));
            }
        }
        // Most words are two syllables, which say more together than each alone.
        for pair in words.windows(2) {
            let weight = pair[0].1 + pair[1].1;
            if pair[0].1 > 0.0 && pair[1].1 > 0.0 {
                parts.push((format!("{} {}", pair[0].0, pair[1].0), weight * 0.75));
            }
        }
        parts.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        parts.dedup_by(|a, b| a.0 == b.0);
        let mass = parts.iter().map(|(_, weight)| weight).sum();
        Self { parts, mass }
    }

    /// What both tell.
    pub fn shared(&self, other: &Self) -> Shared {
        let (mut a, mut b) = (self.parts.iter().peekable(), other.parts.iter().peekable());
        let mut common: Vec<&(String, f32)> = Vec::new();
        while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
            match x.0.cmp(&y.0) {
                std::cmp::Ordering::Less => drop(a.next()),
                std::cmp::Ordering::Greater => drop(b.next()),
                std::cmp::Ordering::Equal => {
                    common.push(x);
                    a.next();
                    b.next();
                }
            }
        }
        let mass: f32 = common.iter().map(|(_, weight)| weight).sum();
        let least = self.mass.min(other.mass);
        common.sort_by(|x, y| y.1.total_cmp(&x.1));
        let words = common.iter().take(3).map(|(word, _)| word.clone()).collect();
        Shared { share: if least > 0.0 { mass / least } else { 0.0 }, mass, least, words }
    }

    /// The rarest words and pairs, at most `count`, by which it can be found.
    pub fn tellers(&self, count: usize) -> Vec<&str> {
        let mut parts: Vec<&(String, f32)> =
            self.parts.iter().filter(|(word, weight)| *weight >= 1.0 && word.len() > 2).collect();
        parts.sort_by(|x, y| y.1.total_cmp(&x.1).then_with(|| y.0.len().cmp(&x.0.len())));
        parts.truncate(count);
        parts.into_iter().map(|(word, _)| word.as_str()).collect()
    }
}

fn weight(word: &str) -> f32 {
    if word.chars().all(|c| c.is_ascii_digit()) {
        return if word.len() > 1 { 0.6 } else { 0.0 };
    }
    let (stop, common) = lists();
    if stop.contains(word) {
        0.0
    } else if common.contains(word) {
        0.4
    } else {
        1.0
    }
}

type List = std::collections::HashSet<&'static str>;

fn lists() -> &'static (List, List) {
    static LISTS: std::sync::OnceLock<(List, List)> = std::sync::OnceLock::new();
    LISTS.get_or_init(|| (STOP.split_whitespace().collect(), COMMON.split_whitespace().collect()))
}
