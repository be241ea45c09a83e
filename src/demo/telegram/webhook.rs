//! Pushes updates to the bot's webhook.
//!
//! One lane (a chat) goes in order, one call at a time; lanes go side by side, up to the
//! webhook's `max_connections`. An update that got no answer, or one that is not 2xx, is tried
//! again after a pause that grows, and holds its lane until then. The pauses are shorter than
//! Telegram's, so that tests need not wait for minutes. Updates delivered once more belong to no
//! lane: they may meet the first delivery of the same update.
//!
//! An answer that holds `{"method": …}` counts as any other: the call in it is not made.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Weak};
use std::time::Duration;

use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::record::Record;
use super::state::State;
use super::world::{Update, Webhook};
use super::{Emulator, Inner};

/// How long a bot has to answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// The pause after the first failure; each further one doubles it.
const FIRST_PAUSE: Duration = Duration::from_millis(50);
/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// Serves whatever webhook is set until the emulator is gone or closed.
pub(super) async fn push(
    inner: Weak<Inner>,
    mut arrivals: watch::Receiver<u64>,
    closed: CancellationToken,
) {
    let client = reqwest::Client::builder()
        .timeout(PATIENCE)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build();
    let client = match client {
        Ok(client) => client,
        Err(error) => {
            tracing::error!(%error, "the emulator cannot call webhooks");
            return;
        }
    };
    let mut desk = Desk::new(client);
    loop {
        arrivals.borrow_and_update();
        {
            let Some(inner) = inner.upgrade() else { return };
            Emulator { inner }.with(|state| desk.look(state));
        }
        desk.send();
        tokio::select! {
            changed = arrivals.changed() => if changed.is_err() { return },
            Some(Ok(done)) = desk.calls.join_next() => {
                let Some(inner) = inner.upgrade() else { return };
                Emulator { inner }.with(|state| desk.book(state, done));
            }
            () = closed.cancelled() => return,
        }
    }
}

/// Updates of one chat, or one that is delivered once more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Lane {
    Chat(i64),
    Again(u64),
}

/// What waits in a lane; the first is under way when `called`.
#[derive(Default)]
struct Queue {
    updates: VecDeque<Update>,
    called: bool,
    pause: Duration,
}

/// A call that ended; why it failed, if it did.
struct Done {
    lane: Lane,
    update: i64,
    trouble: Option<String>,
}

struct Desk {
    client: reqwest::Client,
    /// The `webhook_turns` that all below is about.
    turn: Option<u64>,
    webhook: Option<Webhook>,
    connections: Arc<Semaphore>,
    /// The last update that was taken over.
    seen: i64,
    lanes: HashMap<Lane, Queue>,
    /// Lanes whose first update can be sent.
    ready: Vec<Lane>,
    again: u64,
    calls: JoinSet<Done>,
}

impl Desk {
    fn new(client: reqwest::Client) -> Desk {
        Desk {
            client,
            turn: None,
            webhook: None,
            connections: Arc::new(Semaphore::new(0)),
            seen: 0,
            lanes: HashMap::new(),
            ready: Vec::new(),
            again: 0,
            calls: JoinSet::new(),
        }
    }

    /// Takes over what is new.
    fn look(&mut self, state: &mut State) {
        if self.turn != Some(state.webhook_turns) {
            // Dropping the calls cuts those under way, as a webhook that is closed does.
            *self = Desk::new(self.client.clone());
            self.turn = Some(state.webhook_turns);
            self.webhook = state.world.webhook.clone();
            let most = self.webhook.as_ref().map_or(0, |webhook| webhook.max_connections);
            self.connections = Arc::new(Semaphore::new(most as usize));
        }
        if self.webhook.is_none() {
            return;
        }
        let new = state.world.pending.partition_point(|update| update.id <= self.seen);
        for update in state.world.pending.range(new..) {
            self.seen = update.id;
            self.add(Lane::Chat(update.lane), update.clone());
        }
        for update in std::mem::take(&mut state.replays) {
            self.again += 1;
            self.add(Lane::Again(self.again), update);
        }
    }

    fn add(&mut self, lane: Lane, update: Update) {
        let queue = self.lanes.entry(lane).or_default();
        if queue.updates.is_empty() {
            self.ready.push(lane);
        }
        queue.updates.push_back(update);
    }

    /// Starts the calls that can start.
    fn send(&mut self) {
        let Some(webhook) = &self.webhook else { return };
        for lane in self.ready.drain(..) {
            let Some(queue) = self.lanes.get_mut(&lane) else { continue };
            let Some(update) = queue.updates.front().filter(|_| !queue.called) else { continue };
            queue.called = true;
            let mut request = self
                .client
                .post(&webhook.url)
                .header(reqwest::header::CONTENT_TYPE, "application/json")
                .body(update.body.to_string());
            if let Some(secret) = &webhook.secret {
                request = request.header("X-Telegram-Bot-Api-Secret-Token", secret);
            }
            let (update, pause) = (update.id, queue.pause);
            let connections = self.connections.clone();
            self.calls.spawn(async move {
                if !pause.is_zero() {
                    tokio::time::sleep(pause).await;
                }
                // It is closed by nobody; were it, one connection more would do no harm.
                let _permit = connections.acquire().await;
                Done { lane, update, trouble: trouble(request.send().await) }
            });
        }
    }

    /// Writes down how a call ended and makes its lane ready for the next.
    fn book(&mut self, state: &mut State, done: Done) {
        if self.turn != Some(state.webhook_turns) {
            return;
        }
        let Some(queue) = self.lanes.get_mut(&done.lane) else { return };
        queue.called = false;
        if let Some(text) = done.trouble {
            state.webhook_trouble = Some((state.seconds(), text));
            state.version += 1;
            queue.pause = (queue.pause * 2).clamp(FIRST_PAUSE, LONGEST_PAUSE);
        } else {
            queue.pause = Duration::ZERO;
            queue.updates.pop_front();
            if matches!(done.lane, Lane::Chat(_)) {
                state.write(Record::Pushed(done.update));
            }
        }
        if queue.updates.is_empty() {
            self.lanes.remove(&done.lane);
        } else {
            self.ready.push(done.lane);
        }
    }
}

/// What is wrong with an answer, in the words of `last_error_message`.
fn trouble(answer: reqwest::Result<reqwest::Response>) -> Option<String> {
    match answer {
        Ok(answer) if answer.status().is_success() => None,
        Ok(answer) => Some(format!("Wrong response from the webhook: {}", answer.status())),
        Err(error) if error.is_timeout() => Some("Read timeout expired".into()),
        Err(error) if error.is_connect() => Some("Connection refused".into()),
        Err(_) => Some("Connection closed".into()),
    }
}

/// Whether the host of an address, with or without a port, is this machine from within.
pub(in crate::demo) fn is_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or(""),
        None => host.split(':').next().unwrap_or(""),
    };
    name.eq_ignore_ascii_case("localhost")
        || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_at_home() {
        for host in ["localhost", "LOCALHOST:8080", "127.0.0.1:1", "127.9.9.9", "[::1]:8080"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in ["", "hoadep.vn", "localhost.hoadep.vn:80", "10.0.0.1:80", "[::2]:1", "?"] {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
