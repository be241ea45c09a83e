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
        .map(|word| word.trim_start_matches('0').to_owned())
        .filter(|word| !word.is_empty())
        .collect();
    let joined = words.join(" ");
    // "xã Minh Khai cũ" names a commune and no hamlet.
    if ["xa ", "phuong ", "thi tran "].iter().any(|kind| folded.starts_with(kind))
        || communes.contains(&joined)
    {
        words.clear();
    }
    words
}
