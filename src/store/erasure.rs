//! Erasing personal data: all of a person's, or all that a nomination holds.
//!
//! Rows that others point at stay and name nobody. In the audit names and words go with their salts,
//! which leaves the chain whole (see [`super::chain`]). Nothing is noted here: who calls this says in
//! the audit that it was done, without what was erased.

use sqlx::AnyConnection;

use super::{StoreError, Tx, recipients, uploads};
use crate::clock::Millis;
use crate::domain::broadcast::{Outcome, Skip};
use crate::domain::nomination::State;

/// What stands where words were that a row must have.
pub const BLANK: &str = "—";
/// How the address of somebody begins who was erased: no platform's does, and nothing is sent there.
const NOWHERE: &str = "erased:";

/// Whether nobody can be reached at this address any more.
pub fn is_nowhere(address: &str) -> bool {
    address.starts_with(NOWHERE)
}

/// Every `$1` in these is the nomination, or the contact.
async fn run(tx: &mut Tx, statements: &[&'static str], id: i64) -> Result<(), StoreError> {
    for sql in statements {
        sqlx::query(*sql).bind(id).execute(tx.connection()).await?;
    }
    Ok(())
}

/// Erases what a nomination holds of people: whom it is about, who sent it, all that either side wrote
/// about it, its files. Its code, place, field and states stay, and so do preset reasons.
///
/// For nominations that were taken back or refused. `false`, and nothing changed, for any other, for one
/// that is erased already, and for one whose exemplar the public sees.
pub async fn anonymise_nomination(
    tx: &mut Tx,
    nomination: i64,
    now: Millis,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE nominations SET nominee_name = $3, hamlet = NULL, story = $3, happened = NULL,
            nominee_phone = NULL, nominator_phone = NULL, told_by = NULL, told_phone = NULL,
            shows_nominator = 0, erased_at = $2, version = version + 1
          WHERE id = $1 AND erased_at IS NULL AND state IN ($4, $5)
            AND NOT EXISTS (SELECT 1 FROM exemplars e WHERE e.id = nominations.exemplar_id
                AND e.public_at IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM nominations o WHERE o.exemplar_id = e.id
                    AND o.id <> $1))",
    )
    .bind(nomination)
    .bind(now)
    .bind(BLANK)
    .bind(State::Withdrawn.code())
    .bind(State::Refused.code())
    .execute(tx.connection())
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    let gone = [
        "DELETE FROM photo_hashes WHERE nomination_id = $1",
        "DELETE FROM likeness_keys WHERE nomination_id = $1",
        "DELETE FROM search_words WHERE nomination_id = $1",
        "DELETE FROM evidence WHERE nomination_id = $1",
        "DELETE FROM additions WHERE nomination_id = $1",
        "DELETE FROM notes WHERE nomination_id = $1",
        "DELETE FROM thread WHERE nomination_id = $1",
        "DELETE FROM ask_answers WHERE ask_id IN (SELECT id FROM asks WHERE nomination_id = $1)",
        "DELETE FROM publications WHERE nomination_id = $1",
        "DELETE FROM desk_timers WHERE nomination_id = $1",
        "UPDATE asks SET note = NULL WHERE nomination_id = $1",
        "UPDATE votes SET reason = NULL WHERE nomination_id = $1",
        "UPDATE audit SET actor_name = NULL, actor_salt = NULL
          WHERE nomination_id = $1 AND actor_name IS NOT NULL
            AND actor_id = (SELECT nominator_id FROM nominations WHERE id = $1)",
        // Preset reasons name nobody, and are counted.
        "UPDATE audit SET reason = NULL, detail = NULL, words_salt = NULL
          WHERE nomination_id = $1 AND (detail IS NOT NULL OR reason NOT LIKE '#%')",
        // Cards that could not be sent stay for the operator, and say all of it.
        "DELETE FROM outbox WHERE EXISTS (SELECT 1 FROM cards k WHERE k.nomination_id = $1
            AND k.channel = outbox.channel AND k.address = outbox.address AND k.slot = outbox.slot)",
    ];
    run(tx, &gone, nomination).await?;
    for sql in [
        "UPDATE appeals SET body = $2 WHERE nomination_id = $1",
        // Its own exemplar, and the one it was joined to if no other statement is left of that.
        "UPDATE exemplars SET name = $2, hamlet = NULL
          WHERE id IN (SELECT n.exemplar_id FROM nominations n WHERE n.id = $1
                UNION SELECT n.id FROM nominations n WHERE n.id = $1)
            AND NOT EXISTS (SELECT 1 FROM nominations o WHERE o.exemplar_id = exemplars.id
                AND o.erased_at IS NULL)",
        "UPDATE exemplar_consents SET given_by = $2
          WHERE nomination_id = $1 OR exemplar_id IN (SELECT e.id FROM exemplars e
                JOIN nominations n ON n.exemplar_id = e.id WHERE n.id = $1 AND e.name = $2)",
    ] {
        sqlx::query(sql).bind(nomination).bind(BLANK).execute(tx.connection()).await?;
    }
    Ok(true)
}

/// Erases a person: from now on whoever has their address is a stranger. Nominations that they took
/// back are emptied; what was decided stays, without them.
///
/// `false`, and nothing changed, for one who has a part in the work, who may not write for now, or of
/// whose nominations one is still to be decided, and for nobody. To have the last, take them back first.
pub async fn erase_contact(tx: &mut Tx, contact: i64, now: Millis) -> Result<bool, StoreError> {
    let keeps: i64 = sqlx::query_scalar(
        "SELECT (SELECT COUNT(*) FROM members WHERE contact_id = $1)
              + (SELECT COUNT(*) FROM sanctions WHERE contact_id = $1 AND lifted_at IS NULL
                  AND (until IS NULL OR until > $2))
              + (SELECT COUNT(*) FROM nominations WHERE nominator_id = $1 AND entered_by IS NULL
                  AND state NOT IN ('recognised', 'refused', 'withdrawn'))",
    )
    .bind(contact)
    .bind(now)
    .fetch_one(tx.connection())
    .await?;
    let found: Option<(String, String)> =
        sqlx::query_as("SELECT channel, address FROM contacts WHERE id = $1 AND erased_at IS NULL")
            .bind(contact)
            .fetch_optional(tx.connection())
            .await?;
    let (0, Some((channel, address))) = (keeps, found) else { return Ok(false) };
    for id in own_in(tx.connection(), contact, State::Withdrawn).await? {
        anonymise_nomination(tx, id, now).await?;
    }
    erase_words(tx, contact).await?;
    uploads::forget_of(tx, contact).await?;
    skip_broadcasts(tx, contact, now).await?;
    let files = files_for(tx.connection(), &channel, &address).await?;
    for sql in [
        "DELETE FROM outbox WHERE channel = $1 AND address = $2",
        "DELETE FROM slots WHERE channel = $1 AND address = $2",
        "DELETE FROM cards WHERE channel = $1 AND address = $2",
        "DELETE FROM moved_chats WHERE channel = $1 AND (old_address = $2 OR new_address = $2)",
    ] {
        sqlx::query(sql).bind(&channel).bind(&address).execute(tx.connection()).await?;
    }
    uploads::forget_used(tx, &files).await?;
    let done = sqlx::query(
        "UPDATE contacts SET address = $2, name = '', app_language = '', language = NULL,
            session = NULL, session_aside = NULL, session_aside_at = NULL, blocked_at = NULL,
            erased_at = $3
          WHERE id = $1 AND erased_at IS NULL",
    )
    .bind(contact)
    .bind(format!("{NOWHERE}{contact}"))
    .bind(now)
    .execute(tx.connection())
    .await?;
    StoreError::one_row("erase contact", done.rows_affected())?;
    // When they agreed, and until when, is what proves that it was lawful until now.
    sqlx::query(
        "UPDATE consents SET withdrawn_at = $2 WHERE contact_id = $1 AND withdrawn_at IS NULL",
    )
    .bind(contact)
    .bind(now)
    .execute(tx.connection())
    .await?;
    Ok(true)
}

/// The files that wait to be sent to a chat, or could not be.
async fn files_for(
    connection: &mut AnyConnection,
    channel: &str,
    address: &str,
) -> Result<Vec<i64>, StoreError> {
    Ok(sqlx::query_scalar(
        "SELECT upload_id FROM outbox
          WHERE channel = $1 AND address = $2 AND upload_id IS NOT NULL",
    )
    .bind(channel)
    .bind(address)
    .fetch_all(connection)
    .await?)
}

/// A person's own nominations in a state, the oldest first. Those entered for others are not theirs.
async fn own_in(
    connection: &mut AnyConnection,
    contact: i64,
    state: State,
) -> Result<Vec<i64>, StoreError> {
    Ok(sqlx::query_scalar(
        "SELECT id FROM nominations WHERE nominator_id = $1 AND entered_by IS NULL AND state = $2
          ORDER BY id",
    )
    .bind(contact)
    .bind(state.code())
    .fetch_all(connection)
    .await?)
}

/// What somebody wrote, chose and was told, apart from the deeds that were decided on.
async fn erase_words(tx: &mut Tx, contact: i64) -> Result<(), StoreError> {
    let gone = [
        "DELETE FROM thread WHERE nomination_id IN (SELECT id FROM nominations
            WHERE nominator_id = $1 AND entered_by IS NULL)",
        "UPDATE nominations SET nominator_phone = NULL, version = version + 1,
            shows_nominator = CASE WHEN entered_by IS NULL THEN 0 ELSE shows_nominator END
          WHERE nominator_id = $1 AND erased_at IS NULL",
        "UPDATE audit SET actor_name = NULL, actor_salt = NULL
          WHERE actor_id = $1 AND actor_name IS NOT NULL",
        "UPDATE audit SET reason = NULL, detail = NULL, words_salt = NULL
          WHERE nomination_id IN (SELECT id FROM nominations WHERE nominator_id = $1
                AND entered_by IS NULL)
            AND actor_id = $1 AND (reason IS NOT NULL OR detail IS NOT NULL)",
        "UPDATE audit SET reason = NULL, detail = NULL, words_salt = NULL
          WHERE subject = 'contact:' || CAST($1 AS TEXT) AND nomination_id IS NULL
            AND (reason IS NOT NULL OR detail IS NOT NULL)",
        "DELETE FROM data_files WHERE contact_id = $1",
        "DELETE FROM timers WHERE contact_id = $1",
        "DELETE FROM digests WHERE contact_id = $1",
        "DELETE FROM subscriptions WHERE contact_id = $1",
        "DELETE FROM sanctions WHERE contact_id = $1",
        "DELETE FROM next_holds WHERE contact_id = $1",
        "DELETE FROM member_communes WHERE contact_id = $1",
        "DELETE FROM member_fields WHERE contact_id = $1",
        "DELETE FROM broadcast_watchers WHERE contact_id = $1",
    ];
    run(tx, &gone, contact).await?;
    sqlx::query(
        "UPDATE appeals SET body = $2 WHERE nomination_id IN (SELECT id FROM nominations
            WHERE nominator_id = $1 AND entered_by IS NULL)",
    )
    .bind(contact)
    .bind(BLANK)
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Whatever waits to be sent to many is not sent to them, and counted so. Who has a part of one has that.
async fn skip_broadcasts(tx: &mut Tx, contact: i64, now: Millis) -> Result<(), StoreError> {
    recipients::lock_live(tx).await?;
    let waiting: Vec<(i64, i64)> = sqlx::query_as(
        "SELECT broadcast_id, part FROM broadcast_recipients
          WHERE broadcast_id IN (SELECT id FROM broadcasts) AND contact_id = $1 AND state = $2
          ORDER BY broadcast_id",
    )
    .bind(contact)
    .bind(Outcome::Waiting.code())
    .fetch_all(tx.connection())
    .await?;
    for (broadcast, part) in waiting {
        let (outcome, reason) = match part {
            0 => (Outcome::Skipped, Skip::Unsubscribed.code()),
            _ => (Outcome::Unknown, recipients::PART),
        };
        let done = sqlx::query(
            "UPDATE broadcast_recipients SET state = $3, reason = $4, at = $5
              WHERE broadcast_id = $1 AND contact_id = $2 AND state = $6",
        )
        .bind(broadcast)
        .bind(contact)
        .bind(outcome.code())
        .bind(reason)
        .bind(now)
        .bind(Outcome::Waiting.code())
        .execute(tx.connection())
        .await?;
        if done.rows_affected() == 1 {
            let skipped = i64::from(outcome == Outcome::Skipped);
            let counted = sqlx::query(
                "UPDATE broadcasts SET skipped = skipped + $1, unknown = unknown + $2 WHERE id = $3",
            )
            .bind(skipped)
            .bind(1 - skipped)
            .bind(broadcast)
            .execute(tx.connection())
            .await?;
            StoreError::one_row("count a skipped recipient", counted.rows_affected())?;
        }
    }
    // Which messages of their chat they were: nobody can reach that any more.
    sqlx::query(
        "UPDATE broadcast_recipients SET messages = ''
          WHERE broadcast_id IN (SELECT id FROM broadcasts) AND contact_id = $1 AND state <> $2",
    )
    .bind(contact)
    .bind(Outcome::Sending.code())
    .execute(tx.connection())
    .await?;
    Ok(())
}
