//! A draft as those who get it will see it.

use super::Place;
use crate::conversation::message::Message;
use crate::conversation::render::cast;
use crate::domain::broadcast::State;
use crate::domain::broadcast::content::Contents;
use crate::engine::turn::Turn;
use crate::i18n::Locale;
use crate::store::StoreError;
use crate::store::broadcasts::{self, Broadcast};

impl Turn<'_> {
    /// Shows it below a line that says what it is, in this language.
    pub(super) async fn preview_cast(
        &mut self,
        one: &Broadcast,
        locale: Locale,
    ) -> Result<(), StoreError> {
        if !self.show_as_received(one, locale, true).await? {
            return Ok(());
        }
        if one.state == State::Draft || one.state == State::Proposed {
            self.show_cast(one, Place::Below).await?;
        }
        Ok(())
    }

    /// Sends it to the person who asks, in their language, with nothing beside it.
    pub(super) async fn try_cast(&mut self, one: &Broadcast) -> Result<(), StoreError> {
        if self.show_as_received(one, self.locale, false).await? {
            self.toast("toast-cast-tried", &[], false);
        }
        Ok(())
    }

    async fn show_as_received(
        &mut self,
        one: &Broadcast,
        locale: Locale,
        marked: bool,
    ) -> Result<bool, StoreError> {
        let contents = broadcasts::contents(self.tx.connection(), one.id).await?;
        if contents.vi.is_empty() {
            self.toast("toast-cast-empty", &[], false);
            return Ok(false);
        }
        if marked {
            let key = match locale {
                Locale::Vi => "cast-preview-vi",
                Locale::En => "cast-preview-en",
            };
            self.tell_message(Message::of(self.say(key, &[])));
        }
        for call in self.calls_of(one, &contents, locale).await? {
            self.tell_message(call);
        }
        Ok(true)
    }

    /// What somebody who reads this language has in the end.
    pub(super) async fn calls_of(
        &mut self,
        one: &Broadcast,
        contents: &Contents,
        locale: Locale,
    ) -> Result<Vec<Message>, StoreError> {
        let Some(of) = one.of else { return Ok(cast::calls(contents, &one.links, locale)) };
        let original = broadcasts::contents(self.tx.connection(), of).await?;
        Ok(cast::corrected(&original, contents, &one.links, locale).0)
    }
}
