//! Communes that a text names in passing: "ở xã Liên Phương cũ", "thị trấn Diêm Điền".

use super::Commune;
use super::index::{Index, Name};
use super::words::{Marks, Word, joined, marks, words};

/// No name has more words.
const MAX_NAME_WORDS: usize = 4;
/// A text that names more than this tells of a journey, not of a place.
const MAX_MENTIONS: usize = 6;

/// A commune that a text names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The commune of today.
    pub commune: &'static Commune,
    /// Whether it was named as it was before July 2025.
    pub is_old: bool,
}

/// The communes of today that the words of `text` may mean, by names of today and old ones, each
/// once. A name counts behind a kind ("xã", "thị trấn") or "ở", "tại", "quê", and where nothing
/// else stands between two breaks. Names borne by several communes give each of them.
pub fn mentioned(text: &str) -> Vec<Mention> {
    let index = Index::get();
    let words = words(text);
    let mut found: Vec<Mention> = Vec::new();
    let mut at = 0;
    while at < words.len() && found.len() < MAX_MENTIONS {
        let Some((start, alone)) = start(index, &words, at) else {
            at += 1;
            continue;
        };
        let Some((end, names)) = longest(index, &words, start, alone) else {
            at += 1;
            continue;
        };
        for name in names {
            let mention = Mention { commune: name.commune, is_old: name.via.is_some() };
            if !found.iter().any(|known| known.commune == mention.commune) {
                found.push(mention);
            }
        }
        at = end;
    }
    found.truncate(MAX_MENTIONS);
    found
}

/// Where a name may begin when the text is read from `at`, and whether it must then stand alone.
fn start(index: &Index, words: &[Word], at: usize) -> Option<(usize, bool)> {
    // "thị xã" is a kind of district.
    let of_district = at > 0 && words[at - 1].plain == "thi";
    if let Some((length, _)) = index.commune_kind(&words[at..])
        && !of_district
    {
        return Some((at + length, false));
    }
    if matches!(words[at].plain.as_str(), "o" | "tai" | "que") && at + 1 < words.len() {
        return Some((at + 1, false));
    }
    (at == 0 || words[at].after_break).then_some((at, true))
}

/// The longest name from `start` on, and where it ends. Without a kind a single word is no name.
fn longest(
    index: &'static Index,
    words: &[Word],
    start: usize,
    alone: bool,
) -> Option<(usize, Vec<&'static Name>)> {
    let last = words.len().min(start + MAX_NAME_WORDS);
    let behind_kind =
        start > 0 && !alone && !matches!(words[start - 1].plain.as_str(), "o" | "que");
    let fewest = if behind_kind { 1 } else { 2 };
    (start + fewest..=last).rev().find_map(|end| {
        let typed = &words[start..end];
        let ends = words.get(end).is_none_or(|next| next.after_break || next.plain == "cu");
        if alone && !ends {
            return None;
        }
        let names: Vec<_> = index
            .of_letters(&joined(typed))
            .into_iter()
            .filter(|name| marks(typed, &name.words) < Marks::Other)
            .collect();
        (!names.is_empty()).then_some((end, names))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<&'static str> {
        let mut codes: Vec<_> = mentioned(text).iter().map(|m| m.commune.name).collect();
        codes.sort_unstable();
        codes
    }

    #[test]
    fn communes_of_before_are_heard_in_a_hamlet_or_a_story() {
        for (text, expected) in [
            ("thôn An Chiểu, xã Liên Phương cũ", vec!["Phố Hiến"]),
            ("Bà ở Diêm Điền góp gạo", vec!["Thái Thụy"]),
            ("thi tran diem dien", vec!["Thái Thụy"]),
            ("Dị Sử", vec!["Đường Hào"]),
            ("xã Long Hưng", vec!["Long Hưng", "Nghĩa Trụ"]),
            ("thôn Đông", vec![]),
            ("Lê Lợi là vị vua anh minh", vec![]),
            ("Anh học ở trường", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(codes(text), expected, "{text}");
        }
    }

    #[test]
    fn a_name_of_today_is_told_from_an_old_one_and_each_commune_comes_once() {
        let found = mentioned("thôn Nội, xã Liên Phương cũ, nay là phường Phố Hiến");
        assert_eq!(found.len(), 1);
        assert!(found[0].is_old);
        assert!(!mentioned("phường Phố Hiến")[0].is_old);
        // A town that was a district, and words behind which nothing follows.
        for text in ["thị xã", "ở", "quê ở", "xã", "phường, xã; tại"] {
            assert!(mentioned(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_text_of_many_names_gives_a_few() {
        let names: Vec<String> =
            crate::domain::place::communes().iter().map(|one| format!("xã {}", one.name)).collect();
        assert_eq!(mentioned(&names.join(", ")).len(), MAX_MENTIONS);
        assert_eq!(mentioned(&"ở ".repeat(10_000)), []);
    }
}
