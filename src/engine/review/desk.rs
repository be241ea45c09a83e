//! What lies on the desk when a nomination is looked at: all that its card is drawn from.

use super::kin::Kin;
use crate::clock::Millis;
use crate::conversation::render::summary;
use crate::domain::votes::Vote;
use crate::i18n::Locale;
use crate::store::audit::Change;
use crate::store::nominations::Nomination;
use crate::store::{StoreError, Tx, audit, evidence, nominations, votes};

/// A nomination with everything around it.
pub struct Desk {
    pub nomination: Nomination,
    /// How many files there are.
    pub files: usize,
    /// They and the links in the story, in words of each language.
    pub counted: [Vec<String>; 2],
    /// What its author added later.
    pub additions: Vec<(Millis, String)>,
    /// The last change of state.
    pub last: Option<Change>,
    /// The votes of this round.
    pub votes: Vec<Vote>,
    /// Who takes no part.
    pub recused: Vec<i64>,
    /// What belongs to it, and what may.
    pub kin: Kin,
}

impl Desk {
    /// Loads it; `None` if there is no such nomination.
    pub async fn load(tx: &mut Tx, nomination: i64) -> Result<Option<Self>, StoreError> {
        let Some(nomination) = nominations::by_id(tx.connection(), nomination).await? else {
            return Ok(None);
        };
        let files = evidence::of(tx.connection(), nomination.id).await?;
        let additions = evidence::additions(tx.connection(), nomination.id).await?;
        let history = audit::history(tx.connection(), nomination.id).await?;
        let counted = Locale::ALL.map(|locale| {
            summary::count_evidence(locale, files.iter().map(|f| f.kind), &nomination.story)
        });
        let last = history.into_iter().last();
        let votes = votes::of(tx.connection(), nomination.id, nomination.round).await?;
        let recused = votes::recused(tx.connection(), nomination.id).await?;
        let kin = Kin::load(tx, &nomination).await?;
        let files = files.len();
        Ok(Some(Self { nomination, files, counted, additions, last, votes, recused, kin }))
    }

    /// The vote of this person in this round.
    pub fn vote_of(&self, voter: i64) -> Option<&Vote> {
        self.votes.iter().find(|vote| vote.voter == voter)
    }
}
