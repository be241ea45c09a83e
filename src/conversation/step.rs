//! One step: a session and an input give a new session and what to do.
//!
//! No async, no error: a wrong answer is a normal answer, and gets one. What a person may do in
//! any state is decided here: commands, words and files; buttons in `step/press.rs`; the questions of
//! a nomination in `nominate.rs`.

mod press;

use super::command::Command;
use super::effect::Effect;
use super::input::Input;
use super::nominate;
use super::press::Judge;
use super::session::{At, Session};
use super::spoken;
use super::view::{Note, Placement, View};
use crate::clock::{MINUTE, Millis};
use crate::domain::draft::{FILES_MAX, KEEP_FOR, Line, Piece, REMIND_AFTER, next_number};
use crate::domain::evidence::File;
use crate::domain::role::Role;
use crate::domain::text::char_count;

/// The data notice in force. A greater number asks everyone for consent again.
pub const NOTICE_VERSION: u32 = 1;
/// Words this long, outside any flow, look like a story.
pub const STORY_LIKE: usize = 40;
/// The least and the most of a refusal in own words, in characters.
pub const REASON_LENGTH: std::ops::RangeInclusive<usize> = 5..=500;

/// After this long a message is drawn below instead of again in its place, where nobody would look.
pub(super) const OUT_OF_SIGHT: Millis = 10 * MINUTE;

/// What is known of the person who is talking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Context {
    /// Now.
    pub now: Millis,
    /// The version of the data notice consented to, if any.
    pub consented: Option<u32>,
    /// Their part in the work, if any.
    pub role: Option<Role>,
}

/// A session and what is to be done, in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The session from now on.
    pub session: Session,
    /// What to do.
    pub effects: Vec<Effect>,
}

/// Says what happens next.
pub fn step(context: &Context, session: Session, input: Input) -> Step {
    let asked_contact = session.at == At::Editing(Line::NominatorPhone);
    let phone = session.draft.as_ref().and_then(|draft| draft.nominator_phone.clone());
    let mut turn = Turn { context, session, effects: Vec::new() };
    match input {
        Input::Command(command) => turn.command(command),
        Input::Text { text, source } => turn.text(&text, &source),
        Input::File { file, caption, source } => turn.file(file, &caption, &source),
        Input::Edited { text, source } => turn.edited(&text, &source),
        Input::Contact(phone) => turn.contact(phone),
        Input::Press(press) => turn.press(press),
        Input::ForgedPress => {
            turn.toast("toast-unknown");
            turn.show_where_we_are();
        }
        Input::Unsupported => turn.unsupported(),
        Input::Blocked(blocked) => turn.effects.push(Effect::Block(blocked)),
        Input::DraftDue => turn.draft_due(),
    }
    if asked_contact && turn.session.at != At::Editing(Line::NominatorPhone) {
        turn.take_keyboard_away(phone);
    }
    Step { session: turn.session, effects: turn.effects }
}

/// A step being made.
pub(super) struct Turn<'c> {
    pub(super) context: &'c Context,
    pub(super) session: Session,
    pub(super) effects: Vec<Effect>,
}

impl Turn<'_> {
    pub(super) fn show(&mut self, view: View, placement: Placement) {
        self.effects.push(Effect::Show(view, placement));
    }

    pub(super) fn tell(&mut self, key: &'static str) {
        self.show(View::Told(key), Placement::Fresh);
    }

    pub(super) fn toast(&mut self, key: &'static str) {
        self.effects.push(Effect::Toast(key));
    }

    pub(super) fn has_consented(&self) -> bool {
        self.context.consented == Some(NOTICE_VERSION)
    }

    fn command(&mut self, command: Command) {
        match command {
            Command::Start(Some(code)) => {
                self.pause();
                self.effects.push(Effect::Accept { code });
            }
            Command::Start(None) => {
                self.pause();
                self.welcome(Placement::Fresh);
            }
            Command::Nominate => self.nominate(Placement::Fresh),
            Command::Mine => self.effects.push(Effect::Mine { page: 0 }),
            Command::Cancel => self.cancel(),
            Command::Help => self.show(View::Help, Placement::Fresh),
            Command::Unknown if self.session.at.is_writing() => {
                nominate::ask(self, Some(Note::Key("note-no-command")), Placement::Fresh);
            }
            Command::Unknown => self.show(View::Help, Placement::Fresh),
            Command::Language => self.show(View::Languages, Placement::Fresh),
            Command::Queue => self.as_member(Role::Reviewer, Effect::Queue { page: 0 }),
            Command::Invite => self.as_member(Role::Admin, Effect::Invite(None)),
            Command::Team => self.as_member(Role::Admin, Effect::Team { page: 0 }),
        }
    }

    /// Only members meet members' commands; to others they do not exist.
    fn as_member(&mut self, least: Role, effect: Effect) {
        match self.context.role {
            Some(role) if role >= least => self.effects.push(effect),
            _ => self.show(View::Help, Placement::Fresh),
        }
    }

    /// The button that shares one's phone must not stay behind when the question is left. The first
    /// words of the answer take it away if they can; else a few of their own do.
    fn take_keyboard_away(&mut self, phone_before: Option<String>) {
        let phone = self.session.draft.as_ref().and_then(|draft| draft.nominator_phone.clone());
        let told = self.effects.iter_mut().find_map(|effect| match effect {
            Effect::Show(view @ View::Told(_), Placement::Fresh) => Some(view),
            _ => None,
        });
        match told {
            Some(view) => {
                if let View::Told(key) = *view {
                    *view = View::KeyboardGone(key);
                }
            }
            None => {
                let new = phone.is_some() && phone != phone_before;
                let key = if new { "note-phone-kept" } else { "keyboard-gone" };
                let gone = Effect::Show(View::KeyboardGone(key), Placement::Fresh);
                self.effects.insert(0, gone);
            }
        }
    }

    /// Leaves the question open; a draft stays where it is, to be offered again.
    fn pause(&mut self) {
        if self.session.at != At::Idle {
            self.session.go(At::Idle);
        }
    }

    fn welcome(&mut self, placement: Placement) {
        if !self.has_consented() {
            self.show(View::Greeting, placement);
        } else if !self.session.offered.is_empty() {
            self.show(View::Offer { thanks: false }, placement);
        } else if self.session.draft.is_some() {
            self.show(View::Unfinished { until: None }, placement);
        } else {
            self.show(View::Menu { thanks: false }, placement);
        }
    }

    fn nominate(&mut self, placement: Placement) {
        if !self.has_consented() {
            self.toast("toast-consent-first");
            self.show(View::Greeting, placement);
        } else if self.session.draft.as_ref().is_some_and(|draft| draft.has_substance()) {
            self.pause();
            self.show(View::Unfinished { until: None }, placement);
        } else {
            // What was sent and is still on offer is what they mean.
            let offered = std::mem::take(&mut self.session.offered);
            nominate::begin(self, offered, placement);
        }
    }

    /// Ends what is being asked. A draft set aside for an addition or a refusal outlives that.
    fn cancel(&mut self) {
        let aside = match self.session.at {
            At::Adding(_) => Some("cancelled-adding"),
            At::Refusing { .. } => Some("cancelled-refusing"),
            _ => None,
        };
        if let Some(words) = aside {
            self.session.go(At::Idle);
            self.tell(words);
            if self.session.draft.is_some() {
                self.welcome(Placement::Fresh);
            }
            return;
        }
        let had = self.session.at != At::Idle
            || self.session.draft.is_some()
            || !self.session.offered.is_empty();
        self.drop_draft();
        self.session.go(At::Idle);
        self.drop_offered();
        self.tell(if had { "cancelled" } else { "nothing-to-cancel" });
    }

    /// Forgets the draft; whatever else is being asked stays asked.
    pub(super) fn drop_draft(&mut self) {
        if self.session.draft.take().is_some() {
            self.effects.push(Effect::ForgetDraft);
        }
        if self.session.at.is_writing() {
            self.session.go(At::Idle);
        }
    }

    fn text(&mut self, text: &str, source: &str) {
        match self.session.at {
            At::Idle => match spoken::press(&self.session, self.has_consented(), text) {
                Some(press) => self.press(press),
                None if char_count(text) >= STORY_LIKE => self.offer(text, source, None),
                None => self.welcome(Placement::Fresh),
            },
            At::Adding(nomination) => self.add(nomination, text, source, None),
            At::Refusing { nomination, version } => self.refuse(nomination, version, text),
            _ => match spoken::write(&self.session, text) {
                Some(write) => self.write(self.session.serial, write),
                None => nominate::text(self, text, source),
            },
        }
    }

    fn file(&mut self, file: File, caption: &str, source: &str) {
        match self.session.at {
            At::Idle => self.offer(caption, source, Some(file)),
            At::Adding(nomination) => self.add(nomination, caption, source, Some(file)),
            At::Refusing { .. } => self.tell("refuse-words-please"),
            _ => nominate::file(self, file, caption, source),
        }
    }

    /// Offers to nominate with what was sent outside any flow. Before consent it is kept as well, and
    /// offered right after.
    fn offer(&mut self, text: &str, source: &str, file: Option<File>) {
        if file.as_ref().is_some_and(File::is_too_big) {
            self.tell("file-too-big");
            return;
        }
        let now = self.context.now;
        if self.session.offered.len() >= FILES_MAX {
            let full = Placement::Slot(format!("full.{}", self.session.serial));
            self.show(View::Told("offer-full"), full);
            return;
        }
        let out_of_sight = now - self.session.offered_at >= OUT_OF_SIGHT;
        if self.session.offered.is_empty() || out_of_sight {
            self.session.go(At::Idle);
        }
        if self.session.offered.is_empty() && self.session.draft.is_none() {
            self.effects.push(Effect::WakeDraft { at: now + KEEP_FOR });
        }
        self.session.offered_at = now;
        let number = next_number(&self.session.offered);
        let source = source.to_owned();
        self.session.offered.push(Piece { number, source, text: text.to_owned(), file });
        self.show_offer();
    }

    pub(super) fn drop_offered(&mut self) {
        if !self.session.offered.is_empty() && self.session.draft.is_none() {
            self.effects.push(Effect::ForgetDraft);
        }
        self.session.offered.clear();
    }

    fn show_offer(&mut self) {
        let view =
            if self.has_consented() { View::Offer { thanks: false } } else { View::Greeting };
        self.show(view, Placement::Slot(format!("offer.{}", self.session.serial)));
    }

    fn add(&mut self, nomination: i64, text: &str, source: &str, file: Option<File>) {
        if file.is_none() && spoken::says(text, "done") {
            self.session.go(At::Idle);
            self.effects.push(Effect::Open { nomination });
        } else if file.is_none() && (spoken::says(text, "cancel") || spoken::says(text, "back")) {
            self.cancel();
        } else if file.is_none() && text.is_empty() {
            self.tell("unsupported");
        } else if file.as_ref().is_some_and(File::is_too_big) {
            self.tell("file-too-big");
        } else {
            let piece = Piece { number: 0, source: source.to_owned(), text: text.to_owned(), file };
            self.effects.push(Effect::Add { nomination, piece });
        }
    }

    fn refuse(&mut self, nomination: i64, version: i64, text: &str) {
        if spoken::says(text, "cancel") || spoken::says(text, "back") {
            self.cancel();
        } else if self.session.reason.is_some() && spoken::says(text, "refuse-sure") {
            self.judge(nomination, version, Judge::OwnSure);
        } else if !REASON_LENGTH.contains(&char_count(text)) {
            self.tell("refuse-length");
        } else {
            // A new serial first: going on forgets the words.
            self.session.go(At::Refusing { nomination, version });
            let reason = text.to_owned();
            self.session.reason = Some(reason.clone());
            let sure = false;
            self.effects.push(Effect::RefuseBecause { nomination, version, reason, sure });
        }
    }

    fn edited(&mut self, text: &str, source: &str) {
        let offered = &mut self.session.offered;
        if let Some(index) = offered.iter().position(|piece| piece.source == source) {
            offered[index].text = text.to_owned();
            if text.is_empty() && offered[index].file.is_none() {
                offered.remove(index);
            }
            if !self.session.offered.is_empty() && self.session.at == At::Idle {
                self.show_offer();
            }
        } else if let At::Adding(_) = self.session.at {
            // What was added is kept as it was sent; only saying more can change what it means.
            self.tell("add-edited");
        } else {
            nominate::edited(self, text, source);
        }
    }

    fn contact(&mut self, phone: Option<String>) {
        if self.session.at.is_writing() {
            nominate::contact(self, phone);
        } else {
            self.show_where_we_are();
        }
    }

    fn unsupported(&mut self) {
        if self.session.at.is_writing() {
            nominate::ask(self, Some(Note::Key("unsupported")), Placement::Fresh);
        } else {
            self.tell("unsupported");
        }
    }

    /// Shows again what can be done now.
    pub(super) fn show_where_we_are(&mut self) {
        match self.session.at {
            At::Idle => self.welcome(Placement::Fresh),
            At::Adding(nomination) => self.effects.push(Effect::BeginAdding { nomination }),
            At::Refusing { .. } => self.tell("refuse-words-please"),
            _ => nominate::ask(self, None, Placement::Fresh),
        }
    }

    fn draft_due(&mut self) {
        let now = self.context.now;
        let offer_ends = self.session.offered_at + KEEP_FOR;
        if now >= offer_ends {
            self.session.offered.clear();
        }
        let Some(draft) = &mut self.session.draft else {
            let left = !self.session.offered.is_empty();
            let wake = Effect::WakeDraft { at: offer_ends };
            self.effects.push(if left { wake } else { Effect::ForgetDraft });
            return;
        };
        let due = draft.touched_at + if draft.reminded { KEEP_FOR } else { REMIND_AFTER };
        if now < due {
            self.effects.push(Effect::WakeDraft { at: due });
        } else if draft.reminded {
            // Quietly: the reminder said until when it would be kept.
            self.drop_draft();
        } else {
            draft.reminded = true;
            let end = draft.touched_at + KEEP_FOR;
            self.effects.push(Effect::WakeDraft { at: end });
            self.show(View::Unfinished { until: Some(end) }, Placement::Fresh);
        }
    }
}
