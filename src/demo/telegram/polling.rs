//! `getUpdates`: the one method that waits.

use std::time::Duration;

use super::Emulator;
use super::failure::Failure;
use super::methods::{self, Params};
use super::record::Record;
use super::state::State;

/// The updates that wait, as a JSON array, after waiting for one as long as the call says.
pub(super) async fn get_updates(emulator: &Emulator, params: &Params) -> Result<String, Failure> {
    let number = |name: &str| params.map.get(name).and_then(serde_json::Value::as_i64);
    let limit = usize::try_from(number("limit").unwrap_or(100).clamp(1, 100)).unwrap_or(100);
    let seconds = u64::try_from(number("timeout").unwrap_or(0).clamp(0, 50)).unwrap_or(0);
    let mut arrivals = emulator.inner.arrivals.subscribe();
    let mine = emulator.with(|state| {
        no_webhook(state)?;
        if let Some(kinds) = params.map.get("allowed_updates") {
            methods::allow(state, kinds);
        }
        confirm(state, number("offset").unwrap_or(0));
        // Ends a poll that another client has open.
        state.polls += 1;
        state.arrivals += 1;
        state.version += 1;
        Ok(state.polls)
    })?;
    let deadline = tokio::time::Instant::now() + Duration::from_secs(seconds);
    loop {
        arrivals.borrow_and_update();
        if let Some(found) = emulator.with(|state| take(state, mine, limit))? {
            return Ok(found);
        }
        tokio::select! {
            changed = tokio::time::timeout_at(deadline, arrivals.changed()) => match changed {
                Ok(Ok(())) => {}
                _ => return Ok("[]".into()),
            },
            () = emulator.inner.closed.cancelled() => return Ok("[]".into()),
        }
    }
}

fn no_webhook(state: &State) -> Result<(), Failure> {
    match state.world.webhook {
        None => Ok(()),
        Some(_) => Err(Failure::conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the \
             webhook first",
        )),
    }
}

fn confirm(state: &mut State, offset: i64) {
    let pending = &state.world.pending;
    let below = if offset < 0 {
        // Only so many are kept, counted from the end.
        let keep = usize::try_from(-offset).unwrap_or(0);
        let first = pending.len().saturating_sub(keep);
        pending.get(first).map_or(0, |update| update.id)
    } else {
        offset
    };
    if below > state.world.last_update + 1 {
        // A number that was never given out, such as one from before numbering began anew: the
        // server hands out what it has from the beginning.
        return;
    }
    if below > state.world.last_update + 1 {
        // A number that was never given out, such as one from before numbering began anew: the
        // server hands out what it has from the beginning.
        return;
    }
    if pending.front().is_some_and(|update| update.id < below) {
        state.write(Record::Confirmed(below));
    }
}

fn take(state: &mut State, mine: u64, limit: usize) -> Result<Option<String>, Failure> {
    no_webhook(state)?;
    if state.polls != mine {
        return Err(Failure::conflict(
            "terminated by other getUpdates request; make sure that only one bot instance is \
             running",
        ));
    }
    if state.replays.is_empty() && state.world.pending.is_empty() {
        return Ok(None);
    }
    let again = state.replays.len().min(limit);
    let replays: Vec<_> = state.replays.drain(..again).collect();
    let mut found = String::from("[");
    for update in replays.iter().chain(&state.world.pending).take(limit) {
        if found.len() > 1 {
            found.push(',');
        }
        found.push_str(&update.body);
    }
    found.push(']');
    Ok(Some(found))
}
