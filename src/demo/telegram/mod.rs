//! The emulated Telegram: a Bot API server as strict as the real one, and the people on the
//! other side of it.
//!
//! The demo plays on it, tests run the real bot against it over HTTP, benchmarks load it. It
//! knows nothing of our bot. [`Emulator`] is the only way in.
//!
//! - `world`: what is remembered; `state`: the world and those who watch it; `journal`: keeps it.
//! - `http`, `schema`, `methods`, `polling`, `webhook`: the Bot API.
//! - `actions`: what people do in the app.
//! - `faults`, `flood`: trouble on demand.
//! - `control`: the demo page's API.

mod actions;
mod control;
mod failure;
mod faults;
mod files;
mod flood;
mod html;
mod http;
mod journal;
mod methods;
mod polling;
mod schema;
mod state;
mod view;
mod webhook;
mod wire;
mod world;

use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use serde_json::Value;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub use actions::Media;
pub use faults::{Fault, FaultKind};
pub use state::Call;
pub use view::{Button, Message, MessageMedia};
pub use world::{Answer, Contact, MediaKind, User};

use crate::clock::{Clock, Millis};
use files::Files;
use journal::Journal;
use state::State;
use world::Record;

/// An emulated Telegram. Clones are the same one.
#[derive(Clone)]
pub struct Emulator {
    inner: Arc<Inner>,
}

struct Inner {
    token: String,
    clock: Clock,
    state: Mutex<State>,
    changes: watch::Sender<u64>,
    arrivals: watch::Sender<u64>,
    /// Whether the task that serves webhooks was started.
    pushing: AtomicBool,
    closed: CancellationToken,
}

impl std::fmt::Debug for Emulator {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Emulator").finish_non_exhaustive()
    }
}

impl Emulator {
    /// A server in memory that knows one bot, by `token`, and nobody else.
    pub fn new(token: &str, clock: Clock) -> Emulator {
        Emulator::of(State::new(token, clock, Files::Memory(HashMap::new())))
    }

    /// A server that keeps everything in the directory `dir` and finds it there again, how far
    /// the clock was moved included.
    pub fn open(dir: &Path, token: &str, clock: Clock) -> io::Result<Emulator> {
        let files = dir.join("files");
        std::fs::create_dir_all(&files)?;
        let mut state = State::new(token, clock, Files::Directory(files));
        state.journal = Some(Journal::open(&dir.join("telegram.jsonl"), &mut state.world)?);
        // Time goes on from where it was moved to, or messages would come before older ones.
        let clock = &state.clock;
        clock.advance((state.world.ahead - clock.ahead()).max(0));
        Ok(Emulator::of(state))
    }

    fn of(state: State) -> Emulator {
        Emulator {
            inner: Arc::new(Inner {
                token: state.bot.token.clone(),
                clock: state.clock.clone(),
                state: Mutex::new(state),
                changes: watch::Sender::new(0),
                arrivals: watch::Sender::new(0),
                pushing: AtomicBool::new(false),
                closed: CancellationToken::new(),
            }),
        }
    }

    /// The routes of the Bot API and of the control API.
    pub fn router(&self) -> Router {
        http::router(self.clone()).merge(control::router(self.clone()))
    }

    /// Serves on a free port of this machine until the runtime ends; gives the base URL.
    pub async fn bind(&self) -> io::Result<String> {
        self.serve(tokio::net::TcpListener::bind("127.0.0.1:0").await?)
    }

    /// Serves on `listener` until the runtime ends; gives the base URL.
    pub fn serve(&self, listener: tokio::net::TcpListener) -> io::Result<String> {
        let base = format!("http://{}", listener.local_addr()?);
        self.serve_routes(listener, self.router());
        Ok(base)
    }

    /// Serves `routes`, which hold this emulator's, on `listener` until it is closed.
    pub(super) fn serve_routes(
        &self,
        listener: tokio::net::TcpListener,
        routes: Router,
    ) -> JoinHandle<()> {
        use axum::serve::ListenerExt;
        let listener = listener.tap_io(|stream| {
            // Without it an answer may wait for the acknowledgement of the last one.
            let _ = stream.set_nodelay(true);
        });
        self.start_pushing();
        let closed = self.inner.closed.clone();
        tokio::spawn(async move {
            let served = axum::serve(listener, routes)
                .with_graceful_shutdown(async move { closed.cancelled().await });
            if let Err(error) = served.await {
                tracing::error!(%error, "the emulator no longer listens");
            }
        })
    }

    /// Ends what waits: polls, event streams, pushes to the webhook, serving.
    pub fn close(&self) {
        self.inner.closed.cancel();
    }

    /// Starts the task that pushes updates to the webhook, unless it runs.
    fn start_pushing(&self) {
        if !self.inner.pushing.swap(true, Ordering::Relaxed) {
            tokio::spawn(webhook::push(
                Arc::downgrade(&self.inner),
                self.inner.arrivals.subscribe(),
                self.inner.closed.clone(),
            ));
        }
    }

    /// Adds a person and gives the id, which is also the private chat's. The bot may not write
    /// before the person did.
    pub fn add_user(
        &self,
        first_name: &str,
        last_name: Option<&str>,
        language_code: Option<&str>,
    ) -> i64 {
        self.add_person(first_name, last_name, language_code, None)
    }

    /// Adds a person as [`Emulator::add_user`] does, with a word for the page to show: `citizen`,
    /// `reviewer` or `admin`.
    pub fn add_person(
        &self,
        first_name: &str,
        last_name: Option<&str>,
        language_code: Option<&str>,
        role: Option<&str>,
    ) -> i64 {
        let user = User {
            id: 0,
            first_name: first_name.to_owned(),
            last_name: last_name.map(str::to_owned),
            language_code: language_code.map(str::to_owned),
            role: role.map(str::to_owned),
            blocked: false,
            started: false,
        };
        self.with(|state| actions::add_user(state, user))
    }

    /// Everybody, in the order in which they came.
    pub fn users(&self) -> Vec<User> {
        self.with(|state| state.world.users.values().cloned().collect())
    }

    /// The groups: id and title, the oldest first.
    pub fn groups(&self) -> Vec<(i64, String)> {
        self.with(|state| {
            let groups = state.world.chats.values().rev().filter(|chat| chat.id < 0);
            groups.map(|chat| (chat.id, chat.title.clone().unwrap_or_default())).collect()
        })
    }

    /// Moves the clock ahead by so many milliseconds; a kept world remembers it.
    pub fn advance_clock(&self, by: Millis) {
        self.with(|state| {
            state.clock.advance(by);
            state.write(Record::Clock(state.clock.ahead()));
            let told = wire::shown_clock(state);
            state.emit(&told);
        });
    }

    /// Adds a supergroup of these people and the bot and gives its id, which is negative.
    pub fn add_group(&self, title: &str, members: &[i64]) -> i64 {
        self.with(|state| actions::add_group(state, title, members))
    }

    /// A person writes; gives the message's id.
    ///
    /// # Panics
    /// This and the actions below panic when the chat or the person does not exist: that is a
    /// mistake in the script that drives the emulator.
    pub fn say(&self, chat: i64, user: i64, text: &str) -> i64 {
        self.act(|state| actions::say(state, chat, user, text, None))
    }

    /// A person answers a message.
    pub fn reply(&self, chat: i64, user: i64, to: i64, text: &str) -> i64 {
        self.act(|state| actions::say(state, chat, user, text, Some(to)))
    }

    /// A person sends a file.
    pub fn send_media(&self, chat: i64, user: i64, media: Media) -> i64 {
        self.act(|state| actions::send_media(state, chat, user, media))
    }

    /// A person changes a message of their own.
    pub fn edit(&self, chat: i64, user: i64, message: i64, text: &str) {
        self.act(|state| actions::edit(state, chat, user, message, text));
    }

    /// A person presses a button; gives the query's id. The data may be forged and the message
    /// gone.
    pub fn press(&self, chat: i64, user: i64, message: i64, data: &str) -> String {
        self.act(|state| actions::press(state, chat, user, message, data))
    }

    /// A person presses the button that says `label` on this message.
    pub fn press_label(&self, chat: i64, user: i64, message: i64, label: &str) -> String {
        self.act(|state| {
            let data = actions::data_of(state, chat, message, label)?;
            actions::press(state, chat, user, message, &data)
        })
    }

    /// A person shares their phone number.
    pub fn share_contact(&self, chat: i64, user: i64, phone: &str) -> i64 {
        self.act(|state| actions::share_contact(state, chat, user, phone))
    }

    /// A person sends a message of another chat on to this one.
    pub fn forward(&self, chat: i64, user: i64, from_chat: i64, message: i64) -> i64 {
        self.act(|state| actions::forward(state, chat, user, from_chat, message))
    }

    /// A person blocks the bot, or takes that back.
    pub fn block(&self, user: i64, blocked: bool) {
        self.act(|state| actions::block(state, user, blocked));
    }

    /// Delivers any update and gives its id. One with an id of the past is delivered once more.
    pub fn push_update(&self, update: Value) -> i64 {
        self.with(|state| actions::push_update(state, update))
    }

    /// Delivers an update once more; false when it is not remembered.
    pub fn redeliver(&self, update_id: i64) -> bool {
        self.with(|state| actions::redeliver(state, update_id))
    }

    /// What stands in a chat, oldest first.
    pub fn messages(&self, chat: i64) -> Vec<Message> {
        self.with(|state| match state.world.chats.get(&chat) {
            Some(chat) => chat.posts.values().map(|post| view::message(state, post)).collect(),
            None => Vec::new(),
        })
    }

    /// What came into a chat after the message `id`, oldest first.
    pub fn messages_after(&self, chat: i64, id: i64) -> Vec<Message> {
        use std::ops::Bound::{Excluded, Unbounded};
        self.with(|state| match state.world.chats.get(&chat) {
            Some(chat) => {
                let posts = chat.posts.range((Excluded(id), Unbounded));
                posts.map(|(_, post)| view::message(state, post)).collect()
            }
            None => Vec::new(),
        })
    }

    /// One message.
    pub fn message(&self, chat: i64, message: i64) -> Option<Message> {
        self.with(|state| state.world.post(chat, message).map(|post| view::message(state, post)))
    }

    /// The newest message of the bot in a chat.
    pub fn last_bot_message(&self, chat: i64) -> Option<Message> {
        self.with(|state| {
            let mut posts = state.world.chats.get(&chat)?.posts.values().rev();
            posts.find(|post| post.from == 0).map(|post| view::message(state, post))
        })
    }

    /// What the bot said to a press, once it did.
    pub fn callback_answer(&self, query: &str) -> Option<Answer> {
        self.with(|state| state.world.queries.get(query)?.answer.clone())
    }

    /// The commands that a person sees: name and description.
    pub fn commands(&self, user: i64) -> Vec<(String, String)> {
        self.with(|state| {
            let Some(user) = state.world.users.get(&user) else { return Vec::new() };
            let word = |value: &Value| value.as_str().unwrap_or("").to_owned();
            let listed = state.world.commands_for(user).iter();
            listed.map(|each| (word(&each["command"]), word(&each["description"]))).collect()
        })
    }

    /// A person, if there is one.
    pub fn user(&self, user: i64) -> Option<User> {
        self.with(|state| state.world.users.get(&user).cloned())
    }

    /// The latest 10,000 calls, oldest first; polls that found nothing are left out.
    pub fn calls(&self) -> Vec<Call> {
        self.with(|state| state.calls.iter().cloned().collect())
    }

    /// Forgets the calls so far.
    pub fn clear_calls(&self) {
        self.with(|state| state.calls.clear());
    }

    /// Whether calls are noted; a load run does without.
    pub fn set_recording(&self, on: bool) {
        self.with(|state| state.recording = on);
    }

    /// How many polls have begun.
    pub fn polls(&self) -> u64 {
        self.with(|state| state.polls)
    }

    /// Updates that the bot has not confirmed, oldest first.
    pub fn pending_updates(&self) -> Vec<Value> {
        self.with(|state| {
            let waiting = state.replays.iter().chain(&state.world.pending);
            waiting.filter_map(|update| serde_json::from_str(&update.body).ok()).collect()
        })
    }

    /// Switches a fault on.
    pub fn fault(&self, fault: Fault) {
        self.with(|state| {
            state.faults.on.push(fault);
            state.faults_changed();
        });
    }

    /// Switches all faults off.
    pub fn clear_faults(&self) {
        self.with(|state| {
            state.faults.on.clear();
            state.faults_changed();
        });
    }

    /// Starts the chances of faults anew: the same seed, the same faults.
    pub fn seed_faults(&self, seed: u64) {
        self.with(|state| state.faults.seed(seed));
    }

    /// Whether Telegram's flood limits hold. Off at first.
    pub fn set_flood(&self, on: bool) {
        self.with(|state| state.flood = on.then(Default::default));
    }

    /// Whether groups show the bot only commands and replies to it. On at first, as for any new
    /// bot.
    pub fn set_privacy(&self, on: bool) {
        self.with(|state| state.privacy = on);
    }

    /// Waits until `sought` finds something, looking again upon each change. `None` when
    /// `within` has passed.
    pub async fn wait_for<T>(
        &self,
        mut sought: impl FnMut(&Emulator) -> Option<T>,
        within: Duration,
    ) -> Option<T> {
        let mut changes = self.inner.changes.subscribe();
        let search = async {
            loop {
                changes.borrow_and_update();
                if let Some(found) = sought(self) {
                    return Some(found);
                }
                if changes.changed().await.is_err() {
                    return None;
                }
            }
        };
        tokio::time::timeout(within, search).await.ok().flatten()
    }

    /// As [`Emulator::wait_for`], but looks again only when something changed in this chat, so
    /// that hundreds can wait at once without waking each other.
    pub async fn wait_in<T>(
        &self,
        chat: i64,
        mut sought: impl FnMut(&Emulator) -> Option<T>,
        within: Duration,
    ) -> Option<T> {
        let mut changes = self.with(|state| state.watchers.entry(chat).or_default().subscribe());
        let search = async {
            loop {
                changes.borrow_and_update();
                if let Some(found) = sought(self) {
                    return Some(found);
                }
                if changes.changed().await.is_err() {
                    return None;
                }
            }
        };
        tokio::time::timeout(within, search).await.ok().flatten()
    }

    /// Does something under the mutex, then wakes those who wait for what it changed.
    fn with<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        // A panic of a test's thread while it held the mutex leaves a world that is still whole.
        let mut state = self.inner.state.lock().unwrap_or_else(PoisonError::into_inner);
        let before = (state.version, state.arrivals);
        let done = work(&mut state);
        let after = (state.version, state.arrivals);
        drop(state);
        if before.0 != after.0 {
            self.inner.changes.send_replace(after.0);
        }
        if before.1 != after.1 {
            self.inner.arrivals.send_replace(after.1);
        }
        done
    }

    fn act<T>(&self, work: impl FnOnce(&mut State) -> Result<T, String>) -> T {
        match self.with(work) {
            Ok(done) => done,
            Err(why) => panic!("{why}"),
        }
    }
}
