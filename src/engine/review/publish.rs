//! Text and photos for the public: written by reviewers beside what the citizen wrote, never over it.
//!
//! All of it is shown in the reviewer's own chat, so that a card stays a card. The text has a version of
//! its own: a claim or a vote meanwhile is no reason to lose what was written.

mod difference;
mod draw;

use super::desk::Desk;
use crate::conversation::markup;
use crate::conversation::message::Message;
use crate::conversation::press::{Judge, Publish};
use crate::conversation::render::{excerpt, plain, summary};
use crate::conversation::words::Words;
use crate::delivery::outgoing::{Lane, Outgoing, Placement};
use crate::domain::day;
use crate::domain::nomination::State;
use crate::domain::publication::Part;
use crate::engine::turn::Turn;
use crate::i18n::{Locale, escape, text};
use crate::store::audit::Act;
use crate::store::nominations::Nomination;
use crate::store::{StoreError, evidence, nominations, publications, shown};

use super::PERSON_IN_TOAST;

/// How much of an editor's name a card shows, in UTF-16 units.
const EDITOR_SHOWN: usize = 80;

/// What a card says of the text for the public.
pub fn card_lines(desk: &Desk, locale: Locale) -> Option<String> {
    let written = desk.publication.as_ref().filter(|publication| publication.is_written());
    let text_line = written.map(|publication| {
        let who = summary::fit(&publication.editor, EDITOR_SHOWN);
        let at = day::local(publication.edited_at).into();
        text(locale, "card-public-text", &[("who", who), ("at", at)])
    });
    let public_line = desk
        .public_since
        .map(|at| text(locale, "card-public", &[("at", day::local_date(at).into())]));
    let lines: Vec<String> = [text_line, public_line].into_iter().flatten().collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// The card's buttons that lead here.
pub fn card_buttons(one: &Nomination) -> Vec<(&'static str, Judge)> {
    let mut buttons = Vec::new();
    if may_be_written(one.state) {
        buttons.push(("desk-public-text", Judge::Publish(Publish::Text)));
    }
    if one.state == State::Recognised {
        buttons.push(("desk-public", Judge::Publish(Publish::Exemplar)));
    }
    buttons
}

fn may_be_written(state: State) -> bool {
    state.is_open() || state == State::Recognised
}

/// The version of the text.
fn text_version(desk: &Desk) -> i64 {
    desk.publication.as_ref().map_or(0, |publication| publication.edited_at)
}

impl Turn<'_> {
    /// A press about what the public sees.
    pub(super) async fn publish(
        &mut self,
        desk: &Desk,
        version: i64,
        press: Publish,
    ) -> Result<(), StoreError> {
        // To take something from the public needs nothing but a role, and to hide it not even a fresh look.
        match press {
            Publish::Hide => return self.hide_from_public(desk).await,
            Publish::Withdraw => return self.withdraw_consent(desk, version).await,
            _ => {}
        }
        if let Some(why_not) = self.why_not_publish(desk) {
            self.toast_text(why_not);
            return Ok(());
        }
        match press {
            Publish::Text => {
                let panel = draw::text_panel(desk, self.locale, false);
                self.show_privately(desk, panel);
            }
            Publish::Edit(part) => {
                if self.is_newest_text(desk, version) {
                    self.await_words_for(Words::of_part(part), desk, version);
                }
            }
            Publish::Reset => {
                if self.is_newest_text(desk, version) {
                    self.answer(draw::text_panel(desk, self.locale, true));
                }
            }
            Publish::ResetSure => self.reset_public(desk, version).await?,
            Publish::Difference => {
                let words = difference::draw(desk, self.locale);
                self.tell(words);
            }
            Publish::Preview => self.preview(desk).await?,
            Publish::Photos(page) => self.show_photos(desk, page).await?,
            Publish::Photo(position, is_public) => {
                self.set_photo(desk, version, i64::from(position), is_public).await?;
            }
            Publish::Exemplar => self.show_exposure(desk).await?,
            Publish::Agreed(how) => self.ask_consent(desk, version, Words::Consent(how)).await?,
            Publish::GuardianAgreed(how) => {
                self.ask_consent(desk, version, Words::Guardian(how)).await?;
            }
            Publish::Show => self.show_to_public(desk, version).await?,
            Publish::Hide | Publish::Withdraw => {}
        }
        Ok(())
    }

    /// Why this person may not prepare anything for the public here.
    pub(super) fn why_not_publish(&self, desk: &Desk) -> Option<String> {
        let one = &desk.nomination;
        if one.nominator == self.contact.id {
            Some(self.say("toast-own", &[]))
        } else if desk.recused.contains(&self.contact.id) {
            Some(self.say("toast-recused", &[]))
        } else if may_be_written(one.state) {
            None
        } else {
            let state = self.say(&format!("state-{}", one.state.code()), &[]);
            Some(plain(&self.say("toast-not-for-public", &[("state", state.into())])))
        }
    }

    /// Whether the pressed text is the newest; if not, that is said and shown.
    fn is_newest_text(&mut self, desk: &Desk, version: i64) -> bool {
        if version == text_version(desk) {
            return true;
        }
        let words = self.changed_meanwhile(desk, "toast-public-changed");
        self.toast_text(plain(&words));
        self.answer(draw::text_panel(desk, self.locale, false));
        false
    }

    /// Who changed the text meanwhile, in the words of `key`.
    fn changed_meanwhile(&self, desk: &Desk, key: &str) -> String {
        let publication = desk.publication.as_ref();
        let who = publication.map_or("", |publication| publication.editor.as_str());
        let at = publication.map_or(0, |publication| publication.edited_at);
        let who = excerpt(who, PERSON_IN_TOAST).into();
        self.say(key, &[("who", who), ("at", day::local(at).into())])
    }

    /// Keeps words for the public, unless somebody was faster; the words are given back then.
    pub(in crate::engine) async fn write_public(
        &mut self,
        desk: &Desk,
        version: i64,
        part: Part,
        words: &str,
        marked: Option<String>,
    ) -> Result<(), StoreError> {
        let mut words = marked.unwrap_or_else(|| escape(words).into_owned());
        if part == Part::Title {
            words = words.replace('\n', " ");
        }
        let one = &desk.nomination;
        if let Some(why_not) = self.why_not_publish(desk) {
            self.tell(escape(&why_not).into_owned());
            self.give_back(&words);
            return Ok(());
        }
        let (editor, now) = (self.contact.id, self.now);
        let is_written = version == text_version(desk)
            && publications::write(self.tx, one.id, version, part, &words, editor, now).await?;
        let desk = if is_written {
            self.text_changed(desk, part.code()).await?
        } else {
            self.desk_again(one.id).await?
        };
        if is_written {
            self.confirm("public-kept", &desk);
        } else {
            let told = self.changed_meanwhile(&desk, "public-changed");
            self.tell(told);
        }
        let panel = draw::text_panel(&desk, self.locale, false);
        self.show_privately(&desk, panel);
        if !is_written {
            self.give_back(&words);
        }
        Ok(())
    }

    /// Gives words back that were not kept, so that they need not be written again.
    fn give_back(&mut self, words: &str) {
        let title = self.say("public-not-kept", &[]);
        self.tell(format!("{title}\n\n{words}"));
    }

    async fn reset_public(&mut self, desk: &Desk, version: i64) -> Result<(), StoreError> {
        if !self.is_newest_text(desk, version) {
            return Ok(());
        }
        let one = &desk.nomination;
        let (editor, now) = (self.contact.id, self.now);
        if !publications::reset(self.tx, one.id, version, editor, now).await? {
            // Nothing was ever written, or somebody was faster a moment ago.
            let desk = self.desk_again(one.id).await?;
            self.answer(draw::text_panel(&desk, self.locale, false));
            return Ok(());
        }
        let desk = self.text_changed(desk, "reset").await?;
        self.toast("toast-public-reset", &[], false);
        self.answer(draw::text_panel(&desk, self.locale, false));
        Ok(())
    }

    /// Notes a change of the text, draws the cards again, and gives the desk as it is now.
    async fn text_changed(&mut self, desk: &Desk, what: &str) -> Result<Desk, StoreError> {
        let id = desk.nomination.id;
        nominations::grow_version(self.tx, id).await?;
        self.note(id, Act::Edit, Some(what)).await?;
        self.redraw_cards(id).await?;
        self.desk_again(id).await
    }

    async fn preview(&mut self, desk: &Desk) -> Result<(), StoreError> {
        let one = &desk.nomination;
        let seen = shown::would_be(self.tx.connection(), one).await?;
        let preview = draw::shown(&seen, &self.catalog, self.locale);
        self.post_here(preview);
        let is_public = shown::of(self.tx.connection(), one.id).await?.is_some();
        self.confirm(if is_public { "public-is-seen" } else { "public-is-not-seen" }, desk);
        Ok(())
    }

    async fn show_photos(&mut self, desk: &Desk, page: u32) -> Result<(), StoreError> {
        let one = &desk.nomination;
        let photos = evidence::photos(self.tx.connection(), one.id).await?;
        if photos.is_empty() {
            self.toast("toast-public-no-photos", &[], false);
            return Ok(());
        }
        let (page, on_page) = draw::page_of(&photos, page);
        let media = on_page.iter().map(|photo| photo.file.clone()).collect();
        self.post_here(Message { media, ..Message::default() });
        let list = draw::photo_list(one, &photos, page, self.locale);
        self.show_privately(desk, list);
        Ok(())
    }

    async fn set_photo(
        &mut self,
        desk: &Desk,
        version: i64,
        position: i64,
        is_public: bool,
    ) -> Result<(), StoreError> {
        let id = desk.nomination.id;
        let is_newest = nominations::touch_version(self.tx, id, version).await?;
        if is_newest && evidence::set_public(self.tx, id, position, is_public).await? {
            let mark = if is_public { "shown" } else { "hidden" };
            let detail = format!("photo {}, {mark}", position + 1);
            self.note(id, Act::Edit, Some(&detail)).await?;
        }
        if is_newest {
            self.redraw_cards(id).await?;
        }
        let desk = self.desk_again(id).await?;
        let photos = evidence::photos(self.tx.connection(), id).await?;
        let Some(index) = photos.iter().position(|photo| photo.position == position) else {
            self.toast("toast-unknown", &[], false);
            return Ok(());
        };
        let page = u32::try_from(index / draw::PHOTOS_ON_PAGE).unwrap_or_default();
        let number = (index + 1).to_string();
        match (is_newest, is_public) {
            (false, _) => self.toast("toast-card-old", &[], true),
            (_, true) => self.toast("toast-photo-public", &[("number", number.into())], false),
            (_, false) => self.toast("toast-photo-hidden", &[("number", number.into())], false),
        }
        let list = draw::photo_list(&desk.nomination, &photos, page, self.locale);
        self.answer(list);
        Ok(())
    }

    /// Shows something below everything else in the person's own chat.
    pub(super) fn show_privately(&mut self, desk: &Desk, message: Message) {
        self.post_here(message);
        if self.chat != self.contact.address {
            let code = desk.nomination.code.as_str().into();
            self.toast("toast-public-privately", &[("code", code)], false);
        }
    }

    fn post_here(&mut self, message: Message) {
        self.post(Outgoing {
            channel: self.channel.to_owned(),
            address: self.contact.address.clone(),
            lane: Lane::Answer,
            slot: None,
            placement: Placement::Fresh,
            message,
        });
    }
}

/// A part of the text as it stands, with its formatting, no longer than so many units.
fn standing(desk: &Desk, part: Part, units: usize) -> (String, bool) {
    markup::fit(&shown::part(&desk.nomination, desk.publication.as_ref(), part), units)
}
