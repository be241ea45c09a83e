//! How the text for the public differs from what the citizen wrote: what went is struck out, what came
//! is bold.

use similar::{ChangeTag, TextDiff};

use super::Desk;
use crate::conversation::markup;
use crate::domain::publication::Part;
use crate::i18n::{Locale, escape, text};
use crate::store::shown;

/// How much of what is the same is shown at each side of a difference, in characters.
const SAME_SHOWN: usize = 80;
/// The most that is shown of one part, in characters; two long texts that share nothing are no longer.
const SHOWN: usize = 8_200;

/// Draws the difference of every part that was written.
pub fn draw(desk: &Desk, locale: Locale) -> String {
    let one = &desk.nomination;
    let code = one.code.as_str().into();
    let mut parts = vec![text(locale, "public-difference-title", &[("code", code)])];
    for part in Part::ALL {
        let Some(written) = desk.publication.as_ref().and_then(|text| text.part(part)) else {
            continue;
        };
        let label = text(locale, &format!("public-{}", part.code()), &[]);
        let (before, after) = (shown::original(one, part), markup::plain(written));
        let words =
            if before == after { text(locale, "public-same", &[]) } else { words(&before, &after) };
        parts.push(format!("<b>{label}:</b>\n{words}"));
    }
    if parts.len() == 1 {
        parts.push(text(locale, "public-text-original", &[]));
    }
    parts.join("\n\n")
}

/// The difference of two texts word by word, as markup.
fn words(before: &str, after: &str) -> String {
    let diff = TextDiff::from_words(before, after);
    let mut runs: Vec<(ChangeTag, String)> = Vec::new();
    for change in diff.iter_all_changes() {
        match runs.last_mut() {
            Some((tag, run)) if *tag == change.tag() => run.push_str(change.value()),
            _ => runs.push((change.tag(), change.value().to_owned())),
        }
    }
    let last = runs.len().saturating_sub(1);
    let (mut out, mut hunk) = (String::new(), Hunk::default());
    for (index, (tag, run)) in runs.into_iter().enumerate() {
        match tag {
            ChangeTag::Delete => hunk.delete(&run),
            ChangeTag::Insert => hunk.insert(&run),
            ChangeTag::Equal if run.trim().is_empty() && !hunk.is_empty() => hunk.blank = run,
            ChangeTag::Equal => {
                hunk.close(&mut out);
                out.push_str(&escape(&same(&run, index == 0, index == last)));
            }
        }
    }
    hunk.close(&mut out);
    markup::fit(&out, SHOWN).0
}

/// Changes with nothing but blanks between them: read as a phrase for a phrase, not word for word.
#[derive(Default)]
struct Hunk {
    went: String,
    came: String,
    /// Blanks that are the same, as long as it is not known whether the hunk goes on after them.
    blank: String,
}

impl Hunk {
    fn is_empty(&self) -> bool {
        self.went.is_empty() && self.came.is_empty()
    }

    fn take_blank(&mut self) {
        let blank = std::mem::take(&mut self.blank);
        for side in [&mut self.went, &mut self.came] {
            side.push_str(&blank);
        }
    }

    fn delete(&mut self, run: &str) {
        self.take_blank();
        self.went.push_str(run);
    }

    fn insert(&mut self, run: &str) {
        self.take_blank();
        self.came.push_str(run);
    }

    fn close(&mut self, out: &mut String) {
        let Self { went, came, blank } = std::mem::take(self);
        tagged(out, "s", &went);
        tagged(out, "b", &came);
        out.push_str(&blank);
    }
}

/// A run with its blanks outside the tag, parted from what was there before.
fn tagged(out: &mut String, tag: &str, run: &str) {
    let word = run.trim();
    if word.is_empty() {
        out.push_str(run);
        return;
    }
    let (lead, rest) = run.split_at(run.len() - run.trim_start().len());
    let tail = &rest[word.len()..];
    // A new word right after an old one reads as one.
    let parted = lead.is_empty() && out.ends_with('>');
    out.push_str(if parted { " " } else { lead });
    out.push_str(&format!("<{tag}>{}</{tag}>{tail}", escape(word)));
}

/// The ends of what is the same, as far as a difference is near.
fn same(run: &str, is_first: bool, is_last: bool) -> String {
    let count = run.chars().count();
    let head = if is_first { 0 } else { SAME_SHOWN };
    let tail = if is_last { 0 } else { SAME_SHOWN };
    if count <= head + tail + SAME_SHOWN / 4 {
        return run.to_owned();
    }
    let begun: String = run.chars().take(head).collect();
    let ended: String = run.chars().skip(count - tail).collect();
    format!("{}…{}", begun.trim_end(), ended.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_went_is_struck_out_and_what_came_is_bold() {
        for (before, after, drawn) in [
            ("Bác vá đường làng", "Bác vá đường", "Bác vá đường <s>làng</s>"),
            ("một hai ba", "một bốn ba", "một <s>hai</s> <b>bốn</b> ba"),
            ("a < b", "a & b", "a <s>&lt;</s> <b>&amp;</b> b"),
            ("", "Một câu", "<b>Một câu</b>"),
            ("cũ", "mới", "<s>cũ</s> <b>mới</b>"),
            ("một hai ba bốn", "một năm sáu bốn", "một <s>hai ba</s> <b>năm sáu</b> bốn"),
        ] {
            assert_eq!(words(before, after), drawn);
        }
    }

    #[test]
    fn what_is_the_same_is_shown_near_a_difference_only() {
        let long = "việc tốt ".repeat(100);
        let drawn = words(&format!("{long}cũ {long}hết"), &format!("{long}mới {long}hết"));
        assert!(drawn.starts_with('…') && drawn.ends_with('…'), "{drawn}");
        assert!(drawn.contains("<s>cũ</s> <b>mới</b>") && drawn.chars().count() < 300, "{drawn}");
    }

    #[test]
    fn two_long_texts_that_share_nothing_are_drawn_whole_and_in_time() {
        let before: String = (0..1_300).map(|n| format!("a{n} ")).collect::<String>();
        let after: String = (0..1_300).map(|n| format!("b{n} ")).collect::<String>();
        let drawn = words(&before[..4_000], &after[..4_000]);
        assert!(drawn.contains("<s>a0 a1") && drawn.contains("<b>b0 b1"));
    }
}
