//! The emulated Telegram: a Bot API server as strict as the real one, and the people on the
//! other side of it.
//!
//! The demo plays on it, tests run the real bot against it over HTTP, benchmarks load it. It
//! knows nothing of our bot. [`Emulator`] is the only way in.
//!
//! - `world`: what is remembered; `record`: one change of it; `journal`: keeps them; `state`: the
//!   world and those who watch it.
//! - `http`, `schema`, `methods`, `polling`, `webhook`: the Bot API.
//! - `actions`: what people do in the app; `people`, `sight`: doing and seeing it from tests.
//! - `crowd`: people who are counted, not kept; `arrivals`: when messages came.
//! - `faults`, `flood`: trouble on demand.
//! - `control`, `trouble`, `parcel`: the demo page's API.

mod actions;
mod arrivals;
mod control;
mod crowd;
mod failure;
mod faults;
mod files;
mod flood;
mod groups;
mod html;
mod http;
mod journal;
mod methods;
mod parcel;
mod people;
mod polling;
mod record;
mod schema;
mod sight;
mod state;
mod trouble;
mod view;
mod webhook;
mod wire;
mod world;

use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub use actions::Media;
pub use arrivals::Arrivals;
pub use crowd::CrowdTotals;
pub use faults::{Fault, FaultKind, Storm};
pub use state::Call;
pub use view::{Button, Message, MessageMedia};
pub(super) use webhook::is_loopback;
pub use world::{Answer, Contact, MediaKind, User};

use crate::clock::{Clock, Millis};
use files::Files;
use journal::Journal;
use record::Record;
use state::State;

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

    /// Moves the clock ahead by so many milliseconds; a kept world remembers it.
    pub fn advance_clock(&self, by: Millis) {
        self.with(|state| {
            state.clock.advance(by);
            state.write(Record::Clock(state.clock.ahead()));
            let told = wire::shown_clock(state);
            state.emit(&told);
        });
    }

    /// Forgets the calls so far.
    pub fn clear_calls(&self) {
        self.with(|state| state.calls.clear());
    }

    /// Whether calls are noted; a load run does without.
    pub fn set_recording(&self, on: bool) {
        self.with(|state| state.recording = on);
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

    /// Whether webhooks may lie on this machine only. Off at first.
    pub fn set_webhooks_at_home(&self, on: bool) {
        self.with(|state| state.webhooks_at_home = on);
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
}
