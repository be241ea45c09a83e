//! Looking for a nomination: by code, by phone, by name.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::conversation::message::{Choice, Message};
use crate::conversation::press::Press;
use crate::conversation::render::excerpt;
use crate::conversation::session::At;
use crate::conversation::words::Words;
use crate::domain::code;
use crate::domain::phone;
use crate::domain::queue::Sight;
use crate::domain::text::fold;
use crate::engine::turn::Turn;
use crate::store::queue::{Line, Looking};
use crate::store::{StoreError, search};

/// How many are shown.
const SHOWN: usize = 8;
/// How much of a name the text shows, in characters.
const NAME_SHOWN: usize = 60;
/// How much of what was looked for is said again, in characters.
const WORDS_SHOWN: usize = 60;

impl Turn<'_> {
    /// Asks what to look for, in the person's own chat.
    pub(in crate::engine) fn ask_what_to_find(&mut self) {
        self.session.go(At::Words { about: Words::Search, nomination: 0, version: 0 });
        let words = self.say("words-search", &[]);
        self.tell(words);
        if self.chat != self.contact.address {
            self.toast("toast-write-privately", &[], false);
        }
    }

    /// Shows what is found by these words; what a code finds, as its card.
    pub(in crate::engine) async fn find(&mut self, words: &str) -> Result<(), StoreError> {
        let sight = self.sight();
        let by_code = self.find_by_code(words, &sight).await?;
        if let [one] = by_code.as_slice() {
            let desk = self.desk_again(one.id).await?;
            return self.deal_privately(&desk).await;
        }
        let mut found = by_code;
        if found.is_empty() {
            found = self.find_by_phone(words, &sight).await?;
        }
        if found.is_empty() {
            found = self.find_by_name(words, &sight).await?;
        }
        let said = ("words", excerpt(words, WORDS_SHOWN).into());
        let mut text = match found.len() {
            0 => self.say("queue-found-none", &[said]),
            1..=SHOWN => {
                let count = found.len().to_string();
                self.say("queue-found", &[said, ("count", count.into())])
            }
            _ => self.say("queue-found-many", &[said]),
        };
        let mut choices: Vec<Vec<Choice>> = Vec::new();
        for (one, number) in found.iter().take(SHOWN).zip(1_u32..) {
            let number = ("number", number.to_string().into());
            text = format!("{text}\n\n{}", self.found_line(one, number.clone()));
            choices.push(vec![self.row(one, "queue-found-row", Some(number))]);
        }
        choices.push(vec![self.reader().choice("queue-find", &Press::Find)]);
        self.answer(Message { choices, ..Message::of(text) });
        Ok(())
    }

    /// What a button has no room for: the whole name and how it stands.
    fn found_line(&self, one: &Line, number: (&str, Cow<'_, str>)) -> String {
        let args = [
            number,
            ("name", excerpt(&one.name, NAME_SHOWN).into()),
            ("code", one.code.as_str().into()),
            ("state", self.state(one.state).into()),
        ];
        self.say("queue-found-line", &args)
    }

    async fn find_by_code(&mut self, words: &str, sight: &Sight) -> Result<Vec<Line>, StoreError> {
        let Some((prefix, body)) = code::parts(words) else { return Ok(Vec::new()) };
        let looking = Looking { reviewer: self.contact.id, now: self.now, sight };
        search::by_code(self.tx.connection(), &looking, &prefix, &body).await
    }

    async fn find_by_phone(&mut self, words: &str, sight: &Sight) -> Result<Vec<Line>, StoreError> {
        // People leave the 0 away that stands in front.
        let phone = phone::parse(words).or_else(|| phone::parse(&format!("0{}", words.trim())));
        let Some(phone) = phone else { return Ok(Vec::new()) };
        let looking = Looking { reviewer: self.contact.id, now: self.now, sight };
        search::by_phone(self.tx.connection(), &looking, phone.e164(), most()).await
    }

    /// Names with all the words as they are written come first, tones and all; then those with the same
    /// letters.
    async fn find_by_name(&mut self, words: &str, sight: &Sight) -> Result<Vec<Line>, StoreError> {
        let written: Vec<String> =
            search::written(words).into_iter().collect::<BTreeSet<_>>().into_iter().collect();
        if written.is_empty() {
            return Ok(Vec::new());
        }
        let looking = Looking { reviewer: self.contact.id, now: self.now, sight };
        let mut found = search::by_words(self.tx.connection(), &looking, &written, most()).await?;
        let folded: BTreeSet<String> = written.iter().map(|word| fold(word)).collect();
        let folded: Vec<String> = folded.into_iter().collect();
        if folded != written {
            let alike = search::by_words(self.tx.connection(), &looking, &folded, most()).await?;
            let known: BTreeSet<i64> = found.iter().map(|one| one.id).collect();
            found.extend(alike.into_iter().filter(|one| !known.contains(&one.id)));
        }
        Ok(found)
    }
}

/// One more than are shown, to know that there are more.
fn most() -> i64 {
    i64::try_from(SHOWN).unwrap_or(i64::MAX).saturating_add(1)
}
