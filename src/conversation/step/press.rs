//! What a button does, in any state.

use super::{NOTICE_VERSION, Turn};
use crate::conversation::effect::Effect;
use crate::conversation::pick::Whom;
use crate::conversation::press::{Judge, Press, Talk, Write};
use crate::conversation::session::{At, Session};
use crate::conversation::view::{Placement, View};
use crate::conversation::{nominate, supply};
use crate::domain::role::Role;

impl Turn<'_> {
    pub(super) fn press(&mut self, press: Press) {
        match press {
            Press::Consent(version) if version == NOTICE_VERSION => self.consent(version),
            Press::Consent(_) => {
                self.toast("toast-notice-changed");
                self.show(View::Greeting, Placement::Answer);
            }
            Press::Notice => {
                let consented = self.has_consented();
                self.show(View::Notice { consented }, Placement::Answer);
            }
            Press::Nominate => self.nominate(Placement::Answer),
            Press::NominateThis => self.nominate_this(),
            Press::NotThis => {
                self.drop_offered();
                self.welcome(Placement::Answer);
            }
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
            Press::Add(_) if !self.has_consented() => {
                self.toast("toast-consent-first");
                self.show(View::Greeting, Placement::Fresh);
            }
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
            Press::Supply(ask, supply) => supply::press(self, ask, supply),
            Press::Reply(nomination) => self.effects.push(Effect::BeginReply { nomination }),
            Press::Thread(nomination) => self.effects.push(Effect::Thread { nomination }),
            Press::Withdraw(nomination) => {
                self.effects.push(Effect::Withdraw { nomination, sure: false });
            }
            Press::WithdrawSure(nomination) => {
                self.effects.push(Effect::Withdraw { nomination, sure: true });
            }
            Press::Judge(nomination, version, judge) => self.judge(nomination, version, judge),
            Press::Queue(filter) => self.member_press(Role::Reviewer, Effect::Queue(filter)),
            Press::Next => self.member_press(Role::Reviewer, Effect::Next),
            Press::Find => self.member_press(Role::Reviewer, Effect::Find(None)),
            Press::Appeal(nomination) => self.effects.push(Effect::BeginAppeal { nomination }),
            Press::Invite(Role::Reviewer) if self.context.role >= Some(Role::Admin) => {
                self.begin_invitation(Whom::Newcomer);
            }
            Press::Invite(Role::Editor) if self.context.role >= Some(Role::Admin) => {
                self.begin_invitation(Whom::Editor);
            }
            Press::Invite(role) => self.member_press(Role::Admin, Effect::Invite(Some(role))),
            Press::Team(page) => self.member_press(Role::Admin, Effect::Team { page }),
            Press::Scope(member) => self.member_press(Role::Admin, Effect::Scope { member }),
            Press::Pick(began, pick) => self.pick(began, pick),
            Press::Bind(bind) => self.member_press(Role::Admin, Effect::Bind(bind)),
            Press::Dismiss(member) => {
                self.member_press(Role::Admin, Effect::Dismiss { member, sure: false });
            }
            Press::Restrict(person, seen, choice) => {
                self.member_press(Role::Admin, Effect::Restrict { person, seen, choice });
            }
            Press::Sanctions(page) => self.member_press(Role::Admin, Effect::Sanctions { page }),
            Press::Lift(sanction) => {
                self.member_press(Role::Admin, Effect::Lift { sanction, sure: false });
            }
            Press::LiftSure(sanction) => {
                self.member_press(Role::Admin, Effect::Lift { sanction, sure: true });
            }
            Press::News(choice) => self.choose_news(choice),
            Press::Rights(choice) => self.effects.push(Effect::Rights(choice)),
            Press::Cast(choice) => self.member_press(Role::Editor, Effect::Cast(choice)),
            Press::Campaign(choice) => self.member_press(Role::Admin, Effect::Campaign(choice)),
            Press::Setting(choice) => self.member_press(Role::Admin, Effect::Setting(choice)),
            Press::Stats(choice) => self.member_press(Role::Reviewer, Effect::Stats(choice)),
            Press::Crew(choice) => self.member_press(Role::Admin, Effect::Crew(choice)),
            Press::DismissSure(member) => {
                self.member_press(Role::Admin, Effect::Dismiss { member, sure: true });
            }
        }
    }

    pub(in crate::conversation) fn consent(&mut self, version: u32) {
        if self.has_consented() {
            self.toast("toast-consented");
            self.welcome(Placement::Answer);
            return;
        }
        self.effects.push(Effect::Consent { version });
        if let At::Adding(nomination) = self.session.at {
            // What was sent before was not taken: this asks for it.
            self.effects.push(Effect::BeginAdding { nomination });
            return;
        }
        if let At::Supplying { ask, .. } = self.session.at {
            supply::resume(self, ask, None);
            return;
        }
        let next = if !self.session.offered.is_empty() {
            View::Offer { thanks: true }
        } else if self.session.draft.is_some() {
            View::Unfinished { until: None }
        } else {
            View::Menu { thanks: true }
        };
        self.show(next, Placement::Answer);
    }

    /// A role is checked at each press: an old button outlives the role it was drawn for.
    fn member_press(&mut self, least: Role, effect: Effect) {
        match self.context.role {
            Some(role) if role >= least => self.effects.push(effect),
            _ => self.toast("toast-not-allowed"),
        }
    }

    pub(super) fn judge(&mut self, nomination: i64, version: i64, judge: Judge) {
        let here = At::Refusing { nomination, version };
        let awaited = matches!(self.session.at, At::Refusing { .. } | At::Words { .. });
        match judge {
            Judge::OwnWords if self.context.role.is_some() => {
                // Whether the card is still open, the engine says; words sent too late are told so.
                self.session.go(here);
            }
            Judge::OwnSure => {
                let written = self.session.reason.take().filter(|_| self.session.at == here);
                if let Some(reason) = written {
                    self.session.go(At::Idle);
                    let sure = true;
                    self.effects.push(Effect::RefuseBecause { nomination, version, reason, sure });
                    return;
                }
                self.toast("toast-old");
                self.effects.push(Effect::Judge { nomination, version, judge: Judge::Card });
                return;
            }
            Judge::OwnWords
            | Judge::Evidence
            | Judge::Story
            | Judge::More
            | Judge::Talk(Talk::Notes | Talk::Thread) => {}
            Judge::Publish(publish) if publish.only_shows() => {}
            Judge::Alike(alike) if alike.only_shows() => {}
            // Another way was taken: what is written next is for nothing any more.
            _ if awaited => self.session.go(At::Idle),
            _ => {}
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
            if self.session.at.is_writing() {
                // A second tap: the pressed message has become the question.
                nominate::ask(self, None, Placement::Answer);
            } else {
                self.welcome(Placement::Answer);
            }
        } else if self.session.draft.is_some() {
            nominate::append(self, offered);
        } else {
            nominate::begin(self, offered, Placement::Answer);
        }
    }

    /// A button of the draft's questions, drawn when the session's serial was `serial`.
    pub(super) fn write(&mut self, serial: u32, write: Write) {
        let Some(draft) = &self.session.draft else {
            // Never in the pressed message: a second tap on [Gửi] would draw over the code.
            if write == Write::Send {
                self.toast("toast-sent");
            } else {
                self.toast("toast-old");
                self.welcome(Placement::Fresh);
            }
            return;
        };
        let writing = self.session.at.is_writing();
        let current = serial == self.session.serial;
        match write {
            Write::Resume => {
                if !writing {
                    let at = Session::first_gap(draft);
                    self.session.go(at);
                }
                nominate::ask(self, None, Placement::Answer);
            }
            Write::CancelSure if current => {
                self.drop_draft();
                self.show(View::Told("cancelled"), Placement::Answer);
            }
            Write::Cancel if current => nominate::ask_cancel(self),
            write if current && writing => nominate::press(self, write),
            _ => {
                self.toast("toast-old");
                if writing {
                    nominate::ask(self, None, Placement::Answer);
                } else {
                    self.welcome(Placement::Answer);
                }
            }
        }
    }
}
