//! The pieces of work, each in a transaction of its own.

use std::sync::Arc;

use super::lists::Lists;
use super::{control, shown};
use crate::clock::HOUR;
use crate::conversation::message::{Message, Upload};
use crate::delivery::outgoing::{Lane, Outgoing, Placement};
use crate::domain::broadcast::{Kind, Move, Pause, Skip, State};
use crate::domain::quiet;
use crate::domain::role::Role;
use crate::engine::Shared;
use crate::engine::broadcast::confirm::needs_second;
use crate::engine::broadcast::counting::audience_of;
use crate::engine::broadcast::{recall, report};
use crate::i18n::text;
use crate::store::audience;
use crate::store::audit::{self, Act, Entry, Subject};
use crate::store::broadcasts::{self, Advance, Broadcast};
use crate::store::contacts::Contact;
use crate::store::{StoreError, Tx, settings};

/// How many people are looked at, or given up, in one transaction: a citizen's turn waits no longer.
const CHUNK: i64 = 2_000;
/// How long after its time one that could not begin goes out without being asked about.
const LATE: i64 = HOUR;
/// Where the audience is fixed to the last.
const ALL_COLLECTED: i64 = i64::MAX;

/// A piece of work.
pub(super) enum Job {
    /// Its time has come.
    Begin {
        /// Whether it could not have been begun in time.
        was_down: bool,
    },
    /// Fix the next of those it goes to.
    Collect,
    /// Everybody is accounted for.
    Finish,
    /// It rests by itself: those who watch are told.
    TellPause,
    /// It was ended: the next of those who wait get nothing.
    Skip,
    /// It ended: those who watch are told how, with the list of who did not get it.
    Report {
        /// The list.
        lists: Lists,
    },
    /// Somebody asked for the list.
    GiveList {
        /// Who.
        contact: i64,
        /// The list.
        files: Vec<Upload>,
    },
    /// Draw controls.
    Draw(Vec<Outgoing>),
}

type More = (bool, Vec<Outgoing>);

impl Job {
    /// Does it; whether there is more of it to do, and what is to be said.
    pub(super) async fn run(
        self,
        tx: &mut Tx,
        shared: &Arc<Shared>,
        id: i64,
    ) -> Result<More, StoreError> {
        if let Self::Draw(outgoing) = self {
            return Ok((false, outgoing));
        }
        let Some(one) = broadcasts::hold(tx, id).await? else { return Ok((false, Vec::new())) };
        match self {
            Self::Begin { was_down } => begin(tx, shared, one, was_down).await,
            Self::Collect => collect(tx, shared, one).await,
            Self::Finish => finish(tx, shared, one).await,
            Self::TellPause => tell_pause(tx, shared, one).await,
            Self::Skip => skip(tx, shared, &one).await,
            Self::Report { lists } => {
                let now = shared.clock.now();
                if one.counts.left() > 0 || !broadcasts::report(tx, id, now).await? {
                    return Ok((false, Vec::new()));
                }
                Ok((false, report::tell(tx, shared, &one, &lists).await?))
            }
            Self::GiveList { contact, files } => {
                broadcasts::wish(tx, id, contact, false).await?;
                Ok((false, report::give(tx, shared, contact, &files).await?))
            }
            Self::Draw(outgoing) => Ok((false, outgoing)),
        }
    }
}

async fn advance(
    tx: &mut Tx,
    shared: &Shared,
    one: &mut Broadcast,
    step: Move,
    pause: Option<Pause>,
    detail: &str,
) -> Result<bool, StoreError> {
    let now = shared.clock.now();
    let moved = broadcasts::advance(tx, one, Advance { step, pause, by: None, now }).await?;
    if moved {
        let subject = Subject::Broadcast(one.id);
        let entry = Entry::new(shared.ids.next(), Act::Broadcast, subject, None, now);
        audit::record(tx, &entry.with(detail)).await?;
    }
    Ok(moved)
}

async fn begin(
    tx: &mut Tx,
    shared: &Arc<Shared>,
    mut one: Broadcast,
    was_down: bool,
) -> Result<More, StoreError> {
    let now = shared.clock.now();
    let is_due = one.due_at.is_none_or(|due| due <= now);
    if one.state != State::Scheduled || !is_due {
        return Ok((false, Vec::new()));
    }
    let watching = [Some(one.created_by), one.confirmed.map(|(by, _)| by)];
    let watching = watching.into_iter().flatten().chain(one.seconded.map(|(by, _)| by));
    for contact in watching {
        broadcasts::watch(tx, one.id, contact).await?;
    }
    let is_late = was_down && one.due_at.is_some_and(|due| now - due > LATE);
    if !is_late {
        advance(tx, shared, &mut one, Move::Start, None, "started").await?;
        // What was planned long ago stands far above; what was confirmed just now does not.
        let placement = match one.due_at {
            Some(_) => Placement::Fresh,
            None => Placement::Redraw,
        };
        return Ok((false, controls(tx, shared, &one, &placement).await?));
    }
    let pause = Some(Pause::Late);
    advance(tx, shared, &mut one, Move::Pause, pause, "not begun: too late").await?;
    watched_by_admins(tx, shared, &one).await?;
    Ok((false, controls(tx, shared, &one, &Placement::Fresh).await?))
}

/// Has every admin watch it.
async fn watched_by_admins(
    tx: &mut Tx,
    shared: &Arc<Shared>,
    one: &Broadcast,
) -> Result<(), StoreError> {
    let team = shared.team(tx.connection()).await?;
    for admin in team.iter().filter(|member| member.role == Some(Role::Admin)) {
        broadcasts::watch(tx, one.id, admin.id).await?;
    }
    Ok(())
}

/// Its control, for everybody who watches.
async fn controls(
    tx: &mut Tx,
    shared: &Arc<Shared>,
    one: &Broadcast,
    placement: &Placement,
) -> Result<Vec<Outgoing>, StoreError> {
    let contents = broadcasts::contents(tx.connection(), one.id).await?;
    let policy = settings::policy(tx.connection()).await?;
    let view = shared.view_of(&policy, shared.clock.now());
    let draw = |watcher: &Contact| {
        let locale = watcher.language.unwrap_or(shared.settings.locale);
        let message = control::draw(locale, view, one, &contents, false);
        shown(watcher, one.id, placement.clone(), message)
    };
    Ok(shared.watchers(tx.connection(), one).await?.iter().map(draw).collect())
}

async fn collect(
    tx: &mut Tx,
    shared: &Arc<Shared>,
    mut one: Broadcast,
) -> Result<More, StoreError> {
    if one.state != State::Collecting {
        return Ok((false, Vec::new()));
    }
    if one.collected_to < ALL_COLLECTED {
        let begun = one.started_at.unwrap_or(shared.clock.now());
        let from = one.collected_to;
        let next = match one.of {
            Some(of) => {
                let since = begun - recall::WITHIN;
                audience::collect_pass(tx, one.id, of, since, from, CHUNK).await?
            }
            None => {
                let audience = audience_of(&one)?;
                audience::collect(tx, one.id, shared.asked(&audience, begun), from, CHUNK).await?
            }
        };
        if next.is_some() {
            return Ok((true, Vec::new()));
        }
        broadcasts::set_collected(tx, one.id, ALL_COLLECTED).await?;
    }
    let policy = settings::policy(tx.connection()).await?;
    let reached = broadcasts::by_id(tx.connection(), one.id).await?;
    let total = reached.map_or(0, |one| one.counts.total);
    if one.seconded.is_none() && needs_second(one.kind, total, policy.second_from) {
        // More than it was for when its author confirmed it.
        let pause = Some(Pause::Second);
        advance(tx, shared, &mut one, Move::Pause, pause, "audience fixed: second word").await?;
        return Ok((false, Vec::new()));
    }
    advance(tx, shared, &mut one, Move::Send, None, "audience fixed").await?;
    Ok((false, Vec::new()))
}

async fn finish(tx: &mut Tx, shared: &Arc<Shared>, mut one: Broadcast) -> Result<More, StoreError> {
    if one.state == State::Sending && one.counts.left() == 0 {
        advance(tx, shared, &mut one, Move::Finish, None, "done").await?;
    }
    Ok((false, Vec::new()))
}

async fn tell_pause(tx: &mut Tx, shared: &Arc<Shared>, one: Broadcast) -> Result<More, StoreError> {
    if one.state != State::Paused || !broadcasts::note_told(tx, one.id, one.version).await? {
        return Ok((false, Vec::new()));
    }
    watched_by_admins(tx, shared, &one).await?;
    let key = match one.pause {
        Some(Pause::Restored) => "cast-told-restored",
        Some(Pause::Second) => "cast-told-second",
        _ => "cast-told-errors",
    };
    let mut outgoing: Vec<Outgoing> = shared
        .watchers(tx.connection(), &one)
        .await?
        .iter()
        .map(|watcher| {
            let locale = watcher.language.unwrap_or(shared.settings.locale);
            Outgoing::fresh(
                &watcher.channel,
                &watcher.address,
                Lane::Review,
                Message::of(text(locale, key, &[])),
            )
        })
        .collect();
    outgoing.extend(controls(tx, shared, &one, &Placement::Fresh).await?);
    Ok((false, outgoing))
}

async fn skip(tx: &mut Tx, shared: &Arc<Shared>, one: &Broadcast) -> Result<More, StoreError> {
    let now = shared.clock.now();
    let policy = settings::policy(tx.connection()).await?;
    let ended = one.ended_at.unwrap_or(now);
    let in_quiet = one.kind == Kind::News && quiet::ends_at(&policy, ended).is_some();
    let why = if in_quiet { Skip::Quiet } else { Skip::Stopped };
    let skipped = broadcasts::skip_waiting(tx, one.id, why, now, CHUNK).await?;
    Ok((skipped == CHUNK, Vec::new()))
}
