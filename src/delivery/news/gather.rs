//! Fetches the next people of what is going out, on a task of its own.

use std::collections::HashSet;
use std::sync::Arc;

use crate::clock::Millis;
use crate::conversation::message::Message;
use crate::conversation::render::cast;
use crate::domain::broadcast::Kind;
use crate::domain::quiet;
use crate::i18n::Locale;
use crate::store::recipients::{self, Claimed, Live};
use crate::store::{Store, StoreError, Tx, broadcasts, settings};

/// What is to be fetched.
#[derive(Debug)]
pub(super) struct Errand {
    /// Whether first to account for whom another process was sending it.
    pub(super) recovers: bool,
    /// Whether nobody is being sent anything: who is said to be was claimed by nobody.
    pub(super) sweeps: bool,
    /// The message whose people were fetched last.
    pub(super) after: i64,
    /// How many may be fetched for news.
    pub(super) news: usize,
    /// How many for what takes news back or corrects it.
    pub(super) passes: usize,
    /// Whether these two have room together only.
    pub(super) shares_room: bool,
    /// What is known of what is said.
    pub(super) known: HashSet<Wording>,
    pub(super) now: Millis,
}

/// What was fetched.
#[derive(Debug, Default)]
pub(in crate::delivery) struct Gathered {
    pub(super) live: Vec<Live>,
    pub(super) claimed: Vec<Claimed>,
    pub(super) wordings: Vec<(Wording, Words)>,
    /// The message whose people were fetched last.
    pub(super) last: i64,
    /// Whether there may be more to be fetched at once.
    pub(super) is_filled: bool,
    /// When somebody's turn comes next.
    pub(super) next: Option<Millis>,
    /// How many were accounted for whom nobody is sending it any more.
    pub(super) recovered: u64,
}

/// What a message to many says in one language, at one version of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Wording {
    pub(super) broadcast: i64,
    version: i64,
    locale: Locale,
}

/// That, call by call.
#[derive(Clone, Debug, Default)]
pub(in crate::delivery) struct Words {
    pub(super) calls: Arc<[Message]>,
    /// Which of the messages that somebody got it takes the place of, where it corrects one.
    pub(super) place: usize,
}

impl Wording {
    pub(super) fn of(claimed: &Claimed) -> Self {
        let (broadcast, version) = (claimed.who.broadcast, claimed.version);
        Self { broadcast, version, locale: claimed.locale }
    }
}

/// Looks what is going out, and claims people of it.
pub(super) async fn gather(store: Store, mut errand: Errand) -> Result<Gathered, StoreError> {
    let mut reader = store.read().await?;
    let mut live = recipients::sending(&mut reader).await?;
    let policy = settings::policy(&mut reader).await?;
    // Of whatever they are: what rests or has ended is not looked at below.
    errand.recovers |= errand.sweeps && recipients::are_claimed(&mut reader).await?;
    let quiet_until = quiet::ends_at(&policy, errand.now);
    // Whose turn it was last comes last.
    let turn = live.partition_point(|live| live.id <= errand.after);
    live.rotate_left(turn);
    let mut awake = Vec::new();
    for one in &live {
        let is_quiet = one.kind == Kind::News && quiet_until.is_some();
        // Who has half of it gets the other half: that wakes nobody who is not awake already.
        if !is_quiet || recipients::has_begun(&mut reader, one.id, errand.now).await? {
            awake.push((*one, is_quiet));
        }
    }
    drop(reader);
    let mut gathered =
        Gathered { live, last: errand.after, next: quiet_until, ..Gathered::default() };
    if awake.is_empty() && !errand.recovers {
        return Ok(gathered);
    }
    let claimed = store.write(0, move |tx| Box::pin(claim(tx, errand, awake))).await?;
    Ok(Gathered {
        next: [gathered.next, claimed.next].into_iter().flatten().min(),
        live: std::mem::take(&mut gathered.live),
        ..claimed
    })
}

/// Claims people of each of these, of some only those who have a part of it.
async fn claim(
    tx: &mut Tx,
    errand: Errand,
    awake: Vec<(Live, bool)>,
) -> Result<Gathered, StoreError> {
    let mut gathered = Gathered { last: errand.after, ..Gathered::default() };
    recipients::lock_live(tx).await?;
    if errand.recovers {
        gathered.recovered = recipients::recover(tx, None, errand.now).await?;
    }
    let (mut news, mut passes) = (errand.news, errand.passes);
    for (live, only_begun) in &awake {
        let room = if live.kind == Kind::News { &mut news } else { &mut passes };
        if *room == 0 {
            gathered.is_filled = true;
            continue;
        }
        let wanted = *room;
        let claimed = recipients::claim(tx, live, *only_begun, wanted, errand.now).await?;
        *room -= claimed.len();
        if errand.shares_room {
            let left = *room;
            (news, passes) = (left, left);
        }
        if claimed.len() == wanted {
            gathered.is_filled = true;
        } else if !only_begun {
            let next = recipients::next_due(tx.connection(), live.id).await?;
            gathered.next = [gathered.next, next].into_iter().flatten().min();
        }
        if !claimed.is_empty() {
            gathered.last = live.id;
        }
        gathered.claimed.extend(claimed);
    }
    let mut known = errand.known;
    for claimed in gathered.claimed.iter().filter(|claimed| claimed.kind != Kind::Deletion) {
        let wording = Wording::of(claimed);
        if known.insert(wording) {
            gathered.wordings.push((wording, read(tx, wording).await?));
        }
    }
    Ok(gathered)
}

async fn read(tx: &mut Tx, wording: Wording) -> Result<Words, StoreError> {
    let Wording { broadcast, locale, .. } = wording;
    let contents = broadcasts::contents(tx.connection(), broadcast).await?;
    let one = broadcasts::by_id(tx.connection(), broadcast).await?;
    let (links, of) = one.map_or((Vec::new(), None), |one| (one.links, one.of));
    let Some(of) = of else {
        return Ok(Words { calls: cast::calls(&contents, &links, locale).into(), place: 0 });
    };
    let original = broadcasts::contents(tx.connection(), of).await?;
    let (mut all, changed) = cast::corrected(&original, &contents, &links, locale);
    let place = all.iter().take(changed).map(Message::count).sum();
    Ok(Words { calls: Arc::from([all.swap_remove(changed)]), place })
}
