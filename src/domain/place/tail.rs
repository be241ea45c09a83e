//! What follows a commune's name: "huyện Kiến Xương, tỉnh Thái Bình", "(cũ)", "Phố Hiến".

use super::districts;
use super::index::{Area, Index, Name};
use super::words::Word;

/// Where a place is said to lie.
#[derive(Debug, Default)]
pub(super) struct Tail {
    /// Each an area in one of several meanings; the place lies in all of them.
    areas: Vec<Vec<Area>>,
    /// "cũ" right behind the name: the commune of before, not today's. "mới": the other way.
    old: Option<bool>,
}

/// Reads words behind a name. `None` when something else stands there.
pub(super) fn read_tail(index: &Index, mut words: &[Word]) -> Option<Tail> {
    let mut tail = Tail::default();
    let mut first = true;
    while let Some(word) = words.first() {
        if let Some((length, area)) = index.area(words, |_| true) {
            tail.areas.push(area);
            words = &words[length..];
        } else if let Some((length, area)) = named_area(index, words) {
            tail.areas.push(area);
            words = &words[length..];
        } else {
            match (word.plain.as_str(), words.get(1).map(|next| next.plain.as_str())) {
                ("cu", _) if first => tail.old = Some(true),
                ("moi", _) if first => tail.old = Some(false),
                ("viet", Some("nam")) => words = &words[1..],
                ("cu" | "moi" | "truoc" | "dai" | "thuoc" | "o" | "vn" | "nai", _) => {}
                ("commune" | "ward" | "district" | "province" | "citi" | "town", _) => {}
                _ => return None,
            }
            words = &words[1..];
        }
        first = false;
    }
    Some(tail)
}

/// A kind and a name: "huyện Hưng Hà", "tp. Thái Bình", "xã Lê Lợi".
fn named_area(index: &Index, words: &[Word]) -> Option<(usize, Vec<Area>)> {
    let second = words.get(1).map(|word| word.plain.as_str());
    let (kind, level): (usize, fn(Area) -> bool) = match (words[0].plain.as_str(), second) {
        ("thi", Some("xa")) | ("thanh", Some("pho")) => (2, is_district),
        ("huien" | "h" | "tx" | "tp" | "quan" | "q", _) => (1, is_district),
        ("tinh" | "t", _) => (1, |area| matches!(area, Area::Province(_))),
        _ => (index.commune_kind(words)?.0, |area| matches!(area, Area::Commune(_))),
    };
    let (length, areas) = index.area(&words[kind..], level)?;
    Some((kind + length, areas))
}

fn is_district(area: Area) -> bool {
    matches!(area, Area::District(_))
}

impl Tail {
    /// Nothing was said.
    pub fn is_empty(&self) -> bool {
        self.areas.is_empty() && self.old.is_none()
    }

    /// Nothing said speaks against this name.
    pub fn fits(&self, name: &Name) -> bool {
        self.old.is_none_or(|old| name.via.is_some() == old)
            && self.areas.iter().all(|meanings| meanings.iter().any(|&area| lies_in(name, area)))
    }

    /// The first district spoken of.
    pub fn district(&self) -> Option<usize> {
        self.areas.iter().flatten().find_map(|area| match area {
            Area::District(at) => Some(*at),
            _ => None,
        })
    }
}

fn lies_in(name: &Name, area: Area) -> bool {
    match area {
        Area::District(at) => name.districts.contains(&at),
        Area::Commune(code) => name.commune.code == code,
        // All communes lie in the Hưng Yên of today.
        Area::Province("Hưng Yên") => true,
        Area::Province(province) => {
            name.districts.iter().any(|&at| districts()[at].old_province == province)
        }
    }
}
