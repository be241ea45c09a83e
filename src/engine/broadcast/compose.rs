//! What a draft says, taken as its author sends it.

use super::Place;
use crate::channels;
use crate::clock::{Millis, SECOND};
use crate::conversation::message::Message;
use crate::conversation::render::cast::{TEXT_MAX, longest, units};
use crate::conversation::render::grouped;
use crate::conversation::session::At;
use crate::domain::broadcast::content::{Attached, Content, FILES_MAX, LINKS_MAX, Link, LinkError};
use crate::domain::broadcast::{Kind, State};
use crate::domain::draft::Piece;
use crate::domain::evidence::File;
use crate::engine::turn::Turn;
use crate::i18n::{Locale, escape};
use crate::store::StoreError;
use crate::store::broadcasts::{self, Broadcast};

/// After this long the panel is drawn below instead of again in its place: the photos of an album come
/// within seconds, and what is sent later pushes the panel out of sight.
const OUT_OF_SIGHT: Millis = 5 * SECOND;

impl Turn<'_> {
    /// What is sent from now on is what it says in this language.
    pub(super) async fn write_cast(
        &mut self,
        one: &Broadcast,
        locale: Locale,
    ) -> Result<(), StoreError> {
        if one.state != State::Draft {
            self.toast("toast-cast-old", &[], false);
            return self.show_cast(one, Place::Here).await;
        }
        self.session.go(At::Composing { broadcast: one.id, locale });
        self.show_panel(one, Place::Here, None).await
    }

    /// Takes what was sent for a draft.
    pub(in crate::engine) async fn compose(
        &mut self,
        broadcast: i64,
        locale: Locale,
        piece: Piece,
        marked: Option<String>,
    ) -> Result<(), StoreError> {
        if !self.may_cast() {
            self.session.go(At::Idle);
            self.answer(Message::of(self.say("toast-not-allowed", &[])));
            return Ok(());
        }
        let one = broadcasts::hold(self.tx, broadcast).await?;
        let Some(mut one) = one.filter(|one| one.state == State::Draft) else {
            self.session.go(At::Idle);
            self.answer(Message::of(self.say("cast-no-draft", &[])));
            return Ok(());
        };
        let contents = broadcasts::contents(self.tx.connection(), one.id).await?;
        let mut content = contents.written_in(locale).cloned().unwrap_or_default();
        let source = format!("{}:{}", self.contact.id, piece.source);
        let mut note = None;
        if let Some(file) = piece.file {
            match self.not_taken(&one, &content, &file) {
                Some(why) => note = Some(why),
                None => content.files.push(Attached { file, source: source.clone() }),
            }
        }
        if !piece.text.is_empty() && note.is_none() {
            let words = marked.unwrap_or_else(|| escape(&piece.text).into_owned());
            match self.too_long(&one, locale, &words).await? {
                Some(why) => note = Some(why),
                None => (content.text, content.source) = (words, Some(source)),
            }
        }
        if note.is_none() {
            self.keep_content(&mut one, locale, &content).await?;
        }
        let near = self.now - self.session.sent_at < OUT_OF_SIGHT && note.is_none();
        self.session.sent_at = self.now;
        self.show_panel(&one, if near { Place::There } else { Place::Below }, note).await
    }

    /// A message was changed: if a draft says it, the draft says the new words.
    pub(in crate::engine) async fn recompose(
        &mut self,
        text: String,
        marked: Option<String>,
        source: String,
    ) -> Result<(), StoreError> {
        let source = format!("{}:{}", self.contact.id, source);
        let given = broadcasts::given_by(self.tx.connection(), &source).await?;
        let Some((id, locale)) = given.filter(|_| self.may_cast()) else { return Ok(()) };
        let Some(mut one) = broadcasts::hold(self.tx, id).await? else { return Ok(()) };
        match one.state {
            State::Draft => {}
            State::Done | State::Stopped | State::Discarded => return Ok(()),
            _ => {
                self.tell(self.say("cast-edited-late", &[]));
                return Ok(());
            }
        }
        let contents = broadcasts::contents(self.tx.connection(), id).await?;
        let mut content = contents.written_in(locale).cloned().unwrap_or_default();
        let words = marked.unwrap_or_else(|| escape(&text).into_owned());
        if let Some(why) = self.too_long(&one, locale, &words).await? {
            return self.show_panel(&one, Place::Below, Some(why)).await;
        }
        let gave_words = content.source.as_ref() == Some(&source);
        if !gave_words && words.is_empty() {
            return Ok(());
        }
        (content.text, content.source) = (words, Some(source));
        self.keep_content(&mut one, locale, &content).await?;
        let note = Some(self.say("cast-edited", &[]));
        self.show_panel(&one, Place::Below, note).await
    }

    async fn keep_content(
        &mut self,
        one: &mut Broadcast,
        locale: Locale,
        content: &Content,
    ) -> Result<(), StoreError> {
        broadcasts::must_touch(self.tx, one).await?;
        broadcasts::put_content(self.tx, one.id, locale, content).await
    }

    /// Why a file cannot be part of it, in words.
    fn not_taken(&self, one: &Broadcast, content: &Content, file: &File) -> Option<String> {
        if one.kind == Kind::Correction {
            return Some(self.say("cast-mend-words-only", &[]));
        }
        if !channels::carries_words(self.channel, file) {
            return Some(self.say("cast-no-round", &[]));
        }
        if content.files.len() >= FILES_MAX {
            return Some(self.say("cast-album-full", &[]));
        }
        let alike = |other: &Attached| channels::shares_album(self.channel, &other.file, file);
        (!content.files.iter().all(alike)).then(|| self.say("cast-album-mixed", &[]))
    }

    /// Why words cannot be what it says, in words.
    async fn too_long(
        &mut self,
        one: &Broadcast,
        locale: Locale,
        words: &str,
    ) -> Result<Option<String>, StoreError> {
        let length = units(words);
        let most = match one.of {
            // What is put in the place of words below a file stands there too.
            Some(of) => longest(&broadcasts::contents(self.tx.connection(), of).await?, locale),
            None => TEXT_MAX,
        };
        let number = |count| grouped(count, self.locale).into();
        Ok((length > most).then(|| {
            self.say("cast-too-long", &[("length", number(length)), ("most", number(most))])
        }))
    }

    /// Has it say nothing in a language.
    pub(super) async fn clear_cast(
        &mut self,
        mut one: Broadcast,
        locale: Locale,
    ) -> Result<(), StoreError> {
        if one.state != State::Draft || one.kind != Kind::News {
            self.toast("toast-cast-old", &[], false);
            return self.show_cast(&one, Place::Here).await;
        }
        broadcasts::must_touch(self.tx, &mut one).await?;
        broadcasts::remove_content(self.tx, one.id, locale).await?;
        // What was cleared is most likely to be written anew.
        self.session.go(At::Composing { broadcast: one.id, locale: Locale::Vi });
        self.show_panel(&one, Place::Here, None).await
    }

    /// Hangs an address below it.
    pub(super) async fn link_cast(
        &mut self,
        mut one: Broadcast,
        typed: &str,
    ) -> Result<(), StoreError> {
        if one.state != State::Draft || one.kind != Kind::News {
            return self.show_cast(&one, Place::Below).await;
        }
        if one.links.len() >= LINKS_MAX {
            let note = Some(self.say("cast-links-full", &[]));
            return self.show_panel(&one, Place::Below, note).await;
        }
        match Link::parse(typed) {
            Ok(link) => one.links.push(link),
            Err(error) => {
                let key = match error {
                    LinkError::Address => "cast-link-address",
                    LinkError::Label => "cast-link-label",
                };
                let about = crate::conversation::words::Words::CastLink;
                let (nomination, version) = (one.id, one.version);
                self.session.go(At::Words { about, nomination, version });
                self.tell(self.say(key, &[]));
                return Ok(());
            }
        }
        broadcasts::must_touch(self.tx, &mut one).await?;
        self.session.go(At::Composing { broadcast: one.id, locale: Locale::Vi });
        self.show_panel(&one, Place::Below, None).await
    }

    /// Takes every address away.
    pub(super) async fn unlink_cast(&mut self, mut one: Broadcast) -> Result<(), StoreError> {
        if one.state != State::Draft {
            self.toast("toast-cast-old", &[], false);
            return self.show_cast(&one, Place::Here).await;
        }
        one.links.clear();
        broadcasts::must_touch(self.tx, &mut one).await?;
        self.session.go(At::Composing { broadcast: one.id, locale: Locale::Vi });
        self.show_panel(&one, Place::Here, None).await
    }
}
