//! Messages to many on their way out: whom this process has claimed, and how the last of them fared.
//!
//! The feed holds few people at a time, however many there are: those who are being sent it, and those
//! who can be within a quarter of a second. All of them are unknown should the program die, so there
//! are never more than calls that may be under way. `gather` fetches them; the worker sends.

mod gather;
mod ring;

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::pace::{Chat, Pace, Rates, Traffic};
use crate::channels::{Channel, SendError, Sent};
use crate::clock::{Millis, SECOND};
use crate::conversation::message::Message;
use crate::domain::broadcast::Kind;
use crate::store::recipients::{Claimed, Live, Settled, Settling};
use crate::store::{Store, StoreError};
pub(in crate::delivery) use gather::Gathered;
use gather::{Errand, Wording, Words};
use ring::Ring;

/// Calls for news that may be under way at once, where nothing asks for more.
const FLIGHTS: usize = 40;
/// So far ahead of the moment at which they may be sent it people are claimed.
const AHEAD: Millis = SECOND / 4;
/// Who would have to wait longer is given back.
const LONGEST_WAIT: Millis = 2 * SECOND;
/// How often to look for messages to many that have begun.
const LOOK_EVERY: Millis = SECOND;
/// How long to leave the database alone that failed.
const AGAIN: Millis = SECOND / 2;
/// So many calls in a row that did not even arrive: the platform cannot be reached, so one at a time
/// feels whether it can again.
const STUMBLES: u32 = 5;
/// The longest time between two that feel for it.
const LONGEST_PROBE: Millis = 15 * SECOND;

/// Somebody who is to be sent a message to many.
#[derive(Clone, Debug)]
pub(super) struct Parcel {
    pub(super) claimed: Claimed,
    pub(super) chat: Chat,
    /// What it says.
    pub(super) words: Words,
    /// What its calls are to the pace.
    pub(super) traffic: Traffic,
}

impl Parcel {
    /// The call that is next, if it is one that says something.
    pub(super) fn message(&self) -> Option<&Message> {
        self.words.calls.get(self.claimed.progress.part as usize)
    }

    /// The next call was made, and this came of it.
    pub(super) fn arrived(&mut self, sent: Sent) {
        let progress = &mut self.claimed.progress;
        progress.part += 1;
        for id in sent.message_id.iter().chain(&sent.others) {
            if !progress.messages.is_empty() {
                progress.messages.push(' ');
            }
            progress.messages.push_str(id);
        }
    }

    /// Whether a call that may have arrived can be made again without harm.
    pub(super) fn may_be_repeated(&self) -> bool {
        self.claimed.kind != Kind::News
    }

    /// What became of who is sent it.
    pub(super) fn settling(&self, settled: Settled) -> Settling {
        let Claimed { who, turn, progress, .. } = &self.claimed;
        Settling { who: *who, turn: *turn, progress: progress.clone(), settled }
    }

    /// Makes the next call.
    pub(super) async fn carry(&self, door: Option<Arc<dyn Channel>>) -> Result<Sent, SendError> {
        let to = self.claimed.address.as_str();
        let refused = |reason: String| SendError::Rejected { reason };
        let Some(door) = door else {
            return Err(refused(format!("no such channel: {}", self.claimed.channel)));
        };
        let target = self.claimed.target.as_ref().map_or("", |target| target.messages.as_str());
        let ids: Vec<&str> = target.split_whitespace().collect();
        match (self.claimed.kind, self.message()) {
            (Kind::News, Some(message)) => {
                door.spread(to, message, self.traffic == Traffic::Paid).await
            }
            (Kind::Correction, Some(message)) => match ids.get(self.words.place) {
                Some(id) => door.correct(to, id, message).await.map(|()| Sent::default()),
                None => Err(SendError::EditGone),
            },
            (Kind::Deletion, _) => door.delete(to, &ids).await.map(|()| Sent::default()),
            (Kind::News | Kind::Correction, None) => Err(refused("it says nothing".to_owned())),
        }
    }
}

/// Who is claimed.
#[derive(Debug)]
pub(super) struct Feed {
    /// How many may be claimed at once.
    most: usize,
    rates: Rates,
    ready: VecDeque<Parcel>,
    flying: usize,
    gathering: Option<JoinHandle<Result<Gathered, StoreError>>>,
    /// Not to look before.
    look_at: Millis,
    /// The message whose people were claimed last, so that the next one has its turn.
    last: i64,
    /// Whether those are accounted for whom a process before this one was sending it.
    has_recovered: bool,
    wordings: HashMap<Wording, Words>,
    rings: HashMap<i64, Ring>,
    stumbles: u32,
}

impl Feed {
    pub(super) fn new(rates: Rates) -> Self {
        let rate = if rates.paid > 0 { rates.paid } else { rates.overall };
        Self {
            // A call may take a third of a second before it makes anybody wait.
            most: FLIGHTS.max(usize::try_from(rate * 2 / 5).unwrap_or(FLIGHTS)),
            rates,
            ready: VecDeque::new(),
            flying: 0,
            gathering: None,
            look_at: Millis::MIN,
            last: 0,
            has_recovered: false,
            wordings: HashMap::new(),
            rings: HashMap::new(),
            stumbles: 0,
        }
    }

    /// Calls under way.
    pub(super) fn flying(&self) -> usize {
        self.flying
    }

    /// Whether nobody is claimed, nor about to be.
    pub(super) fn is_empty(&self) -> bool {
        self.ready.is_empty() && self.flying == 0 && self.gathering.is_none()
    }

    /// Has the next look come at once.
    pub(super) fn look_now(&mut self) {
        self.look_at = Millis::MIN;
    }

    /// Has the next look account for whom others were sending it.
    pub(super) fn begin_anew(&mut self) {
        self.has_recovered = false;
        self.look_now();
    }

    /// What the calls of a message to many are to the pace: who takes it back pays for nothing.
    fn traffic(&self, kind: Kind) -> Traffic {
        if kind == Kind::News && self.rates.paid > 0 { Traffic::Paid } else { Traffic::Rest }
    }

    /// How many more may be claimed of this kind, while what became of `unwritten` is not written down.
    fn room(&self, kind: Kind, unwritten: usize) -> usize {
        let traffic = self.traffic(kind);
        let rate = if traffic == Traffic::Paid { self.rates.paid } else { self.rates.overall };
        let ahead = match rate {
            0 => self.most,
            rate => usize::try_from(i64::from(rate) * AHEAD / SECOND).unwrap_or(1).max(1),
        };
        let waiting = self.ready.iter().filter(|parcel| parcel.traffic == traffic).count();
        let held = self.ready.len() + self.flying + unwritten;
        let most = if self.stumbles >= STUMBLES { 1 } else { self.most };
        let room = ahead.saturating_sub(waiting).min(most.saturating_sub(held));
        // A few at a time, unless nobody is left.
        if room >= ahead.div_ceil(4) || waiting == 0 { room } else { 0 }
    }

    /// When to fetch people next; `None`: not before something else has happened.
    pub(super) fn gathers_at(&self, pace: &Pace, unwritten: usize, now: Millis) -> Option<Millis> {
        if self.gathering.is_some() {
            return None;
        }
        let rooms = [Kind::News, Kind::Deletion].map(|kind| {
            let open_at = pace.earliest_of_all(self.traffic(kind), 1, now) - AHEAD;
            (self.room(kind, unwritten) > 0).then_some(open_at)
        });
        rooms.into_iter().flatten().min().map(|open_at| open_at.max(self.look_at))
    }

    /// Begins to fetch people, while what became of `unwritten` is not written down.
    pub(super) fn gather(&mut self, store: &Store, unwritten: usize, now: Millis) {
        let errand = Errand {
            recovers: !self.has_recovered,
            sweeps: self.ready.is_empty() && self.flying == 0 && unwritten == 0,
            after: self.last,
            news: self.room(Kind::News, unwritten),
            passes: self.room(Kind::Deletion, unwritten),
            shares_room: self.traffic(Kind::News) == Traffic::Rest,
            known: self.wordings.keys().copied().collect(),
            now,
        };
        self.gathering = Some(tokio::spawn(gather::gather(store.clone(), errand)));
    }

    /// Waits for what is being fetched, for ever if nothing is.
    pub(super) async fn gathered(&mut self) -> Result<Gathered, StoreError> {
        let Some(gathering) = &mut self.gathering else { return std::future::pending().await };
        let gathered = gathering.await.unwrap_or(Err(StoreError::Closed));
        self.gathering = None;
        gathered
    }

    /// Takes in what was fetched.
    pub(super) fn take_in(&mut self, gathered: Result<Gathered, StoreError>, now: Millis) {
        let gathered = match gathered {
            Ok(gathered) => gathered,
            Err(error) => {
                tracing::error!(%error, "nobody could be claimed for news");
                self.look_at = now + AGAIN;
                return;
            }
        };
        if gathered.recovered > 0 {
            tracing::warn!(
                people = gathered.recovered,
                "the program was cut off while it sent them news"
            );
        }
        self.has_recovered = true;
        self.last = gathered.last;
        self.look_at = match gathered.is_filled {
            true => now,
            false => gathered.next.map_or(now + LOOK_EVERY, |at| at.clamp(now, now + LOOK_EVERY)),
        };
        let is_live = |id: i64| gathered.live.iter().any(|live: &Live| live.id == id);
        self.rings.retain(|id, _| is_live(*id));
        self.wordings.retain(|wording, _| is_live(wording.broadcast));
        self.wordings.extend(gathered.wordings);
        for claimed in gathered.claimed {
            let words = self.wordings.get(&Wording::of(&claimed)).cloned().unwrap_or_default();
            let chat = Chat::new(&claimed.channel, &claimed.address);
            let traffic = self.traffic(claimed.kind);
            self.ready.push_back(Parcel { claimed, chat, words, traffic });
        }
    }

    /// Who is to be sent it now, if anybody is; only where that is paid for, if something else waits
    /// for room in the second (`is_held`). They are in flight from now on.
    pub(super) fn next(&mut self, is_held: bool, pace: &Pace, now: Millis) -> Option<Parcel> {
        let (place, _) = self.turns(is_held, pace, now).find(|(_, at)| *at <= now)?;
        self.flying += 1;
        self.ready.remove(place)
    }

    /// When [`Feed::next`] may have somebody, as things stand.
    pub(super) fn wakes_at(&self, is_held: bool, pace: &Pace, now: Millis) -> Option<Millis> {
        self.turns(is_held, pace, now).map(|(_, at)| at).min()
    }

    /// Who may go when. Nobody passes those whose chat may get it and who wait for room in the second
    /// only: an album would wait for ever for so much of it.
    fn turns<'a>(
        &'a self,
        is_held: bool,
        pace: &'a Pace,
        now: Millis,
    ) -> impl Iterator<Item = (usize, Millis)> + 'a {
        let (mut shut, is_full) = (is_held.then_some(Traffic::Rest), self.flying >= self.most);
        let mut also_shut = None;
        let parcels = self.ready.iter().enumerate().filter(move |_| !is_full);
        parcels.filter_map(move |(place, parcel)| {
            let traffic = Some(parcel.traffic);
            if shut == traffic || also_shut == traffic {
                return None;
            }
            let at = parcel.may_go_at(pace, now);
            if at > now && pace.earliest(&parcel.chat, now) <= now {
                if shut.is_none() { shut = traffic } else { also_shut = traffic }
            }
            Some((place, at))
        })
    }

    /// Those who have to wait for so long that they are better given back, and until when.
    pub(super) fn take_late(&mut self, pace: &Pace, now: Millis) -> Vec<(Parcel, Millis)> {
        let mut late = Vec::new();
        self.ready.retain(|parcel| {
            let at = parcel.may_go_at(pace, now);
            if at > now + LONGEST_WAIT {
                late.push((parcel.clone(), at));
            }
            at <= now + LONGEST_WAIT
        });
        late
    }

    /// Everybody who is claimed and not in flight.
    pub(super) fn take_ready(&mut self) -> Vec<Parcel> {
        std::mem::take(&mut self.ready).into()
    }

    /// Those of one message to many who are not in flight.
    pub(super) fn take_ready_of(&mut self, broadcast: i64) -> Vec<Parcel> {
        let ready = std::mem::take(&mut self.ready).into_iter();
        let (of, others): (Vec<_>, Vec<_>) =
            ready.partition(|parcel| parcel.claimed.who.broadcast == broadcast);
        self.ready = others.into();
        of
    }

    /// A call has ended.
    pub(super) fn landed(&mut self) {
        self.flying -= 1;
    }

    /// Has what is left for somebody go next.
    pub(super) fn go_on(&mut self, parcel: Parcel) {
        self.ready.push_front(parcel);
    }

    /// Notes whether a call came as far as the platform.
    pub(super) fn reached(&mut self, reached: bool, now: Millis) {
        if reached {
            self.stumbles = 0;
        } else {
            self.stumbles = self.stumbles.saturating_add(1);
            if self.stumbles >= STUMBLES {
                let wait = SECOND << (self.stumbles - STUMBLES).min(4);
                self.look_at = self.look_at.max(now + wait.min(LONGEST_PROBE));
            }
        }
    }

    /// Notes how it ended for somebody. Says whether that makes too many errors, once.
    pub(super) fn notes(&mut self, claimed: &Claimed, settled: &Settled) -> bool {
        let ring = self.rings.entry(claimed.who.broadcast).or_default();
        ring.note(claimed.version, settled)
    }
}

impl Parcel {
    fn may_go_at(&self, pace: &Pace, now: Millis) -> Millis {
        let messages = self.message().map_or(1, Message::count);
        pace.earliest(&self.chat, now).max(pace.earliest_of_all(self.traffic, messages, now))
    }
}

/// When the moment `at` comes, as far as the clock runs on from `now`.
pub(super) fn instant(at: Millis, now: Millis) -> Instant {
    Instant::now() + std::time::Duration::from_millis(at.saturating_sub(now).max(0).unsigned_abs())
}

/// Waits for what was being fetched when the worker ends.
pub(super) async fn last_gathered(feed: &mut Feed) -> Option<Gathered> {
    feed.gathering.as_ref()?;
    feed.gathered().await.ok()
}
