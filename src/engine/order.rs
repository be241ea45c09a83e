//! Order: restricting a person, telling them, and the end of it.
//!
//! What a restricted person may still do is the conversation's business (`step/order.rs`); here is who
//! may restrict whom, checked in the transaction at each press, and what both sides are told.

mod list;

use serde_json::json;

use super::turn::Turn;
use crate::clock::{Millis, SECOND};
use crate::conversation::message::{Choice, Message};
use crate::conversation::press::{Press, Restrict};
use crate::conversation::render::choice;
use crate::conversation::session::{At, Restricting};
use crate::conversation::words::Words;
use crate::delivery::outgoing::Lane;
use crate::domain::day;
use crate::domain::role::Role;
use crate::domain::sanction::{Kind, Term, Why};
use crate::i18n::{Locale, text};
use crate::store::audit::{Act, Entry, Subject};
use crate::store::contacts::Contact;
use crate::store::sanctions::{NewSanction, Sanction};
use crate::store::{StoreError, audit, contacts, members, sanctions, timers};

/// Marks a preset reason's code among reasons in own words.
const PRESET: char = '#';
/// Within this long a restricted person who sends much is answered in one place.
const ANSWERED_FOR: Millis = 5 * SECOND;

/// The button by which an admin begins to restrict a person, for a review card.
pub fn begin(locale: Locale, person: i64) -> Choice {
    choice(text(locale, "sanction-begin", &[]), &Press::Restrict(person, 0, Restrict::Begin))
}

impl Turn<'_> {
    /// A step of restricting a person: how far, for how long, why, and surely.
    pub(super) async fn restrict(
        &mut self,
        person: i64,
        seen: i64,
        step: Restrict,
    ) -> Result<(), StoreError> {
        let sure = matches!(step, Restrict::Sure(..) | Restrict::OwnSure(..));
        if sure {
            members::lock_admins(self.tx).await?;
        }
        if !self.is_admin_still(sure).await? {
            return Ok(());
        }
        let Some(person) = self.restrictable(person, sure).await? else { return Ok(()) };
        let last = sanctions::last_of(self.tx.connection(), person.id).await?;
        let now_seen = last.as_ref().map_or(0, |last| last.id);
        if step != Restrict::Begin && seen != now_seen {
            // Somebody else has decided about them since: from the start, with what holds now.
            self.toast("toast-old", &[], false);
            self.ask_restriction(&person, last, Restrict::Begin);
            return Ok(());
        }
        match step {
            Restrict::Sure(kind, term, why) => {
                let reason = format!("{PRESET}{}", why.code());
                self.impose(&person, last, kind, term, &reason).await
            }
            Restrict::OwnWords(kind, term) => {
                let version = numbered(kind, term);
                self.session.go(At::Words {
                    about: Words::Restrict,
                    nomination: person.id,
                    version,
                });
                let restricting =
                    Restricting { person: person.id, seen, chosen: version, reason: None };
                self.session.restricting = Some(Box::new(restricting));
                let who = ("who", person.name.as_str().into());
                self.answer(Message::of(self.say("words-restrict", &[who])));
                Ok(())
            }
            Restrict::OwnSure(kind, term) => {
                let chosen = numbered(kind, term);
                let written =
                    self.session.restricting.take().filter(|one| {
                        (one.person, one.seen, one.chosen) == (person.id, seen, chosen)
                    });
                let Some(reason) = written.and_then(|one| one.reason) else {
                    // Something else was asked since, and the words are gone.
                    self.toast("toast-old", &[], false);
                    self.ask_restriction(&person, last, Restrict::Term(kind, term));
                    return Ok(());
                };
                self.impose(&person, last, kind, term, &reason).await
            }
            step => {
                self.ask_restriction(&person, last, step);
                Ok(())
            }
        }
    }

    /// The reason in an admin's own words, for what they chose before: asks whether it is meant.
    pub(super) async fn restrict_because(
        &mut self,
        person: i64,
        chosen: i64,
        reason: &str,
    ) -> Result<(), StoreError> {
        let Some((kind, term)) = by_number(chosen) else { return Ok(()) };
        if self.contact.role < Some(Role::Admin) {
            self.tell(self.say("toast-not-allowed", &[]));
            return Ok(());
        }
        let Some(person) = self.restrictable(person, false).await? else { return Ok(()) };
        let last = sanctions::last_of(self.tx.connection(), person.id).await?;
        let seen = last.as_ref().map_or(0, |last| last.id);
        let asked = self.session.restricting.take();
        if asked.is_none_or(|one| (one.person, one.seen) != (person.id, seen)) {
            // Somebody else has decided about them while this was written: from the start, with that.
            self.ask_restriction(&person, last, Restrict::Begin);
            return Ok(());
        }
        // A reason in own words never reads as a preset one.
        let reason = Some(reason.trim_start_matches(PRESET).to_owned());
        let restricting = Restricting { person: person.id, seen, chosen, reason };
        self.session.restricting = Some(Box::new(restricting));
        self.ask_restriction(&person, last, Restrict::OwnSure(kind, term));
        Ok(())
    }

    /// Whether the person who is talking is an admin; read again before anything is done, for somebody
    /// at another replica may have dismissed them while this waited.
    async fn is_admin_still(&mut self, again: bool) -> Result<bool, StoreError> {
        if again {
            let presser = contacts::by_id(self.tx.connection(), self.contact.id).await?;
            self.contact.role = presser.and_then(|presser| self.shared.role_of(&presser));
        }
        let is_admin = self.contact.role >= Some(Role::Admin);
        if !is_admin {
            self.toast("toast-not-allowed", &[], true);
        }
        Ok(is_admin)
    }

    /// The person, if they may be restricted: somebody with a part in the work gives that up first.
    /// With `hold` their row is held, so that they neither write nor join the team meanwhile.
    async fn restrictable(
        &mut self,
        person: i64,
        hold: bool,
    ) -> Result<Option<Contact>, StoreError> {
        let mut found = contacts::by_id(self.tx.connection(), person).await?;
        let is_member = |found: &Contact| self.shared.role_of(found).is_some();
        // Not held before this is known: two admins who restrict each other would wait for ever.
        if hold && found.as_ref().is_some_and(|found| !is_member(found)) {
            found = contacts::take_up(self.tx, person).await?;
        }
        let Some(found) = found else {
            self.toast("toast-gone", &[], false);
            return Ok(None);
        };
        if is_member(&found) {
            let words = self.say("sanction-of-member", &[("who", found.name.as_str().into())]);
            self.tell(words);
            return Ok(None);
        }
        Ok(Some(found))
    }

    /// Asks for what is not chosen yet; with everything chosen, whether it is meant.
    fn ask_restriction(&mut self, person: &Contact, last: Option<Sanction>, step: Restrict) {
        let seen = last.as_ref().map_or(0, |last| last.id);
        let reader = self.reader();
        let button = |key: &str, step| reader.choice(key, &Press::Restrict(person.id, seen, step));
        let (mut choices, back): (Vec<Vec<Choice>>, _) = match step {
            Restrict::Begin => {
                let kinds = Kind::ALL.map(|kind| (kind, format!("sanction-{}", kind.code())));
                (kinds.map(|(kind, key)| vec![button(&key, Restrict::Kind(kind))]).into(), None)
            }
            Restrict::Kind(kind) => {
                let terms = Term::ALL.map(|term| {
                    button(&format!("sanction-term-{}", term.code()), Restrict::Term(kind, term))
                });
                (terms.chunks(2).map(<[_]>::to_vec).collect(), Some(Restrict::Begin))
            }
            Restrict::Term(kind, term) => {
                let reasons = Why::ALL.into_iter().map(|why| {
                    let step = Restrict::Why(kind, term, why);
                    vec![button(&format!("sanction-why-{}", why.code()), step)]
                });
                let own = vec![button("own-words", Restrict::OwnWords(kind, term))];
                (reasons.chain([own]).collect(), Some(Restrict::Kind(kind)))
            }
            Restrict::OwnWords(kind, term) | Restrict::OwnSure(kind, term) => {
                let sure = button("sanction-sure", Restrict::OwnSure(kind, term));
                (vec![vec![sure]], Some(Restrict::Term(kind, term)))
            }
            Restrict::Why(kind, term, why) | Restrict::Sure(kind, term, why) => {
                let sure = button("sanction-sure", Restrict::Sure(kind, term, why));
                (vec![vec![sure]], Some(Restrict::Term(kind, term)))
            }
        };
        choices.extend(back.map(|step| vec![button("back", step)]));
        let parts = self.asked_restriction(person, last, step);
        let message = Message { choices, ..Message::of(parts.join("\n\n")) };
        if step == Restrict::Begin {
            // Begun on a card, which stays as it is.
            self.tell_message(message);
        } else {
            self.answer(message);
        }
    }

    /// The question, and above it what was chosen so far.
    fn asked_restriction(
        &self,
        person: &Contact,
        last: Option<Sanction>,
        step: Restrict,
    ) -> Vec<String> {
        let mut parts = vec![self.say("sanction-title", &[("who", person.name.as_str().into())])];
        let chosen = |kind: Kind, term: Option<Term>| {
            let kind = self.say(&format!("sanction-{}", kind.code()), &[]);
            let Some(term) = term else { return kind };
            format!("{kind}, {}", self.say(&format!("sanction-term-{}", term.code()), &[]))
        };
        match step {
            Restrict::Begin => {
                if let Some(last) = last.filter(|last| last.holds(self.now)) {
                    let row = self.sanction_row(&last);
                    parts.push(format!("{}\n{row}", self.say("sanction-replaces", &[])));
                }
                parts.push(self.say("sanction-which", &[]));
            }
            Restrict::Kind(kind) => {
                parts.push(chosen(kind, None));
                parts.push(self.say("sanction-how-long", &[]));
            }
            Restrict::Term(kind, term) => {
                parts.push(chosen(kind, Some(term)));
                parts.push(self.say("sanction-reason-which", &[]));
            }
            Restrict::Why(kind, term, _)
            | Restrict::Sure(kind, term, _)
            | Restrict::OwnWords(kind, term)
            | Restrict::OwnSure(kind, term) => {
                parts.push(chosen(kind, Some(term)));
                let reason = match step {
                    Restrict::Why(_, _, why) | Restrict::Sure(_, _, why) => {
                        spoken(&format!("{PRESET}{}", why.code()), self.locale)
                    }
                    _ => {
                        let written = self.session.restricting.as_ref();
                        written.and_then(|one| one.reason.clone()).unwrap_or_default()
                    }
                };
                parts.push(self.say("sanction-reason", &[("reason", reason.into())]));
                parts.push(self.say("sanction-confirm", &[]));
            }
        }
        parts
    }

    /// Restricts the person, in place of what holds for them, and tells them.
    async fn impose(
        &mut self,
        person: &Contact,
        last: Option<Sanction>,
        kind: Kind,
        term: Term,
        reason: &str,
    ) -> Result<(), StoreError> {
        if let Some(last) = last.filter(|last| last.lifted_at.is_none()) {
            sanctions::lift(self.tx, last.id, Some(self.contact.id), self.now).await?;
            let detail = json!({ "sanction": last.id });
            self.note_order(person.id, Act::Lift, false, None, detail).await?;
        }
        let (id, by, until) = (self.shared.ids.next(), self.contact.id, term.ends(self.now));
        let new = NewSanction { id, contact: person.id, kind, reason, by, until };
        sanctions::insert(self.tx, &new, self.now).await?;
        match until {
            Some(until) => timers::set(self.tx, person.id, timers::SANCTION, until).await?,
            None => timers::clear(self.tx, person.id, timers::SANCTION).await?,
        }
        let detail = json!({ "sanction": id, "kind": kind.code(), "until": until });
        self.note_order(person.id, Act::Sanction, false, Some(reason), detail).await?;
        let locale = person.language.unwrap_or(self.shared.settings.locale);
        let words = restricted(locale, kind, until, reason);
        self.write_to_person(person, Message::of(words));
        let who = ("who", person.name.as_str().into());
        let key = if person.blocked { "sanction-imposed-unreached" } else { "sanction-imposed" };
        self.answer_with_sanctions(self.say(key, &[who]));
        Ok(())
    }

    /// Tells the person who is talking that they are restricted.
    pub(super) async fn tell_restriction(&mut self) -> Result<(), StoreError> {
        let last = sanctions::last_of(self.tx.connection(), self.contact.id).await?;
        let Some(last) = last.filter(|last| last.holds(self.now)) else { return Ok(()) };
        if last.kind == Kind::Ban {
            sanctions::mark_answered(self.tx, last.id, self.now).await?;
        }
        let words = restricted(self.locale, last.kind, last.until, &last.reason);
        // An album of ten is ten messages, and is answered once.
        let slot = format!("restricted.{}.{}", last.id, self.now / ANSWERED_FOR);
        self.redraw(slot, Message::of(words));
        Ok(())
    }

    /// The time of a person's restriction is over, says a timer: they are told.
    pub(super) async fn end_restriction(&mut self) -> Result<(), StoreError> {
        let person = self.contact.id;
        let last = sanctions::last_of(self.tx.connection(), person).await?;
        timers::clear(self.tx, person, timers::SANCTION).await?;
        let Some(last) = last.filter(|last| last.lifted_at.is_none()) else { return Ok(()) };
        match last.until {
            Some(until) if until > self.now => {
                return timers::set(self.tx, person, timers::SANCTION, until).await;
            }
            None => return Ok(()),
            Some(until) => sanctions::lift(self.tx, last.id, None, until).await?,
        };
        let detail = json!({ "sanction": last.id });
        self.note_order(person, Act::Lift, true, None, detail).await?;
        let message = free_again(self.locale, "sanction-ended");
        self.tell_message(message);
        Ok(())
    }

    /// Writes to somebody else, unless they have stopped the bot.
    fn write_to_person(&mut self, person: &Contact, message: Message) {
        if !person.blocked {
            self.post_to(person, Lane::Answer, message);
        }
    }

    /// Notes in the audit that a person was restricted, or freed; by the clock, if nobody did it.
    async fn note_order(
        &mut self,
        person: i64,
        act: Act,
        by_clock: bool,
        reason: Option<&str>,
        detail: serde_json::Value,
    ) -> Result<(), StoreError> {
        let (id, detail) = (self.shared.ids.next(), detail.to_string());
        let actor = (!by_clock).then(|| self.contact.actor());
        let entry = Entry::new(id, act, Subject::Contact(person), actor, self.now);
        audit::record(self.tx, &entry.because(reason).with(&detail)).await
    }
}

/// What was chosen before the words were asked for, as a session keeps it.
fn numbered(kind: Kind, term: Term) -> i64 {
    let all = choices_made();
    all.zip(0..)
        .find_map(|(choice, number)| (choice == (kind, term)).then_some(number))
        .unwrap_or(-1)
}

fn by_number(number: i64) -> Option<(Kind, Term)> {
    choices_made().nth(usize::try_from(number).ok()?)
}

fn choices_made() -> impl Iterator<Item = (Kind, Term)> {
    Kind::ALL.into_iter().flat_map(|kind| Term::ALL.map(|term| (kind, term)))
}

/// What a restricted person reads: how far it goes, until when, why, what stays, and whom to turn to.
fn restricted(locale: Locale, kind: Kind, until: Option<Millis>, reason: &str) -> String {
    let until = match until {
        Some(until) => text(locale, "sanction-until", &[("at", day::local(until).into())]),
        None => text(locale, "sanction-until-lifted", &[]),
    };
    let reason = spoken(reason, locale);
    [
        text(locale, &format!("sanction-told-{}", kind.code()), &[]),
        format!("{until}\n{}", text(locale, "sanction-reason", &[("reason", reason.into())])),
        text(locale, &format!("sanction-left-{}", kind.code()), &[]),
        text(locale, "sanction-whom", &[]),
    ]
    .join("\n\n")
}

/// What somebody reads who may write again.
fn free_again(locale: Locale, key: &str) -> Message {
    let nominate = choice(text(locale, "button-nominate", &[]), &Press::Nominate);
    Message { choices: vec![vec![nominate]], ..Message::of(text(locale, key, &[])) }
}

/// A stored reason as a person reads it.
pub(super) fn spoken(stored: &str, locale: Locale) -> String {
    let preset = stored.strip_prefix(PRESET).and_then(Why::from_code);
    preset.map_or_else(
        || stored.to_owned(),
        |why| text(locale, &format!("sanction-because-{}", why.code()), &[]),
    )
}
