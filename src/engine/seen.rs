//! How a nomination stands as its author may know it: a decision that can still be taken back is not
//! made yet, and one that was taken back never was.

use sqlx::AnyConnection;

use super::turn::Turn;
use crate::clock::Millis;
use crate::domain::nomination::State;
use crate::i18n::{Locale, text};
use crate::store::audit::Change;
use crate::store::nominations::{self, Nomination};
use crate::store::{StoreError, audit};

/// Where a nomination stands, as far as its author was told.
pub(super) fn seen_by_author(one: &Nomination) -> State {
    if one.tell_at.is_some() && one.state.is_decided() { State::Pending } else { one.state }
}

impl Turn<'_> {
    /// The same in words. What goes with another nomination stands as that one does.
    pub(super) async fn state_seen(&mut self, one: &Nomination) -> Result<String, StoreError> {
        in_words(self.tx.connection(), self.locale, one).await
    }

    /// The nomination that decides about this one: the one it goes with, or itself.
    pub(super) async fn stands_for(&mut self, one: &Nomination) -> Result<Nomination, StoreError> {
        root_of(self.tx.connection(), one).await
    }

    /// What happened to a nomination, as far as its author was told.
    pub(super) async fn life_seen(&mut self, one: &Nomination) -> Result<Vec<Change>, StoreError> {
        life(self.tx.connection(), one, self.policy.undo()).await
    }
}

/// [`Turn::state_seen`], off the turn.
pub(super) async fn in_words(
    connection: &mut AnyConnection,
    locale: Locale,
    one: &Nomination,
) -> Result<String, StoreError> {
    let root = root_of(connection, one).await?;
    let state = text(locale, &format!("state-{}", seen_by_author(&root).code()), &[]);
    Ok(match root.id == one.id {
        true => state,
        false => text(locale, "mine-joined", &[("state", state.into())]),
    })
}

async fn root_of(
    connection: &mut AnyConnection,
    one: &Nomination,
) -> Result<Nomination, StoreError> {
    let root = one.duplicate_of.filter(|_| one.state == State::Duplicate);
    let found = match root {
        Some(root) => nominations::by_id(connection, root).await?,
        None => None,
    };
    Ok(found.unwrap_or_else(|| one.clone()))
}

/// [`Turn::life_seen`], off the turn.
pub(super) async fn life(
    connection: &mut AnyConnection,
    one: &Nomination,
    undo: Millis,
) -> Result<Vec<Change>, StoreError> {
    let history = audit::history(connection, one.id).await?;
    Ok(told(history, one.tell_at.is_some(), undo))
}

/// The changes that may be told: none that was taken back, or left behind, before the time to tell it
/// had come, nor that it was taken back.
fn told(history: Vec<Change>, last_is_untold: bool, undo: Millis) -> Vec<Change> {
    let undone =
        |at: usize| at > 0 && history[at - 1].to.is_decided() && history[at].to == State::Pending;
    let untold = |at: usize| match history.get(at + 1) {
        None => last_is_untold,
        Some(next) => undone(at + 1) || next.at < history[at].at + undo,
    };
    let hidden: Vec<bool> = (0..history.len())
        .map(|at| undone(at) || (history[at].to.is_decided() && untold(at)))
        .collect();
    history.into_iter().zip(hidden).filter(|(_, hidden)| !hidden).map(|(one, _)| one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::MINUTE;

    fn states(changes: &[(State, Millis)], last_is_untold: bool) -> Vec<State> {
        let change = |&(to, at): &(State, Millis)| Change {
            actor: None,
            actor_name: None,
            at: at * MINUTE,
            to,
            reason: None,
        };
        let history = changes.iter().map(change).collect();
        told(history, last_is_untold, 5 * MINUTE).iter().map(|one| one.to).collect()
    }

    #[test]
    fn a_decision_is_seen_once_it_is_told() {
        let life = [(State::Submitted, 0), (State::Pending, 1), (State::Refused, 2)];
        assert_eq!(states(&life, true), [State::Submitted, State::Pending]);
        assert_eq!(states(&life, false), [State::Submitted, State::Pending, State::Refused]);
    }

    #[test]
    fn what_was_undone_is_never_seen_and_what_was_told_stays() {
        use State::{Pending, Received, Recognised, Refused, Submitted};
        let life = [(Submitted, 0), (Refused, 1), (Pending, 3), (Recognised, 9)];
        assert_eq!(states(&life, false), [Submitted, Recognised]);
        // Decided anew: before it was told, and long after.
        assert_eq!(
            states(&[(Submitted, 0), (Refused, 1), (Received, 3)], false),
            [Submitted, Received]
        );
        assert_eq!(
            states(&[(Submitted, 0), (Refused, 1), (Received, 30)], false),
            [Submitted, Refused, Received]
        );
    }
}
