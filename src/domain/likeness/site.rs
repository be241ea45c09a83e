//! Where a nominee is at home: the commune, those the texts name, and the hamlet within.

use crate::domain::place::{self, Commune, Mention, one_slip_apart};
use crate::domain::text;

/// Words of a hamlet that say only what kind of place it is.
const KINDS: &str = "thon xom to dan pho khu so lang ap doi cum ngo ngach hem duong gan canh cho hang \
    xa phuong huyen tinh thi tran cu moi o tai thuoc nha cong ty benh vien truong kdc tdp kp va";

/// A place, read.
#[derive(Clone, Debug, Default)]
pub(super) struct Site {
    pub own: Option<&'static Commune>,
    /// Communes that the hamlet, the name or the story name.
    pub mentions: Vec<Mention>,
    /// The hamlet's own words, without marks; empty where nothing was said.
    pub hamlet: Vec<String>,
}

/// How two communes lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Communes {
    /// The same.
    Same,
    /// Another, but what one says, mostly an old name, means the other.
    Meant,
    /// Once of one district.
    Near,
    /// Others.
    Other,
    /// One is not known.
    Unknown,
}

/// How two hamlets are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hamlets {
    Same,
    Other,
    Unknown,
}

impl Site {
    pub fn read(code: &str, hamlet: Option<&str>, story: &str) -> Self {
        let own = place::by_code(code);
        let mut mentions = hamlet.map(place::mentioned).unwrap_or_default();
        let named: Vec<String> = mentions.iter().map(|m| text::fold(m.commune.name)).collect();
        for mention in place::mentioned(story) {
            if !mentions.contains(&mention) {
                mentions.push(mention);
            }
        }
        let hamlet = hamlet.map(|hamlet| own_words(hamlet, &named)).unwrap_or_default();
        Self { own, mentions, hamlet }
    }

    /// The communes it may lie in, its own first.
    pub fn communes(&self) -> Vec<&'static str> {
        let mut all: Vec<&str> = self.own.iter().map(|commune| commune.code).collect();
        for mention in &self.mentions {
            if !all.contains(&mention.commune.code) {
                all.push(mention.commune.code);
            }
        }
        all
    }

    pub fn communes_like(&self, other: &Self) -> Communes {
        let (Some(a), Some(b)) = (self.own, other.own) else { return Communes::Unknown };
        if a == b {
            return Communes::Same;
        }
        let means = |site: &Self, commune| site.mentions.iter().any(|m| m.commune == commune);
        let both = self.mentions.iter().any(|m| means(other, m.commune));
        if means(self, b) || means(other, a) || both {
            Communes::Meant
        } else if a.is_near(b) {
            Communes::Near
        } else {
            Communes::Other
        }
    }

    pub fn hamlets_like(&self, other: &Self) -> Hamlets {
        let (a, b) = (&self.hamlet, &other.hamlet);
        if a.is_empty() || b.is_empty() {
            return Hamlets::Unknown;
        }
        let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
        let within = short.iter().all(|word| long.contains(word));
        let (a, b) = (a.concat(), b.concat());
        if within || a == b || (a.len().min(b.len()) >= 6 && one_slip_apart(&a, &b)) {
            Hamlets::Same
        } else {
            Hamlets::Other
        }
    }
}

/// What is left of a hamlet without kinds and without the commune it names.
fn own_words(hamlet: &str, communes: &[String]) -> Vec<String> {
    // What stands behind the hamlet is where it lies.
    let folded = text::fold(hamlet);
    let first = folded.split([',', '(', ';']).find(|part| part.chars().any(char::is_alphanumeric));
    let mut words: Vec<String> = first
        .unwrap_or("")
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !KINDS.split_whitespace().any(|kind| kind == *word))
        .map(|word| word.trim_start_matches('0').replace('y', "i"))
        .filter(|word| !word.is_empty())
        .collect();
    let joined = words.join(" ");
    // "xã Minh Khai cũ" names a commune and no hamlet.
    if ["xa ", "phuong ", "thi tran "].iter().any(|kind| folded.starts_with(kind))
        || communes.iter().any(|commune| commune.replace('y', "i") == joined)
    {
        words.clear();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(commune: &str, hamlet: &str, story: &str) -> Site {
        let commune = place::communes().iter().find(|known| known.name == commune).unwrap();
        Site::read(commune.code, (!hamlet.is_empty()).then_some(hamlet), story)
    }

    #[test]
    fn hamlets_are_the_same_by_what_is_left_without_the_kind_of_place() {
        for (one, other, expected) in [
            ("thôn Đông", "thon dong", Hamlets::Same),
            ("tổ dân phố 3", "tổ 03", Hamlets::Same),
            ("thôn Lan Đình", "Lan Đình, xã Khoái Châu", Hamlets::Same),
            ("thôn An Tảo", "khu phố An Tảo gần chợ", Hamlets::Same),
            ("Thuyền Định", "Thuyền Dịnh", Hamlets::Same),
            ("thôn Huyền Sỹ", "thôn Huyền Si", Hamlets::Same),
            ("tổ 3", "tổ 13", Hamlets::Other),
            ("thôn Đông", "thôn Đoài", Hamlets::Other),
            ("", "thôn Đoài", Hamlets::Unknown),
            ("thôn", "thôn Đoài", Hamlets::Unknown),
            // It names a commune, and no hamlet of it.
            ("xã Minh Khai cũ", "thôn Đoài", Hamlets::Unknown),
        ] {
            let sites = [site("Hưng Hà", one, ""), site("Hưng Hà", other, "")];
            assert_eq!(sites[0].hamlets_like(&sites[1]), expected, "{one}, {other}");
            assert_eq!(sites[1].hamlets_like(&sites[0]), expected, "{other}, {one}");
        }
    }

    #[test]
    fn communes_are_the_same_meant_near_or_others() {
        let here = site("Phố Hiến", "", "");
        for (other, expected) in [
            (site("Phố Hiến", "thôn Đông", ""), Communes::Same),
            (site("Tân Hưng", "thôn An Chiểu, xã Liên Phương cũ", ""), Communes::Meant),
            (site("Tân Hưng", "", "Bà ở xã Liên Phương dạy chữ."), Communes::Meant),
            (site("Hồng Châu", "", ""), Communes::Near),
            (site("Tiền Hải", "", ""), Communes::Other),
            (Site::read("00000", None, ""), Communes::Unknown),
        ] {
            assert_eq!(here.communes_like(&other), expected, "{other:?}");
            assert_eq!(other.communes_like(&here), expected, "{other:?}");
        }
        // Both mean a third.
        let [one, other] = ["Tân Hưng", "Tiên Lữ"].map(|own| site(own, "xã Liên Phương", ""));
        assert_eq!(one.communes_like(&other), Communes::Meant);
        let communes = one.communes();
        assert_eq!((communes[0], communes[1]), ("11977", "11953"));
    }
}
