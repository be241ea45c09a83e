//! The world together with what surrounds it: the journal, listeners, faults, the call list.
//!
//! One mutex guards a [`State`]. All changes of the world pass through [`State::write`].

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use serde_json::{Value, json};
use tokio::sync::{broadcast, watch};

use super::arrivals::Recorder;
use super::faults::{FaultKind, Faults};
use super::files::Files;
use super::flood::Flood;
use super::journal::Journal;
use super::record::Record;
use super::wire;
use super::world::{Post, Update, World};
use crate::clock::Clock;

/// How many calls are kept for tests and for the page.
const REMEMBERED_CALLS: usize = 10_000;

/// One request of the bot.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Call {
    /// Counts from 1.
    pub id: u64,
    /// The method as the documentation spells it, or as asked for when unknown.
    pub method: String,
    /// When it came, in unix milliseconds.
    pub at: i64,
    /// How long the answer took, in milliseconds; a long poll is as long as it waited.
    pub ms: i64,
    /// The HTTP status; 0 when the connection was cut or never answered.
    pub status: u16,
    /// What was asked.
    pub params: Value,
    /// `result` of an answer, or the whole body of a refusal.
    pub result: Value,
}

/// Who the bot is.
#[derive(Debug, Clone)]
pub(super) struct Bot {
    pub(super) token: String,
    pub(super) id: i64,
    pub(super) username: String,
    pub(super) first_name: String,
}

/// Everything behind the mutex.
pub(super) struct State {
    pub(super) world: World,
    pub(super) bot: Bot,
    pub(super) clock: Clock,
    pub(super) journal: Option<Journal>,
    pub(super) files: Files,
    pub(super) faults: Faults,
    pub(super) flood: Option<Flood>,
    /// Notes when messages come in, when that is asked for.
    pub(super) recorder: Option<Recorder>,
    /// Groups show the bot only commands and replies to it, as BotFather's default is.
    pub(super) privacy: bool,
    /// Webhooks may lie on this machine only.
    pub(super) webhooks_at_home: bool,
    pub(super) calls: VecDeque<Call>,
    pub(super) last_call: u64,
    pub(super) recording: bool,
    /// Updates to hand out once more, whatever the offset is.
    pub(super) replays: VecDeque<Update>,
    /// Counts polls: a poll that sees a higher number has been replaced.
    pub(super) polls: u64,
    /// The last trouble with the webhook: unix seconds and text.
    pub(super) webhook_trouble: Option<(i64, String)>,
    /// Grows when what a webhook was about to be given may be no longer meant for it.
    pub(super) webhook_turns: u64,
    /// Those who wait for something in one chat.
    pub(super) watchers: HashMap<i64, watch::Sender<()>>,
    /// Grows upon each change.
    pub(super) version: u64,
    /// Grows when a poll or a webhook may have something to do.
    pub(super) arrivals: u64,
    pub(super) events: broadcast::Sender<Arc<str>>,
}

impl State {
    /// A world with a bot and nobody else.
    pub(super) fn new(token: &str, clock: Clock, files: Files) -> State {
        let id = token.split(':').next().and_then(|id| id.parse().ok()).unwrap_or(1_000_001);
        State {
            world: World::default(),
            bot: Bot {
                token: token.to_owned(),
                id,
                username: "hoadep_demo_bot".into(),
                first_name: "Hoa Đẹp".into(),
            },
            clock,
            journal: None,
            files,
            faults: Faults::default(),
            flood: None,
            recorder: None,
            privacy: true,
            webhooks_at_home: false,
            calls: VecDeque::new(),
            last_call: 0,
            recording: true,
            replays: VecDeque::new(),
            polls: 0,
            webhook_trouble: None,
            webhook_turns: 0,
            watchers: HashMap::new(),
            version: 0,
            arrivals: 0,
            events: broadcast::channel(1_024).0,
        }
    }

    /// Makes a change, keeps it and tells those who watch.
    pub(super) fn write(&mut self, record: Record) {
        if let Some(journal) = &mut self.journal {
            journal.append(&record);
        }
        let told = self.watched().then(|| Told::of(&record)).flatten();
        match &record {
            Record::Update(_) => self.arrivals += 1,
            // Bots set the webhook they have at each start: that must disturb nothing.
            Record::Webhook(webhook) if *webhook != self.world.webhook => {
                self.webhook_turns += 1;
                self.arrivals += 1;
            }
            Record::Confirmed(_) if self.world.webhook.is_some() => {
                self.webhook_turns += 1;
                self.arrivals += 1;
            }
            _ => {}
        }
        let chat = record.chat();
        self.world.apply(record);
        self.version += 1;
        if let Some(watcher) = chat.and_then(|chat| self.watchers.get(&chat)) {
            watcher.send_replace(());
        }
        if let Some(told) = told {
            self.tell(&told);
        }
    }

    /// Now, in unix seconds, as the Bot API counts.
    pub(super) fn seconds(&self) -> i64 {
        self.clock.now() / 1_000
    }

    /// Whether anybody listens to events; drawing them is not free.
    pub(super) fn watched(&self) -> bool {
        self.events.receiver_count() > 0
    }

    /// Sends one event to the page.
    pub(super) fn emit(&self, event: &Value) {
        if self.watched() {
            // Nobody listening any more is no trouble.
            let _ = self.events.send(event.to_string().into());
        }
    }

    /// Puts a new message into its chat and returns it as the API tells it.
    pub(super) fn add_post(&mut self, mut post: Post) -> Value {
        let kept = || self.world.chats.get(&post.chat).map_or(0, |chat| chat.last_id);
        post.id = self.world.crowd.last_id(post.chat).unwrap_or_else(kept) + 1;
        post.date = self.seconds();
        let told = wire::message(self, &post);
        self.keep_post(post);
        told
    }

    /// Keeps a message that came or changed; one to the crowd is only counted.
    pub(super) fn keep_post(&mut self, post: Post) {
        let Post { chat, id, date, .. } = post;
        self.write(if self.world.crowd.has(chat) {
            Record::Counted { chat, id, date, media: post.media }
        } else {
            Record::Post(post)
        });
    }

    /// Queues an update, if the bot wants its kind.
    pub(super) fn update(&mut self, kind: &str, lane: i64, payload: &Value) {
        if !self.wants(kind) {
            return;
        }
        let last = self.world.last_update;
        let id = if last == 0 { FIRST_UPDATE } else { last } + 1;
        let body = format!("{{\"update_id\":{id},\"{kind}\":{payload}}}").into();
        self.write(Record::Update(Update { id, lane, body }));
    }

    /// A number that no album has had.
    pub(super) fn new_album(&self) -> String {
        (self.world.last_album.max(FIRST_ALBUM) + 1).to_string()
    }

    /// The fault that hits this call, if one does.
    pub(super) fn strike(&mut self, method: &str, chat: Option<i64>) -> Option<FaultKind> {
        let before = self.faults.on.len();
        let struck = self.faults.strike(method, chat, self.clock.now());
        if self.faults.on.len() != before {
            self.faults_changed();
        }
        struck
    }

    /// Tells the page which faults are on.
    pub(super) fn faults_changed(&self) {
        self.emit(&json!({"type": "faults", "faults": wire::shown_faults(self)}));
    }

    /// Notes a call, when calls are noted.
    pub(super) fn note_call(&mut self, call: Call) {
        if !self.recording {
            return;
        }
        let of_crowd = call.params["chat_id"].as_i64().is_some_and(|id| self.world.crowd.has(id));
        if !of_crowd {
            // Nobody reads what thousands are sent, and the page would do little else.
            self.emit(&json!({"type": "call", "call": call}));
        }
        if self.calls.len() >= REMEMBERED_CALLS {
            self.calls.pop_front();
        }
        self.calls.push_back(call);
        self.version += 1;
    }

    fn wants(&self, kind: &str) -> bool {
        if self.world.allowed.is_empty() {
            !matches!(kind, "chat_member" | "message_reaction" | "message_reaction_count")
        } else {
            self.world.allowed.iter().any(|allowed| allowed == kind)
        }
    }

    fn tell(&self, told: &Told) {
        match *told {
            Told::Post(chat, id) => {
                if let Some(post) = self.world.post(chat, id) {
                    self.emit(&json!({"type": "message", "message": wire::shown(self, post)}));
                }
            }
            Told::Gone(chat, id) => {
                self.emit(&json!({"type": "deleted", "chat_id": chat, "message_id": id}));
            }
            Told::User(id) => {
                if let Some(user) = self.world.users.get(&id) {
                    self.emit(&json!({"type": "user", "user": wire::shown_user(user)}));
                }
            }
            Told::Chat(id) => {
                if let Some(chat) = self.world.chats.get(&id) {
                    self.emit(
                        &json!({"type": "chat", "chat": wire::shown_chat(self, chat, false)}),
                    );
                    self.emit(&json!({"type": "keyboard", "chat_id": id,
                        "reply_keyboard": wire::shown_keyboard(chat)}));
                }
            }
            Told::Crowd => {
                let (people, messages) = self.world.crowd.size();
                self.emit(&json!({"type": "crowd", "people": people, "messages": messages}));
            }
            Told::Commands => {
                for user in self.world.users.values() {
                    self.emit(&json!({"type": "commands", "chat_id": user.id,
                        "commands": self.world.commands_for(user)}));
                }
            }
        }
    }
}

/// Update ids start somewhere, not at one, so that nobody counts on it.
const FIRST_UPDATE: i64 = 700_000_000;

const FIRST_ALBUM: u64 = 13_990_000_000_000_000;

/// What a record means to the page.
enum Told {
    Post(i64, i64),
    Gone(i64, i64),
    User(i64),
    Chat(i64),
    Crowd,
    Commands,
}

impl Told {
    fn of(record: &Record) -> Option<Told> {
        Some(match record {
            // Opening a topic is seen by the first message in it.
            Record::Post(post) if post.opens.is_some() => return None,
            Record::Post(post) => Told::Post(post.chat, post.id),
            Record::Gone { chat, id } => Told::Gone(*chat, *id),
            Record::User(user) => Told::User(user.id),
            Record::Chat(chat) => Told::Chat(chat.id),
            Record::Crowd(_) | Record::Counted { .. } => Told::Crowd,
            Record::Commands { .. } => Told::Commands,
            _ => return None,
        })
    }
}
