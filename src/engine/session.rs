//! Reading a contact's session, also after a newer program wrote it and was taken back.

use crate::clock::Millis;
use crate::conversation::session::{At, Session, VERSION};
use crate::domain::draft::REMIND_AFTER;
use crate::store::contacts::{self, Contact};
use crate::store::{StoreError, Tx, timers};

/// The session that the contact's row holds. If this program cannot read it, it is put aside for one
/// that can, and the inner error says why, without what is in it.
pub(super) async fn take_up(
    tx: &mut Tx,
    contact: &Contact,
    now: Millis,
) -> Result<Result<Session, String>, StoreError> {
    let session = match contact.session.as_deref().map_or_else(|| Ok(Session::default()), read) {
        Ok(session) => session,
        Err(error) => {
            tracing::error!(contact = contact.id, "a session is put aside: was a newer one run?");
            let json = contact.session.as_deref().unwrap_or_default();
            contacts::put_aside(tx, contact.id, touched_at(json).unwrap_or(now)).await?;
            return Ok(Err(error));
        }
    };
    let Some(Ok(aside)) = contact.session_aside.as_deref().map(read) else {
        return Ok(Ok(session));
    };
    if is_at_work(&session) {
        // What was begun since goes first; the other is kept until then, or until it is too old.
        return Ok(Ok(session));
    }
    contacts::take_from_aside(tx, contact.id).await?;
    if aside.draft.is_some() || !aside.offered.is_empty() {
        timers::set(tx, contact.id, timers::DRAFT, now + REMIND_AFTER).await?;
    }
    Ok(Ok(put_back(session, aside)))
}

/// The session that the contact's row holds, for reading alone; an empty one if this program cannot.
pub(super) fn peek(contact: &Contact) -> Session {
    contact.session.as_deref().and_then(|json| read(json).ok()).unwrap_or_default()
}

fn read(json: &str) -> Result<Session, String> {
    let session: Session = serde_json::from_str(json)
        .map_err(|error| format!("a session does not read back, at column {}", error.column()))?;
    if session.v > VERSION {
        // It may read back without what only the newer program knows, which would then be lost.
        return Err(format!("a session is of version {}, newer than {VERSION}", session.v));
    }
    Ok(session)
}

/// When the person last worked on it, as far as that can be read: people are promised how long at
/// most we keep what they half wrote.
fn touched_at(json: &str) -> Option<Millis> {
    let session: serde_json::Value = serde_json::from_str(json).ok()?;
    [&session["draft"]["touched_at"], &session["sent_at"]]
        .into_iter()
        .filter_map(serde_json::Value::as_i64)
        .max()
        .filter(|at| *at > 0)
}

/// Whether something is being asked or half written.
fn is_at_work(session: &Session) -> bool {
    session.at != At::Idle || session.draft.is_some() || !session.offered.is_empty()
}

/// What was half written is offered again, not asked at once: who writes now has another question
/// before their eyes. No button that hangs in the chat is one of its.
fn put_back(session: Session, aside: Session) -> Session {
    let mut back = Session { serial: session.serial.max(aside.serial), ..aside };
    back.go(At::Idle);
    back
}
