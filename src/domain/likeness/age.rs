//! When somebody was born, as far as a text tells.

use crate::domain::text;

/// The oldest anybody nominated may be.
const OLDEST: i32 = 115;

/// The first and the last year in which the nominee may be born: from "72 tuổi", said in the year
/// `told`, or "sinh năm 1950". An age counts as the nominee's where a sentence begins with it or
/// the name stands close before; others are of whom they saved.
pub(super) fn born(text: &str, given: Option<&str>, told: i32) -> Option<(i32, i32)> {
    let text = text::fold(text);
    for sentence in text.split(['.', '!', '?', ';', '\n']) {
        let words: Vec<&str> = sentence
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        for (at, word) in words.iter().enumerate() {
            let Ok(number) = word.trim_start_matches("sn").parse::<i32>() else { continue };
            let before = |back: usize| at.checked_sub(back).and_then(|at| words.get(at)).copied();
            let is_year = (told - OLDEST..=told).contains(&number)
                && (word.starts_with("sn")
                    || matches!(before(1), Some("sinh" | "sn"))
                    || (before(1) == Some("nam") && before(2) == Some("sinh")));
            let is_age = words.get(at + 1) == Some(&"tuoi") && (1..=OLDEST).contains(&number);
            let near = at.saturating_sub(4);
            let named = given.is_some_and(|given| {
                words[near..at].iter().any(|word| word.replace('y', "i") == given)
            });
            if is_year {
                return Some((number, number));
            }
            if is_age && (named || at <= 2) {
                // People count from birth or from the new year's feast.
                return Some((told - number - 1, told - number + 1));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_birth_year_is_read_from_an_age_or_a_year_and_not_from_the_saved_childs() {
        for (text, expected) in [
            ("Bà Tâm 72 tuổi nuôi người già", Some((1953, 1955))),
            ("Bà lão 67 tuổi góp tiền", Some((1958, 1960))),
            ("Bà sinh năm 1954 chăm cụ già", Some((1954, 1954))),
            ("Anh Tâm (SN 1990) cứu người", Some((1990, 1990))),
            ("Anh cứu cháu bé 5 tuổi rơi xuống giếng", None),
            ("Góp 20 triệu năm 2020", None),
        ] {
            assert_eq!(born(text, Some("tam"), 2026), expected, "{text}");
        }
    }
}
