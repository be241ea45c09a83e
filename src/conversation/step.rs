//! One step: a session and an input give a new session and what to do.
//!
//! No async, no error: a wrong answer is a normal answer, and gets one. What a person may do in
//! any state is decided here: commands and timers; buttons in `step/press.rs` and `step/scope.rs`; what
//! is left to the muted in `step/order.rs`; news in `step/news.rs`; words and files in
//! `step/words.rs`; the questions of a nomination in `nominate.rs`.

mod news;
mod order;
mod press;
mod scope;
mod words;

use super::command::Command;
use super::effect::Effect;
use super::filter::Filter;
use super::input::Input;
use super::press::{Campaign, Cast, News, Rights, Setting, Stats};
use super::session::{At, Session};
use super::view::{Note, Placement, View};
use super::{nominate, supply};
use crate::clock::{Millis, SECOND};
use crate::domain::catalog::Catalog;
use crate::domain::draft::{Line, REMIND_AFTER};
use crate::domain::invite;
use crate::domain::role::Role;
use crate::domain::sanction::Restriction;
use crate::domain::text::clean;

/// The data notice in force. A greater number asks everyone for consent again, so it grows when what is
/// kept, by whom or what for is widened. It does not for words that say more of people's rights, nor for
/// news: that is asked for by itself, and sent to nobody on the strength of this notice.
pub const NOTICE_VERSION: u32 = 1;
/// The question in force whether somebody wants news.
pub const NEWS_VERSION: u32 = 1;
/// Words this long, outside any flow, look like a story.
pub const STORY_LIKE: usize = 40;
/// The least and the most of a refusal in own words, in characters.
pub const REASON_LENGTH: std::ops::RangeInclusive<usize> = 5..=500;

/// After this long a count is drawn below instead of again in its place: the photos of an album come
/// within seconds, and what is sent later pushes the last count out of sight, with its buttons.
pub(super) const OUT_OF_SIGHT: Millis = 5 * SECOND;

/// What is known of the person who is talking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Context<'a> {
    /// Now.
    pub now: Millis,
    /// The version of the data notice consented to, if any.
    pub consented: Option<u32>,
    /// Their part in the work, if any.
    pub role: Option<Role>,
    /// Whether they get news.
    pub gets_news: bool,
    /// What keeps them from writing now. Nobody with a part in the work is restricted.
    pub restriction: Option<Restriction>,
    /// The fields and reasons there are.
    pub catalog: &'a Catalog,
    /// How long a draft left alone is kept.
    pub keeps_drafts: Millis,
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
pub fn step(context: &Context<'_>, session: Session, input: Input) -> Step {
    let asked_contact = session.at == At::Editing(Line::NominatorPhone);
    let phone = session.draft.as_ref().and_then(|draft| draft.nominator_phone.clone());
    let mut turn = Turn { context, session, effects: Vec::new() };
    let Some(input) = turn.admit(input) else {
        return Step { session: turn.session, effects: turn.effects };
    };
    match input {
        Input::Command(command) => turn.command(command),
        Input::Text { text, marked, source } => turn.text(&text, marked, &source),
        Input::File { file, caption, marked, source } => {
            turn.file(file, &caption, marked, &source);
        }
        Input::Edited { text, marked, source } => turn.edited(&text, marked, &source),
        Input::Contact(phone) => turn.contact(phone),
        Input::Press(press) => turn.press(press),
        Input::ForgedPress => {
            turn.toast("toast-unknown");
            turn.show_where_we_are();
        }
        Input::Unsupported => turn.unsupported(),
        Input::Blocked(blocked) => turn.effects.push(Effect::Block(blocked)),
        Input::DraftDue => turn.draft_due(),
        Input::TopicsRefused => turn.effects.push(Effect::TellOfTopics),
    }
    if asked_contact && turn.session.at != At::Editing(Line::NominatorPhone) {
        turn.take_keyboard_away(phone);
    }
    Step { session: turn.session, effects: turn.effects }
}

/// A step being made.
pub(super) struct Turn<'c> {
    pub(super) context: &'c Context<'c>,
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
            Command::Start(Some(code)) if invite::is_code(&code) => {
                self.pause();
                self.effects.push(Effect::Accept { code });
            }
            // A link may carry other words, such as where a poster hung.
            Command::Start(_) => {
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
            Command::One(code) => self.effects.push(Effect::OpenCode(clean(&code))),
            Command::Queue => self.as_member(Role::Reviewer, Effect::Queue(Filter::default())),
            Command::Find(words) => {
                let words = words.map(|words| clean(&words));
                self.as_member(Role::Reviewer, Effect::Find(words));
            }
            Command::Invite => self.as_member(Role::Admin, Effect::Invite(None)),
            Command::OnBehalf if self.context.role.is_some() => self.nominate_for_another(),
            Command::OnBehalf => self.show(View::Help, Placement::Fresh),
            Command::Sanctions => self.as_member(Role::Admin, Effect::Sanctions { page: 0 }),
            Command::Campaigns => {
                self.as_member(Role::Admin, Effect::Campaign(Campaign::Begin));
            }
            Command::Broadcast => self.as_member(Role::Editor, Effect::Cast(Cast::Begin)),
            Command::Stats => self.as_member(Role::Reviewer, Effect::Stats(Stats::Begin)),
            Command::Settings => self.as_member(Role::Admin, Effect::Setting(Setting::Begin)),
            Command::MyData => self.effects.push(Effect::Rights(Rights::Begin)),
            Command::News => self.choose_news(News::On(NEWS_VERSION)),
            Command::Stop => self.stop_news(None),
            Command::Team => self.as_member(Role::Admin, Effect::Team { page: 0 }),
            // Where it was written, and by whom, the engine says.
            Command::Bind => self.effects.push(Effect::AskBind),
            Command::Unbind => self.effects.push(Effect::Unbind),
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
    /// words of the answer take it away if they can; else a few of their own do, and the question
    /// that follows stands below them, where it is looked for.
    fn take_keyboard_away(&mut self, phone_before: Option<String>) {
        let phone = self.session.draft.as_ref().and_then(|draft| draft.nominator_phone.clone());
        let told = self.effects.iter_mut().find_map(|effect| match effect {
            Effect::Show(view @ View::Told(_), placement) => Some((view, placement)),
            _ => None,
        });
        match told {
            Some((view, placement)) => {
                if let View::Told(key) = *view {
                    *view = View::KeyboardGone(key);
                    *placement = Placement::Fresh;
                }
            }
            None => {
                let new = phone.is_some() && phone != phone_before;
                let key = if new { "note-phone-kept" } else { "keyboard-gone" };
                for effect in &mut self.effects {
                    if let Effect::Show(_, placement @ Placement::Answer) = effect {
                        *placement = Placement::Fresh;
                    }
                }
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

    /// A reviewer begins a nomination for somebody else.
    fn nominate_for_another(&mut self) {
        if !self.has_consented() {
            self.show(View::Greeting, Placement::Fresh);
        } else if self.session.draft.as_ref().is_some_and(|draft| draft.has_substance()) {
            self.pause();
            self.show(View::Unfinished { until: None }, Placement::Fresh);
        } else {
            let offered = std::mem::take(&mut self.session.offered);
            nominate::begin_for_another(self, offered, Placement::Fresh);
        }
    }

    /// Ends what is being asked. A draft set aside for an addition or a refusal outlives that.
    pub(super) fn cancel(&mut self) {
        let aside = match self.session.at {
            At::Adding(_) => Some("cancelled-adding"),
            At::Refusing { .. } => Some("cancelled-refusing"),
            At::Words { .. } | At::Composing { .. } => Some("cancelled-words"),
            At::Supplying { .. } => Some("cancelled-supplying"),
            _ => None,
        };
        if let Some(words) = aside {
            self.session.go(At::Idle);
            self.session.commending = None;
            self.session.setting = None;
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

    /// Shows again what can be done now.
    pub(super) fn show_where_we_are(&mut self) {
        match self.session.at {
            At::Idle => self.welcome(Placement::Fresh),
            At::Adding(_) | At::Supplying { .. } if !self.has_consented() => {
                self.show(View::Greeting, Placement::Fresh)
            }
            At::Adding(nomination) => self.effects.push(Effect::BeginAdding { nomination }),
            At::Refusing { .. } => self.tell("refuse-words-please"),
            At::Words { .. } | At::Composing { .. } => self.tell("words-please"),
            At::Supplying { ask, .. } => supply::resume(self, ask, None),
            _ => nominate::ask(self, None, Placement::Fresh),
        }
    }

    fn draft_due(&mut self) {
        let now = self.context.now;
        let offer_ends = self.session.sent_at + self.context.keeps_drafts;
        if now >= offer_ends {
            self.session.offered.clear();
        }
        let Some(draft) = &mut self.session.draft else {
            let left = !self.session.offered.is_empty();
            let wake = Effect::WakeDraft { at: offer_ends };
            self.effects.push(if left { wake } else { Effect::ForgetDraft });
            return;
        };
        let due = draft.touched_at
            + if draft.reminded { self.context.keeps_drafts } else { REMIND_AFTER };
        if now < due {
            self.effects.push(Effect::WakeDraft { at: due });
        } else if draft.reminded {
            // Quietly: the reminder said until when it would be kept.
            self.drop_draft();
        } else {
            draft.reminded = true;
            let end = draft.touched_at + self.context.keeps_drafts;
            self.effects.push(Effect::WakeDraft { at: end });
            self.show(View::Unfinished { until: Some(end) }, Placement::Fresh);
        }
    }
}
