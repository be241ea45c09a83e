//! The turn itself, inside its transaction.

use std::sync::Arc;

use super::broadcast::Counted;
use super::errand::{Asker, Errand};
use super::rights::DataFile;
use super::{Event, Pressed, Shared, What, groups, session};
use crate::clock::Millis;
use crate::conversation::effect::Effect;
use crate::conversation::input::Input;
use crate::conversation::message::{Message, Topic};
use crate::conversation::render::{Reader, render};
use crate::conversation::session::Session;
use crate::conversation::step::{Context, Step, step};
use crate::conversation::view::{Placement as ViewPlacement, View};
use crate::delivery::outgoing::{Lane, Outgoing, Placement, Row};
use crate::domain::campaign::Season;
use crate::domain::catalog::Catalog;
use crate::domain::policy::Policy;
use crate::domain::role::Role;
use crate::domain::scope::Scope;
use crate::i18n::{self, Args, Locale};
use crate::store::contacts::{Caller, Contact};
use crate::store::rules::{self, Rules};
use crate::store::{
    StoreError, Tx, contacts, desk_timers, erasure, groups as groups_store, inbox, members,
    nominations, outbox, timers,
};

/// What is left to do once the turn is committed.
#[derive(Default)]
pub(super) struct Done {
    /// What was put into the outbox.
    pub(super) rows: Vec<Row>,
    /// The answer to the press that this turn was about.
    pub(super) answer: Option<Answer>,
    /// What takes longer than a turn may.
    pub(super) errands: Vec<Errand>,
    /// A file of somebody's own data that is to be made.
    pub(super) data_file: Option<DataFile>,
}

/// The answer to a press: a few words to show for a moment, or to be confirmed.
pub(super) struct Answer {
    pub(super) channel: &'static str,
    pub(super) id: String,
    pub(super) text: Option<String>,
    pub(super) alert: bool,
}

/// A turn at work.
pub(super) struct Turn<'a> {
    pub(super) tx: &'a mut Tx,
    pub(super) shared: &'a Shared,
    pub(super) now: Millis,
    pub(super) contact: Contact,
    pub(super) locale: Locale,
    pub(super) session: Session,
    /// What the person decides on, if they are a reviewer or an editor.
    pub(super) scope: Scope,
    /// The figures as they count in this turn.
    pub(super) policy: Policy,
    /// The fields and reasons there are.
    pub(super) catalog: Arc<Catalog>,
    /// What citizens face now, where somebody talks.
    pub(super) season: Season,
    pub(super) channel: &'static str,
    pub(super) chat: String,
    /// The topic of the group in which this is, if it is in one.
    pub(super) topic: Option<Topic>,
    /// Whether this is in a group that keeps topics.
    pub(super) is_forum: bool,
    pub(super) pressed: Option<Pressed>,
    /// The slot that the pressed message is drawn in, once a card was looked for.
    pub(super) pressed_slot: Option<String>,
    /// Whether the chat's copy of the pressed card stands below the pressed message.
    pub(super) card_is_below: bool,
    /// What is set, as the turn began.
    rules: Arc<Rules>,
    /// Whether nobody talks: the time of something has come, and the contact is whom it concerns.
    by_clock: bool,
    /// Whether the session is this turn's to write.
    keeps_session: bool,
    toast: Option<(String, bool)>,
    outgoing: Vec<Outgoing>,
    errands: Vec<Errand>,
    pub(super) data_file: Option<DataFile>,
}

impl<'a> Turn<'a> {
    /// Runs the turn of `event`; a second time, it changes nothing and only answers the press.
    pub(super) async fn run(
        tx: &'a mut Tx,
        shared: &'a Shared,
        event: Event,
    ) -> Result<Done, StoreError> {
        let now = shared.clock.now();
        if !inbox::admit(tx, event.channel, event.number, now).await? {
            return Ok(Done {
                answer: answer(event.channel, event.pressed, None),
                ..Done::default()
            });
        }
        let input = match event.what {
            What::Said(input) => input,
            What::GroupGreeting => {
                return greet_group(tx, shared, event.channel, event.chat, now).await;
            }
            What::GroupStanding(standing) => {
                let (channel, chat) = (event.channel, event.chat.as_str());
                return groups::follow_standing(tx, shared, channel, chat, standing, now).await;
            }
            What::GroupMoved(to) => {
                outbox::move_chat(tx, event.channel, &event.chat, &to).await?;
                return Ok(Done::default());
            }
        };
        let caller = Caller {
            channel: event.channel,
            address: &event.person,
            name: &event.name,
            app_language: &event.app_language,
        };
        let mut contact = contacts::meet(tx, caller, shared.ids.next(), now).await?;
        let returns = contact.blocked && input != Input::Blocked(true);
        if returns {
            // They write, so they can be written to again.
            contacts::set_blocked(tx, contact.id, None).await?;
            contact.blocked = false;
        }
        let session = match session::take_up(tx, &contact, now).await? {
            Ok(session) => session,
            Err(error) => {
                // The conversation begins anew, and the operator hears of it.
                let (channel, number, kind) = (event.channel, event.number, input.kind());
                inbox::bury(tx, channel, number, kind, &error, now).await?;
                Session::default()
            }
        };
        let mut turn =
            Turn::begin(tx, shared, now, contact, session, event.channel, event.chat).await?;
        turn.pressed = event.pressed;
        turn.topic = event.thread.map(Topic::Thread);
        turn.is_forum = event.is_forum;
        if event.is_forum {
            groups_store::set_forum(turn.tx, turn.channel, &turn.chat, true).await?;
        }
        if returns {
            turn.catch_up_with_cards().await?;
        }
        turn.take(input).await?;
        if turn.chat != turn.contact.address && turn.contact.role.is_none() {
            // A stranger who pressed in a group may never have written to us: words on the button
            // are all that reaches them.
            turn.outgoing.clear();
        }
        turn.finish().await
    }

    /// Runs the turn of a timer of this kind.
    pub(super) async fn run_timer(
        tx: &'a mut Tx,
        shared: &'a Shared,
        contact: i64,
        channel: &'static str,
        kind: &'static str,
    ) -> Result<Done, StoreError> {
        let now = shared.clock.now();
        let Some(contact) = contacts::take_up(tx, contact).await? else {
            return Ok(Done::default());
        };
        let chat = contact.address.clone();
        let session = match session::take_up(tx, &contact, now).await? {
            Ok(session) => session,
            Err(_) if matches!(kind, timers::SANCTION | timers::MY_DATA) => Session::default(),
            Err(_) => {
                timers::clear(tx, contact.id, kind).await?;
                return Ok(Done::default());
            }
        };
        let mut turn = Turn::begin(tx, shared, now, contact, session, channel, chat).await?;
        turn.by_clock = true;
        match kind {
            timers::SANCTION => {
                turn.keeps_session = false;
                turn.end_restriction().await?;
            }
            timers::MY_DATA => {
                turn.keeps_session = false;
                turn.begin_data_file().await?;
            }
            timers::TOPICS => {
                // Whatever becomes of it, it fires once.
                timers::clear(turn.tx, turn.contact.id, kind).await?;
                turn.take(Input::TopicsRefused).await?;
            }
            _ => turn.take(Input::DraftDue).await?,
        }
        if turn.contact.blocked {
            // Not written to until they write; the draft is offered again then.
            turn.outgoing.clear();
        }
        turn.finish().await
    }

    async fn begin(
        tx: &'a mut Tx,
        shared: &'a Shared,
        now: Millis,
        mut contact: Contact,
        session: Session,
        channel: &'static str,
        chat: String,
    ) -> Result<Self, StoreError> {
        contact.role = shared.role_of(&contact);
        let scope = match contact.role {
            Some(Role::Reviewer | Role::Editor) => {
                members::scope(tx.connection(), contact.id).await?
            }
            _ => Scope::default(),
        };
        let rules = rules::at(&shared.rules, contact.rules, tx.connection()).await?;
        // Whose time is over is free at once, though the timer that says so may still be to come.
        contact.restriction =
            contact.restriction.filter(|one| contact.role.is_none() && one.holds(now));
        let locale = contact.language.unwrap_or(shared.settings.locale);
        Ok(Self {
            tx,
            shared,
            now,
            contact,
            locale,
            session,
            scope,
            policy: rules.policy,
            catalog: rules.catalog.clone(),
            rules,
            season: Season::default(),
            channel,
            chat,
            topic: None,
            is_forum: false,
            pressed: None,
            pressed_slot: None,
            card_is_below: false,
            by_clock: false,
            keeps_session: true,
            toast: None,
            outgoing: Vec::new(),
            errands: Vec::new(),
            data_file: None,
        })
    }

    async fn take(&mut self, input: Input) -> Result<(), StoreError> {
        self.season = self.rules.season(self.now);
        if let Some(fields) = self.season.fields() {
            let only = Some(fields.iter().cloned().collect());
            self.catalog = Arc::new(Catalog::clone(&self.catalog).with_only(only));
        }
        let catalog = self.catalog.clone();
        let context = Context {
            now: self.now,
            consented: self.contact.consented,
            role: self.contact.role,
            gets_news: self.contact.news_since.is_some(),
            restriction: self.contact.restriction,
            catalog: &catalog,
            keeps_drafts: self.policy.keeps_drafts(),
        };
        let Step { session, effects } = step(&context, std::mem::take(&mut self.session), input);
        self.session = session;
        for effect in effects {
            self.carry_out(effect).await?;
        }
        Ok(())
    }

    /// Runs the turn in which a nomination's time for something has come: one of its author's, so that
    /// it keeps its place among what they do.
    pub(super) async fn run_desk_timer(
        tx: &'a mut Tx,
        shared: &'a Shared,
        due: &desk_timers::Due,
        channel: &'static str,
    ) -> Result<Done, StoreError> {
        let now = shared.clock.now();
        let Some(contact) = contacts::take_up(tx, due.nominator).await? else {
            return Ok(Done::default());
        };
        nominations::lock(tx, due.nomination).await?;
        if !desk_timers::take(tx, due.nomination, &due.kind, now).await? {
            return Ok(Done::default());
        }
        let chat = contact.address.clone();
        let session = Session::default();
        let mut turn = Turn::begin(tx, shared, now, contact, session, channel, chat).await?;
        (turn.by_clock, turn.keeps_session) = (true, false);
        turn.desk_time_has_come(due.nomination, &due.kind).await?;
        turn.finish().await
    }

    /// Runs the turn in which somebody is told in the morning what waits.
    pub(super) async fn run_digest(
        tx: &'a mut Tx,
        shared: &'a Shared,
        contact: i64,
        channel: &'static str,
        day: &str,
    ) -> Result<Done, StoreError> {
        let now = shared.clock.now();
        let Some(contact) = contacts::take_up(tx, contact).await? else {
            return Ok(Done::default());
        };
        let chat = contact.address.clone();
        let session = Session::default();
        let mut turn = Turn::begin(tx, shared, now, contact, session, channel, chat).await?;
        (turn.by_clock, turn.keeps_session) = (true, false);
        turn.digest(day).await?;
        turn.finish().await
    }

    /// Runs the turn in which somebody is shown how many were counted for them.
    pub(super) async fn run_counted(
        tx: &'a mut Tx,
        shared: &'a Shared,
        asker: &Asker,
        counted: &Counted,
    ) -> Result<Done, StoreError> {
        let now = shared.clock.now();
        let Some(contact) = contacts::take_up(tx, asker.contact).await? else {
            return Ok(Done::default());
        };
        let chat = contact.address.clone();
        let session = session::take_up(tx, &contact, now).await?.unwrap_or_default();
        let mut turn = Turn::begin(tx, shared, now, contact, session, asker.channel, chat).await?;
        (turn.by_clock, turn.keeps_session) = (true, false);
        turn.show_counted(counted).await?;
        turn.finish().await
    }

    async fn finish(mut self) -> Result<Done, StoreError> {
        if !self.keeps_session {
            let rows = self.write_out().await?;
            return Ok(Done { rows, data_file: self.data_file, ..Done::default() });
        }
        if self.pressed.is_none()
            && let Some((words, _)) = self.toast.take()
        {
            // There is no button to say it on: it was written.
            self.tell(i18n::escape(&words).into_owned());
        }
        let session = serde_json::to_string(&self.session)
            .map_err(|error| StoreError::Corrupt { what: "session", error: error.to_string() })?;
        if self.contact.session.as_ref() != Some(&session) {
            contacts::save_session(self.tx, self.contact.id, &session).await?;
        }
        let rows = self.write_out().await?;
        let answer = answer(self.channel, self.pressed, self.toast);
        Ok(Done { rows, answer, errands: self.errands, data_file: self.data_file })
    }

    async fn write_out(&mut self) -> Result<Vec<Row>, StoreError> {
        let ids = &self.shared.ids;
        // Who had everything erased is told nothing more.
        self.outgoing.retain(|outgoing| !erasure::is_nowhere(&outgoing.address));
        match self.outgoing.as_slice() {
            [] => Ok(Vec::new()),
            some => outbox::insert(self.tx, &mut || ids.next(), some, self.now).await,
        }
    }

    /// From now on what is done follows by itself, or not; gives how it was.
    pub(super) fn acts_by_itself(&mut self, yes: bool) -> bool {
        std::mem::replace(&mut self.by_clock, yes)
    }

    /// Who does what this turn does; `None` if it is the clock.
    pub(super) fn actor(&self) -> Option<i64> {
        (!self.by_clock).then_some(self.contact.id)
    }

    async fn carry_out(&mut self, effect: Effect) -> Result<(), StoreError> {
        match effect {
            Effect::Show(view, placement) => self.show(&view, placement),
            Effect::Toast(key) => self.toast(key, &[], false),
            Effect::Consent { version } => {
                contacts::consent(self.tx, self.contact.id, version, self.now).await?;
            }
            Effect::Speak(locale) => {
                self.locale = locale;
                contacts::speak(self.tx, self.contact.id, locale).await?;
            }
            Effect::WakeDraft { at } => {
                timers::set(self.tx, self.contact.id, timers::DRAFT, at).await?;
            }
            Effect::ForgetDraft => {
                timers::clear(self.tx, self.contact.id, timers::DRAFT).await?;
            }
            Effect::MindLimits => self.mind_limits().await?,
            Effect::Submit(draft) => self.submit(draft).await?,
            Effect::Mine { page } => self.show_mine(page).await?,
            Effect::Open { nomination } => self.open(nomination).await?,
            Effect::BeginAdding { nomination } => self.begin_adding(nomination).await?,
            Effect::Add { nomination, piece } => self.add(nomination, &piece).await?,
            Effect::Supply { ask, what } => self.supply(ask, what).await?,
            Effect::BeginReply { nomination } => self.begin_reply(nomination).await?,
            Effect::ReplyWith { nomination, piece } => self.reply_with(nomination, &piece).await?,
            Effect::Thread { nomination } => self.show_own_thread(nomination).await?,
            Effect::Withdraw { nomination, sure } => self.withdraw(nomination, sure).await?,
            Effect::Judge { nomination, version, judge } => {
                self.judge(nomination, version, judge).await?;
            }
            Effect::RefuseBecause { nomination, version, reason, sure } => {
                self.refuse_because(nomination, version, &reason, sure).await?;
            }
            Effect::Words { about, nomination, version, text, marked } => {
                self.take_words(about, nomination, version, &text, marked).await?;
            }
            Effect::Queue(filter) => self.show_queue(filter).await?,
            Effect::Next => self.show_next().await?,
            Effect::Find(None) => self.ask_what_to_find(),
            Effect::Find(Some(words)) => self.find(&words).await?,
            Effect::OpenCode(code) => self.open_code(&code).await?,
            Effect::BeginAppeal { nomination } => self.begin_appeal(nomination).await?,
            Effect::Invite(role) => self.invite(role).await?,
            Effect::Accept { code } => self.accept(&code).await?,
            Effect::Team { page } => self.show_team(page).await?,
            Effect::Scope { member } => self.begin_scoping(member).await?,
            Effect::Scoped { whom, scope } => self.set_scope(whom, scope).await?,
            Effect::AskBind => self.ask_bind().await?,
            Effect::Unbind => self.unbind().await?,
            Effect::Bind(bind) => self.bind(bind).await?,
            Effect::TellOfTopics => self.tell_of_topics().await?,
            Effect::Dismiss { member, sure } => self.dismiss(member, sure).await?,
            Effect::TellRestriction => self.tell_restriction().await?,
            Effect::Restrict { person, seen, choice } => {
                self.restrict(person, seen, choice).await?;
            }
            Effect::Sanctions { page } => self.show_sanctions(page).await?,
            Effect::Lift { sanction, sure } => self.lift(sanction, sure).await?,
            Effect::News(choice) => self.news(choice).await?,
            Effect::Cast(choice) => self.cast(choice).await?,
            Effect::Compose { broadcast, locale, piece, marked } => {
                self.compose(broadcast, locale, piece, marked).await?;
            }
            Effect::Recompose { text, marked, source } => {
                self.recompose(text, marked, source).await?;
            }
            Effect::Campaign(choice) => self.campaign(choice).await?,
            Effect::Setting(choice) => self.setting(choice).await?,
            Effect::Stats(choice) => self.stats(choice).await?,
            Effect::Rights(choice) => self.rights(choice).await?,
            Effect::Crew(choice) => self.crew(choice).await?,
            Effect::Block(blocked) => {
                let at = blocked.then_some(self.now);
                contacts::set_blocked(self.tx, self.contact.id, at).await?;
            }
        }
        Ok(())
    }

    /// A reader of texts for the person who is talking.
    pub(super) fn reader(&self) -> Reader<'_> {
        Reader {
            locale: self.locale,
            role: self.contact.role,
            writes_to_many: self.may_cast(),
            session: &self.session,
            catalog: &self.catalog,
            season: Some(&self.season),
        }
    }

    /// A text for the person who is talking.
    pub(super) fn say(&self, key: &str, args: &Args<'_>) -> String {
        i18n::text(self.locale, key, args)
    }

    /// Shows a view to the person who is talking.
    pub(super) fn show(&mut self, view: &View, placement: ViewPlacement) {
        let message = render(self.reader(), view);
        let asks_contact = message.asks_contact.is_some();
        let (slot, placement) = match placement {
            // A button of the platform's keyboard hangs below a new message only.
            _ if asks_contact => (None, Placement::Fresh),
            ViewPlacement::Fresh => (None, Placement::Fresh),
            ViewPlacement::Answer => (None, self.answer_placement()),
            ViewPlacement::Slot(slot) => (Some(slot), Placement::Redraw),
        };
        self.send(slot, placement, message);
    }

    /// Answers in the chat where this is, in the message whose button was pressed, else below.
    pub(super) fn answer_here(&mut self, mut message: Message) {
        let pressed = self.pressed.as_ref().and_then(|pressed| pressed.message.clone());
        message.topic = self.topic.clone();
        self.outgoing.push(Outgoing {
            channel: self.channel.to_owned(),
            address: self.chat.clone(),
            lane: Lane::Answer,
            slot: None,
            placement: pressed.map_or(Placement::Fresh, Placement::Edit),
            message,
        });
    }

    /// Answers the person who is talking: in the message whose button was pressed, else below.
    pub(super) fn answer(&mut self, message: Message) {
        let placement = self.answer_placement();
        self.send(None, placement, message);
    }

    /// The pressed message, if it is in the person's own chat.
    pub(super) fn answer_placement(&self) -> Placement {
        let own = self.chat == self.contact.address;
        match self.pressed.as_ref().and_then(|pressed| pressed.message.clone()) {
            Some(message) if own => Placement::Edit(message),
            _ => Placement::Fresh,
        }
    }

    fn send(&mut self, slot: Option<String>, placement: Placement, message: Message) {
        self.outgoing.push(Outgoing {
            channel: self.channel.to_owned(),
            address: self.contact.address.clone(),
            lane: Lane::Answer,
            slot,
            placement,
            message,
        });
    }

    /// The person who is talking, for what is done once the turn is committed.
    pub(super) fn asker(&self) -> Asker {
        Asker {
            contact: self.contact.id,
            channel: self.channel,
            address: self.contact.address.clone(),
            locale: self.locale,
        }
    }

    /// Has something done once the turn is committed.
    pub(super) fn send_on(&mut self, errand: Errand) {
        self.errands.push(errand);
    }

    /// Takes back what this turn was going to send.
    pub(super) fn unsay(&mut self, is_meant: impl Fn(&Outgoing) -> bool) {
        self.outgoing.retain(|outgoing| !is_meant(outgoing));
    }

    /// Forgets the session for good: nothing of it is kept, not even that there was one.
    pub(super) fn forget_session(&mut self) {
        self.session = Session::default();
        self.contact.session = serde_json::to_string(&self.session).ok();
    }

    /// Puts a message for any chat into the outbox.
    pub(super) fn post(&mut self, outgoing: Outgoing) {
        self.outgoing.push(outgoing);
    }

    /// Puts a message for a person into the outbox.
    pub(super) fn post_to(&mut self, person: &Contact, lane: Lane, message: Message) {
        self.post(Outgoing::fresh(&person.channel, &person.address, lane, message));
    }

    /// Says a few words on the pressed button. The last ones win.
    pub(super) fn toast(&mut self, key: &str, args: &Args<'_>, alert: bool) {
        self.toast = Some((self.say(key, args), alert));
    }

    /// The words that would be said on the pressed button, to be said elsewhere.
    pub(super) fn take_toast(&mut self) -> Option<String> {
        self.toast.take().map(|(words, _)| words)
    }

    /// Says words already drawn on the pressed button, to be confirmed.
    pub(super) fn toast_text(&mut self, words: String) {
        self.toast = Some((words, true));
    }

    /// Tells the person who is talking, in a new message of their own chat.
    pub(super) fn tell(&mut self, words: String) {
        self.tell_message(Message::of(words));
    }

    /// The same with choices.
    pub(super) fn tell_message(&mut self, message: Message) {
        self.send(None, Placement::Fresh, message);
    }

    /// Draws a slot of the person's own chat again.
    pub(super) fn redraw(&mut self, slot: String, message: Message) {
        self.send(Some(slot), Placement::Redraw, message);
    }
}

fn answer(
    channel: &'static str,
    pressed: Option<Pressed>,
    toast: Option<(String, bool)>,
) -> Option<Answer> {
    let Pressed { id, .. } = pressed?;
    let (text, alert) = toast.map_or((None, false), |(text, alert)| (Some(text), alert));
    Some(Answer { channel, id, text, alert })
}

async fn greet_group(
    tx: &mut Tx,
    shared: &Shared,
    channel: &'static str,
    chat: String,
    now: Millis,
) -> Result<Done, StoreError> {
    let bot = shared.settings.bot.as_str().into();
    let hello = Outgoing {
        channel: channel.to_owned(),
        address: chat,
        lane: Lane::Answer,
        slot: None,
        placement: Placement::Fresh,
        message: Message::of(i18n::text(shared.settings.locale, "group-hello", &[("bot", bot)])),
    };
    let rows = outbox::insert(tx, &mut || shared.ids.next(), &[hello], now).await?;
    Ok(Done { rows, ..Done::default() })
}
