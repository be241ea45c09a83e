//! One step: a session and an input give a new session and what to do.
//!
//! No async, no error: a wrong answer is a normal answer, and gets one. What a person may do in
//! any state (commands, menus, cards) is decided here; the questions of a nomination in
//! `nominate.rs`.

use super::command::Command;
use super::effect::Effect;
use super::input::Input;
use super::nominate;
use super::press::{Judge, Press, Write};
use super::session::{At, Session};
use super::view::{Placement, View};
use crate::clock::Millis;
use crate::domain::draft::{FILES_MAX, KEEP_FOR, Piece, REMIND_AFTER};
use crate::domain::evidence::File;
use crate::domain::role::Role;
use crate::domain::text::char_count;

/// The data notice in force. A greater number asks everyone for consent again.
pub const NOTICE_VERSION: u32 = 1;
/// Words this long, outside any flow, look like a story.
pub const STORY_LIKE: usize = 40;
/// The least and the most of a refusal in own words, in characters.
pub const REASON_LENGTH: std::ops::RangeInclusive<usize> = 5..=500;

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
            Command::Help | Command::Unknown => self.show(View::Help, Placement::Fresh),
            Command::Language => self.show(View::Languages, Placement::Fresh),
            Command::Queue => self.as_member(Role::Reviewer, Effect::Queue { page: 0 }),
            Command::Invite => self.as_member(Role::Admin, Effect::Invite(None)),
            Command::Team => self.as_member(Role::Admin, Effect::Team),
        }
    }

    /// Only members meet members' commands; to others they do not exist.
    fn as_member(&mut self, least: Role, effect: Effect) {
        match self.context.role {
            Some(role) if role >= least => self.effects.push(effect),
            _ => self.show(View::Help, Placement::Fresh),
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
        } else if self.session.draft.is_some() {
            self.show(View::Unfinished, placement);
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
            self.show(View::Unfinished, placement);
        } else {
            nominate::begin(self, Vec::new(), placement);
        }
    }

    fn cancel(&mut self) {
        let had = self.session.at != At::Idle || self.session.draft.is_some();
        self.drop_draft();
        self.session.offered.clear();
        self.tell(if had { "cancelled" } else { "nothing-to-cancel" });
    }

    pub(super) fn drop_draft(&mut self) {
        if self.session.draft.take().is_some() {
            self.effects.push(Effect::ForgetDraft);
        }
        self.session.go(At::Idle);
    }

    fn text(&mut self, text: &str, source: &str) {
        match self.session.at {
            At::Idle if char_count(text) >= STORY_LIKE => self.offer(text, source, None),
            At::Idle => self.welcome(Placement::Fresh),
            At::Adding(nomination) => self.add(nomination, text, source, None),
            At::Refusing { nomination, version } => self.refuse(nomination, version, text),
            _ => nominate::text(self, text, source),
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

    /// Offers to nominate with what was sent outside any flow.
    fn offer(&mut self, text: &str, source: &str, file: Option<File>) {
        if file.as_ref().is_some_and(File::is_too_big) {
            self.tell("file-too-big");
            return;
        }
        if self.session.offered.len() >= FILES_MAX {
            self.tell("offer-full");
            return;
        }
        if self.session.offered.is_empty() {
            self.session.go(At::Idle);
        }
        let number = self.session.offered.iter().map(|p| p.number).max().unwrap_or(0) + 1;
        let source = source.to_owned();
        self.session.offered.push(Piece { number, source, text: text.to_owned(), file });
        let slot = Placement::Slot(format!("offer.{}", self.session.serial));
        self.show(View::Offer, slot);
    }

    fn add(&mut self, nomination: i64, text: &str, source: &str, file: Option<File>) {
        if file.is_none() && nominate::says_done(text) {
            self.session.go(At::Idle);
            self.effects.push(Effect::Open { nomination });
        } else if file.as_ref().is_some_and(File::is_too_big) {
            self.tell("file-too-big");
        } else {
            let piece = Piece { number: 0, source: source.to_owned(), text: text.to_owned(), file };
            self.effects.push(Effect::Add { nomination, piece });
        }
    }

    fn refuse(&mut self, nomination: i64, version: i64, text: &str) {
        if !REASON_LENGTH.contains(&char_count(text)) {
            self.tell("refuse-length");
            return;
        }
        self.session.go(At::Idle);
        let reason = text.to_owned();
        self.effects.push(Effect::RefuseBecause { nomination, version, reason });
    }

    fn edited(&mut self, text: &str, source: &str) {
        let offered = self.session.offered.iter_mut().find(|piece| piece.source == source);
        if let Some(piece) = offered {
            piece.text = text.to_owned();
        } else {
            nominate::edited(self, text, source);
        }
    }

    fn contact(&mut self, phone: Option<String>) {
        match self.session.at {
            At::Idle | At::Adding(_) | At::Refusing { .. } => self.show_where_we_are(),
            _ => nominate::contact(self, phone),
        }
    }

    fn unsupported(&mut self) {
        self.tell("unsupported");
        if self.session.at != At::Idle {
            self.show_where_we_are();
        }
    }

    /// Shows again what can be done now.
    pub(super) fn show_where_we_are(&mut self) {
        match self.session.at {
            At::Idle => self.welcome(Placement::Fresh),
            At::Adding(nomination) => self.show(View::AddMore { nomination }, Placement::Fresh),
            At::Refusing { .. } => self.tell("refuse-words-please"),
            _ => nominate::ask(self, None, Placement::Fresh),
        }
    }

    fn press(&mut self, press: Press) {
        match press {
            Press::Consent(version) if version == NOTICE_VERSION => {
                if self.has_consented() {
                    self.toast("toast-consented");
                    self.welcome(Placement::Answer);
                } else {
                    self.effects.push(Effect::Consent { version });
                    self.show(View::Menu { thanks: true }, Placement::Answer);
                }
            }
            Press::Consent(_) => {
                self.toast("toast-notice-changed");
                self.show(View::Greeting, Placement::Answer);
            }
            Press::Notice => self.show(View::Notice, Placement::Answer),
            Press::Nominate => self.nominate(Placement::Answer),
            Press::NominateThis => self.nominate_this(),
            Press::NotThis => {
                self.session.offered.clear();
                self.welcome(Placement::Answer);
            }
            Press::Languages => self.show(View::Languages, Placement::Answer),
            Press::Language(locale) => {
                self.effects.push(Effect::Speak(locale));
                self.toast("toast-language");
                match self.session.at {
                    At::Idle => self.welcome(Placement::Answer),
                    _ => self.show_where_we_are(),
                }
            }
            Press::Help => self.show(View::Help, Placement::Answer),
            Press::Write(serial, write) => self.write(serial, write),
            Press::Mine(page) => self.effects.push(Effect::Mine { page }),
            Press::Open(nomination) => self.effects.push(Effect::Open { nomination }),
            Press::Add(nomination) => {
                self.effects.push(Effect::BeginAdding { nomination });
                self.session.go(At::Adding(nomination));
            }
            Press::Added => match self.session.at {
                At::Adding(nomination) => {
                    self.session.go(At::Idle);
                    self.effects.push(Effect::Open { nomination });
                }
                _ => self.effects.push(Effect::Mine { page: 0 }),
            },
            Press::Withdraw(nomination) => {
                self.effects.push(Effect::Withdraw { nomination, sure: false });
            }
            Press::WithdrawSure(nomination) => {
                self.effects.push(Effect::Withdraw { nomination, sure: true });
            }
            Press::Judge(nomination, version, judge) => self.judge(nomination, version, judge),
            Press::Queue(page) => self.member_press(Role::Reviewer, Effect::Queue { page }),
            Press::Invite(role) => self.member_press(Role::Admin, Effect::Invite(Some(role))),
            Press::Team => self.member_press(Role::Admin, Effect::Team),
            Press::Dismiss(member) => {
                self.member_press(Role::Admin, Effect::Dismiss { member, sure: false });
            }
            Press::DismissSure(member) => {
                self.member_press(Role::Admin, Effect::Dismiss { member, sure: true });
            }
        }
    }

    /// A role is checked at each press: an old button outlives the role it was drawn for.
    fn member_press(&mut self, least: Role, effect: Effect) {
        match self.context.role {
            Some(role) if role >= least => self.effects.push(effect),
            _ => self.toast("toast-not-allowed"),
        }
    }

    fn judge(&mut self, nomination: i64, version: i64, judge: Judge) {
        if self.context.role.is_some() && judge == Judge::OwnWords {
            // Whether the card is still open, the engine says; words sent too late are told so.
            self.pause();
            self.session.go(At::Refusing { nomination, version });
        }
        self.effects.push(Effect::Judge { nomination, version, judge });
    }

    fn nominate_this(&mut self) {
        if !self.has_consented() {
            self.toast("toast-consent-first");
            self.show(View::Greeting, Placement::Answer);
            return;
        }
        let offered = std::mem::take(&mut self.session.offered);
        if offered.is_empty() {
            self.toast("toast-old");
            self.welcome(Placement::Answer);
        } else if self.session.draft.is_some() {
            nominate::append(self, offered);
        } else {
            nominate::begin(self, offered, Placement::Answer);
        }
    }

    fn write(&mut self, serial: u32, write: Write) {
        match (&self.session.draft, write) {
            (None, _) => {
                self.toast("toast-old");
                self.welcome(Placement::Answer);
            }
            (Some(draft), Write::Resume) => {
                let at = Session::first_gap(draft);
                self.session.go(at);
                nominate::ask(self, None, Placement::Answer);
            }
            (Some(_), Write::CancelSure) if serial == self.session.serial => {
                self.drop_draft();
                self.show(View::Told("cancelled"), Placement::Answer);
            }
            (Some(_), _) if self.session.at == At::Idle => self.welcome(Placement::Answer),
            (Some(_), _) if serial != self.session.serial => {
                self.toast("toast-old");
                nominate::ask(self, None, Placement::Answer);
            }
            (Some(_), write) => nominate::press(self, write),
        }
    }

    fn draft_due(&mut self) {
        let now = self.context.now;
        let Some(draft) = &mut self.session.draft else {
            self.effects.push(Effect::ForgetDraft);
            return;
        };
        let due = draft.touched_at + if draft.reminded { KEEP_FOR } else { REMIND_AFTER };
        if now < due {
            self.effects.push(Effect::WakeDraft { at: due });
        } else if draft.reminded {
            self.drop_draft();
        } else {
            draft.reminded = true;
            let end = draft.touched_at + KEEP_FOR;
            self.effects.push(Effect::WakeDraft { at: end });
            self.show(View::Unfinished, Placement::Fresh);
        }
    }
}
