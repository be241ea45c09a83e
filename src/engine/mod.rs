//! One turn, one transaction: seen before? → load → step → write rows and outbox rows → commit.
//!
//! Channels call [`Engine::submit`] with what happened and acknowledge to their platform only once
//! the future it gives is done. Sending is not here: a turn writes outbox rows, and hands them to
//! `delivery` after the commit.

mod alarms;
mod behalf;
mod broadcast;
mod campaigns;
mod crew;
mod digest;
mod errand;
mod groups;
mod known;
mod limits;
mod mine;
mod news;
mod order;
mod photos;
mod record;
mod review;
mod rights;
mod roles;
mod seen;
mod session;
mod settings;
mod stats;
mod submit;
mod supply;
mod team;
mod thread;
mod timers;
mod turn;
mod words;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Semaphore;

use crate::clock::{Clock, MINUTE, Millis};
use crate::conversation::input::Input;
use crate::conversation::message::Message;
use crate::delivery::Delivery;
use crate::delivery::outgoing::{Lane, Outgoing, Placement};
use crate::domain::workday::Calendar;
use crate::i18n::{self, Locale};
use crate::ids::Ids;
use crate::store::{Store, StoreError, inbox, outbox, rules};
use broadcast::Counting;
use turn::{Answer, Done, Turn};

pub use broadcast::run_broadcasts;
pub use groups::Standing;
pub(crate) use review::spoken;
pub use team::link;
pub use timers::run as run_timers;

/// How often a turn that fails for a reason of its own is tried before it is parked.
const TRIES: u32 = 3;
/// The first and the longest wait between two tries while the database does not take anything.
const FIRST_WAIT: Duration = Duration::from_millis(100);
const LONGEST_WAIT: Duration = Duration::from_secs(5);
/// How long after a failure somebody who was told of it need not be told of another.
const TOLD_FOR: Millis = MINUTE;

/// What happened at a door, in our words.
#[derive(Clone, Debug)]
pub struct Event {
    /// The door.
    pub channel: &'static str,
    /// The platform's number of the event; the same twice changes nothing the second time.
    pub number: i64,
    /// Who did it: the platform's id of the person.
    pub person: String,
    /// The name the platform shows.
    pub name: String,
    /// Their app's language code, or empty.
    pub app_language: String,
    /// The chat it happened in: the person's own, or a group.
    pub chat: String,
    /// The topic of the group it happened in, if the group keeps topics and it was in one.
    pub thread: Option<String>,
    /// Whether the chat is a group that keeps topics.
    pub is_forum: bool,
    /// What they did.
    pub what: What,
    /// The button they pressed, if they did.
    pub pressed: Option<Pressed>,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Somebody talks to the bot.
    Said(Input),
    /// Somebody greets the bot in a group.
    GroupGreeting,
    /// The bot was put into a group, given rights there, or taken out.
    GroupStanding(Standing),
    /// The group has another address from now on.
    GroupMoved(String),
}

/// A press, for answering it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pressed {
    /// The platform's id of the press.
    pub id: String,
    /// The message the button hangs below, if the platform still shows it.
    pub message: Option<String>,
}

/// What an installation is told once, at its start.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The language of groups, and of people whose app speaks neither of ours.
    pub locale: Locale,
    /// The bot's username, for links.
    pub bot: String,
    /// People who are admins by configuration: channel and id.
    pub admins: Vec<(String, String)>,
    /// Which days are worked.
    pub calendar: Calendar,
    /// How many calls a second news may make; 0: as many as can be.
    pub news_rate: u32,
}

/// Runs turns.
#[derive(Clone)]
pub struct Engine {
    shared: Arc<Shared>,
}

struct Shared {
    store: Store,
    delivery: Delivery,
    clock: Clock,
    ids: Ids,
    settings: Settings,
    /// What admins set, as a turn read it last.
    rules: rules::Kept,
    /// By a person's key, when they were last known to wait for the database.
    told: Mutex<HashMap<i64, Millis>>,
    /// Who may draw or write a file now: one at a time, so that answers have a processor.
    drawing: Semaphore,
    /// Whom messages to many are for, while that is counted.
    counting: Counting,
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").finish_non_exhaustive()
    }
}

impl Engine {
    /// An engine over a database that is migrated.
    pub fn new(
        store: Store,
        delivery: Delivery,
        clock: Clock,
        ids: Ids,
        settings: Settings,
    ) -> Self {
        let (rules, told, drawing) = (rules::Kept::default(), Mutex::default(), Semaphore::new(1));
        let counting = Counting::default();
        let shared =
            Shared { store, delivery, clock, ids, settings, rules, told, drawing, counting };
        Self { shared: Arc::new(shared) }
    }

    /// Takes an event in, in the order of the calls; the future that comes back is done once the
    /// event need not be delivered again: its turn is committed, or parked as a dead letter.
    ///
    /// The event may be lost with this process until then, so it must not be acknowledged before.
    /// A turn that fails is tried again by that future: awaited one after the other, those of one
    /// person keep their order in this too, unless the database took a later one at once.
    pub async fn submit(&self, event: Event) -> impl Future<Output = ()> + Send + 'static {
        let engine = self.clone();
        let first = engine.begin(event.clone()).await;
        async move {
            let mut outcome = match first {
                Ok(turn) => turn.await,
                Err(error) => Err(error),
            };
            let (mut failed, mut waited) = (0, FIRST_WAIT);
            while let Err(error) = outcome {
                if matches!(error, StoreError::Closed) {
                    // The program is ending; the event comes again at the next start.
                    return std::future::pending().await;
                }
                if error.is_passing() {
                    // A turn that was broken off, maybe by a neighbour's fault, mostly holds the
                    // second time; of that a citizen need not hear.
                    let may_hold_now =
                        matches!(error, StoreError::BrokenOff(_)) && waited == FIRST_WAIT;
                    if !may_hold_now && engine.is_news(&event) {
                        tracing::error!(%error, "a turn waits for the database");
                        engine.apologise(&event);
                    }
                } else {
                    failed += 1;
                    tracing::error!(%error, event = event.number, failed, "a turn failed");
                    if failed >= TRIES && engine.bury(&event, &error).await {
                        return;
                    }
                }
                tokio::time::sleep(waited).await;
                waited = (waited * 2).min(LONGEST_WAIT);
                outcome = match engine.begin(event.clone()).await {
                    Ok(turn) => turn.await,
                    Err(error) => Err(error),
                };
            }
        }
    }

    async fn begin(
        &self,
        event: Event,
    ) -> Result<impl Future<Output = Result<(), StoreError>> + Send + 'static + use<>, StoreError>
    {
        let key = key_of(event.channel, &event.person);
        let engine = self.shared.clone();
        let after = self.shared.clone();
        let turn = self
            .shared
            .store
            .enqueue(
                key,
                move |tx| Box::pin(async move { Turn::run(tx, &engine, event).await }),
                move |done: &mut Done| after.carry_out(std::mem::take(done)),
            )
            .await?;
        Ok(async move { turn.await.map(|_| ()) })
    }

    /// Whether the person has not been told yet that the database fails. Called at each failure, so
    /// that however much they say meanwhile, they hear of it once.
    fn is_news(&self, event: &Event) -> bool {
        let now = self.shared.clock.now();
        let mut told = self.shared.told.lock().unwrap_or_else(PoisonError::into_inner);
        told.retain(|_, at| now - *at < TOLD_FOR);
        told.insert(key_of(event.channel, &event.person), now).is_none()
    }

    /// Says sorry without the database, which is what is failing.
    fn apologise(&self, event: &Event) {
        let locale = Locale::from_code(&event.app_language).unwrap_or(self.shared.settings.locale);
        let text = i18n::text(locale, "sorry", &[]);
        if let Some(pressed) = &event.pressed {
            let press = pressed.id.clone();
            self.shared.delivery.acknowledge(event.channel, press, Some(text), true);
        } else if event.chat == event.person {
            let chat = event.chat.clone();
            self.shared.delivery.say_unkept(event.channel, chat, Message::of(text));
        }
    }

    /// Parks an event whose turn keeps failing; `false` if not even that could be written.
    async fn bury(&self, event: &Event, error: &StoreError) -> bool {
        let shared = self.shared.clone();
        let (event, error) = (event.clone(), error.to_string());
        let written = self
            .shared
            .store
            .write(key_of(event.channel, &event.person), move |tx| {
                Box::pin(async move {
                    let now = shared.clock.now();
                    inbox::admit(tx, event.channel, event.number, now).await?;
                    // The kind of input says enough to look for the fault; its words are personal.
                    let kind = match &event.what {
                        What::Said(input) => input.kind(),
                        What::GroupGreeting => "group greeting",
                        What::GroupStanding(_) => "group standing",
                        What::GroupMoved(_) => "group moved",
                    };
                    inbox::bury(tx, event.channel, event.number, kind, &error, now).await?;
                    let locale =
                        Locale::from_code(&event.app_language).unwrap_or(shared.settings.locale);
                    let text = i18n::text(locale, "sorry-lost", &[]);
                    if let Some(Pressed { id, .. }) = event.pressed {
                        let answer = Some(Answer {
                            channel: event.channel,
                            id,
                            text: Some(text),
                            alert: true,
                        });
                        return Ok(Done { answer, ..Done::default() });
                    }
                    let apology = Outgoing {
                        channel: event.channel.to_owned(),
                        address: event.person.clone(),
                        lane: Lane::Answer,
                        slot: None,
                        placement: Placement::Fresh,
                        message: Message::of(text),
                    };
                    // Who spoke in a group may never have written to us, or not want it seen.
                    let apologies = if event.chat == event.person { vec![apology] } else { vec![] };
                    let mut next = || shared.ids.next();
                    let rows = outbox::insert(tx, &mut next, &apologies, now).await?;
                    Ok(Done { rows, ..Done::default() })
                })
            })
            .await;
        match written {
            Ok(done) => {
                self.shared.carry_out(done);
                true
            }
            Err(error) => {
                tracing::error!(%error, "a dead turn could not be parked");
                false
            }
        }
    }
}

impl Shared {
    /// After the commit: what the turn wrote is sent, and the press it answers is answered.
    fn carry_out(self: &Arc<Self>, done: Done) {
        for errand in done.errands {
            let shared = self.clone();
            tokio::spawn(async move { errand.run(&shared).await });
        }
        if let Some(file) = done.data_file {
            let shared = self.clone();
            tokio::spawn(async move { file.make(&shared).await });
        }
        if let Some(press) = done.answer {
            self.delivery.acknowledge(press.channel, press.id, press.text, press.alert);
        }
        if !done.rows.is_empty() {
            self.delivery.hand_over(done.rows);
        }
    }
}

/// The key by which turns of one person keep their order.
fn key_of(channel: &str, person: &str) -> i64 {
    // FNV-1a, 64 bits: http://www.isthe.com/chongo/tech/comp/fnv/
    let hash =
        channel.bytes().chain(person.bytes()).fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
    i64::from_le_bytes(hash.to_le_bytes())
}
