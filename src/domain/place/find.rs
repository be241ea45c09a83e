//! From what a citizen types to a commune: never guesses, and asks with few candidates.
//!
//! A query is read as `[anything,] [kind] NAME [where it lies]`: "thôn Đông, xã Lê Lợi, huyện Kiến
//! Xương". NAME is a commune of today or one of before July 2025. Names that differ in nothing but
//! the marks, seven old names that are now another commune's, twenty old names borne twice and
//! three communes that were split make a name alone unclear; what is said of kind and district
//! often settles it. What is left open is asked, and so is every name not quite right.

use super::index::{Index, Name};
use super::tail::{Tail, read_tail};
use super::words::{Marks, Word, joined, marks, one_slip_apart, words};
use super::{Commune, in_district};

/// The most candidates [`find`] offers: what fits on a phone as buttons.
pub const MAX_CANDIDATES: usize = 6;

/// Longer queries are a story, not a name.
const MAX_WORDS: usize = 24;
/// No name has more words.
const MAX_NAME_WORDS: usize = 4;

/// What [`find`] found.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    /// One commune, beyond doubt.
    One {
        /// The commune of today.
        commune: &'static Commune,
        /// The old name it was found by; `None` when by the name of today.
        via: Option<OldName>,
    },
    /// One or more to ask about, likeliest first; one when the name was not quite right.
    Several {
        /// At most [`MAX_CANDIDATES`], each of another commune.
        candidates: Vec<Candidate>,
        /// There were more.
        more: bool,
    },
    /// Nothing like it.
    None,
}

/// A commune that may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The commune of today.
    pub commune: &'static Commune,
    /// The old name it was found by; `None` when by the name of today.
    pub via: Option<OldName>,
}

/// A commune of before July 2025.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OldName {
    /// With its kind: "phường Lê Lợi".
    pub name: &'static str,
    /// Its district: "thành phố Hưng Yên".
    pub district: &'static str,
}

/// Finds the commune meant by `typed`: with or without marks, any case, with or without kind
/// ("xã", "p.", "thị trấn"), by its name of today or an old one, with or without district and
/// province. A former district alone ("huyện Hưng Hà") offers its communes.
pub fn find(typed: &str) -> Found {
    let index = Index::get();
    let words = words(typed);
    if words.is_empty() || words.len() > MAX_WORDS {
        return Found::None;
    }
    let readings = readings(index, &words);
    let understood = || readings.iter().filter(|reading| reading.tail.is_some());
    let clear = understood().find(|reading| reading.has(|marks| marks < Marks::Other));
    if let Some(reading) = clear.or(understood().next()) {
        return reading.decide(index);
    }
    if let Some(district) = read_tail(index, &words).and_then(|tail| tail.district()) {
        return several(in_district(district).map(|commune| Candidate { commune, via: None }));
    }
    let with_more_behind = readings.iter().flat_map(|reading| &reading.matches).map(|&(_, n)| n);
    several(with_more_behind.chain(alike(index, &words)).map(Name::candidate))
}

/// One way to read the query: a name all of whose letters are right.
struct Reading<'a> {
    name: &'a [Word],
    kind: Option<&'static str>,
    /// `None` when something else than a place stands behind the name.
    tail: Option<Tail>,
    matches: Vec<(Marks, &'static Name)>,
}

/// All readings, the likeliest first: names near the front before later ones, long before short.
fn readings<'a>(index: &'static Index, words: &'a [Word]) -> Vec<Reading<'a>> {
    let mut readings = Vec::new();
    for (start, kind) in starts(index, words) {
        let longest = words.len().min(start + MAX_NAME_WORDS);
        for end in (start + 1..=longest).rev() {
            let name = &words[start..end];
            let names = index.of_letters(&joined(name));
            if names.is_empty() {
                continue;
            }
            let tail = read_tail(index, &words[end..]);
            let matches =
                names.into_iter().map(|known| (marks(name, &known.words), known)).collect();
            readings.push(Reading { name, kind, tail, matches });
        }
    }
    readings
}

/// Where a name may start: at the front, after a kind, after a comma.
fn starts(index: &Index, words: &[Word]) -> Vec<(usize, Option<&'static str>)> {
    let mut starts = Vec::new();
    for at in 0..words.len() {
        if at == 0 || words[at].after_break {
            starts.push((at, None));
        }
        // "thị xã" is a kind of district.
        let of_district = at > 0 && words[at - 1].plain == "thi";
        if let Some((length, kind)) = index.commune_kind(&words[at..])
            && !of_district
        {
            starts.push((at + length, Some(kind)));
        }
    }
    starts
}

impl Reading<'_> {
    fn has(&self, test: impl Fn(Marks) -> bool) -> bool {
        self.matches.iter().any(|&(marks, _)| test(marks))
    }

    /// One, if the name with all that was said beside it leaves one commune.
    fn decide(&self, index: &Index) -> Found {
        let fits = |name: &Name| self.tail.as_ref().is_some_and(|tail| tail.fits(name));
        let best = self.matches.iter().map(|&(marks, _)| marks).min().unwrap_or(Marks::Other);
        let mut left: Vec<&Name> = self
            .matches
            .iter()
            .filter(|(marks, _)| *marks == best)
            .map(|&(_, name)| name)
            .collect();
        let placed: Vec<&Name> = left.iter().copied().filter(|name| fits(name)).collect();
        let contradicted = placed.is_empty();
        if !contradicted {
            left = placed;
        }
        // People call a ward a commune, so a kind may settle a doubt but not refute a name.
        if let Some(kind) = self.kind
            && left.iter().any(|name| name.kind == kind)
        {
            left.retain(|name| name.kind == kind);
        }
        left.sort_by_key(|name| name.via.is_some());
        let first = left[0];
        let one = left.iter().all(|name| name.commune == first.commune);
        // The name of a province says too little, unless it was called a ward.
        let broad = self.kind.is_none()
            && self.tail.as_ref().is_some_and(Tail::is_empty)
            && index.is_province(self.name);
        if one && best < Marks::Other && !contradicted && !broad {
            return Found::One { commune: first.commune, via: first.via };
        }
        let others = self.matches.iter().map(|&(_, name)| name).filter(|name| fits(name));
        let around = in_district(first.commune.district).filter(|_| broad);
        several(
            left.iter()
                .copied()
                .chain(others)
                .map(Name::candidate)
                .chain(around.map(|commune| Candidate { commune, via: None })),
        )
    }
}

/// Names that begin with what was typed or have it as words, then those one slip away; of each,
/// names of today first.
fn alike(index: &'static Index, words: &[Word]) -> Vec<&'static Name> {
    let kind = index.commune_kind(words).map_or(0, |(length, _)| length);
    let mut found: Vec<(bool, bool, bool, u8, usize)> = Vec::new();
    for start in if kind == 0 { vec![0] } else { vec![kind, 0] } {
        for end in (start + 1..=words.len().min(start + MAX_NAME_WORDS)).rev() {
            let Some(tail) = read_tail(index, &words[end..]) else { continue };
            let typed = &words[start..end];
            let letters = joined(typed);
            if letters.chars().count() < 2 {
                continue;
            }
            for (at, name) in index.names.iter().enumerate() {
                if !tail.fits(name) {
                    continue;
                }
                let likeness = if name.letters.starts_with(&letters) {
                    0
                } else if letters.len() >= 3 && has_words(name, typed) {
                    1
                } else if letters.len() >= 5 && one_slip_apart(&letters, &name.letters) {
                    2
                } else {
                    continue;
                };
                let agrees =
                    typed.iter().all(|word| name.words.iter().any(|known| word.fits(known)));
                found.push((likeness == 2, !agrees, name.via.is_some(), likeness, at));
            }
        }
    }
    found.sort_unstable();
    found.into_iter().map(|(.., at)| &index.names[at]).collect()
}

fn has_words(name: &Name, typed: &[Word]) -> bool {
    name.words
        .windows(typed.len())
        .any(|window| window.iter().zip(typed).all(|(known, typed)| known.plain == typed.plain))
}

/// The first few, each commune once.
fn several(all: impl Iterator<Item = Candidate>) -> Found {
    let mut candidates: Vec<Candidate> = Vec::new();
    for candidate in all {
        if candidates.iter().any(|known| known.commune == candidate.commune) {
            continue;
        }
        if candidates.len() == MAX_CANDIDATES {
            return Found::Several { candidates, more: true };
        }
        candidates.push(candidate);
    }
    if candidates.is_empty() { Found::None } else { Found::Several { candidates, more: false } }
}

#[cfg(test)]
mod tests;
