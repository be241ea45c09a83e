//! What lies on the desk when a nomination is looked at: all that its card is drawn from.

use std::sync::Arc;

use super::kin::Kin;
use crate::clock::Millis;
use crate::conversation::render::summary;
use crate::domain::asks::Items;
use crate::domain::catalog::Catalog;
use crate::domain::votes::Vote;
use crate::i18n::Locale;
use crate::store::appeals::{self, Appeal};
use crate::store::asks::Ask;
use crate::store::audit::Change;
use crate::store::nominations::Nomination;
use crate::store::notes::Note;
use crate::store::publications::Publication;
use crate::store::thread::Line;
use crate::store::{
    StoreError, Tx, asks, audit, evidence, exemplars, nominations, notes, parts, publications,
    thread, votes,
};

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
    /// The text for the public, if anybody ever wrote one.
    pub publication: Option<Publication>,
    /// Since when the public sees its exemplar, if it does.
    pub public_since: Option<Millis>,
    /// What its author was last asked for.
    pub ask: Option<Ask>,
    /// For which items the author gave something then.
    pub supplied: Items,
    /// How many notes there are, and the last one.
    pub notes: i64,
    pub last_note: Option<Note>,
    /// The last message between reviewers and its author.
    pub last_line: Option<Line>,
    /// That its author asked for another look at a refusal.
    pub appeal: Option<Appeal>,
    /// Who had a part before that.
    pub aside: Vec<i64>,
    /// What belongs to it, and what may.
    pub kin: Kin,
    /// The fields and reasons there are.
    pub catalog: Arc<Catalog>,
}

impl Desk {
    /// Loads it; `None` if there is no such nomination.
    pub async fn load(
        tx: &mut Tx,
        catalog: &Arc<Catalog>,
        nomination: i64,
    ) -> Result<Option<Self>, StoreError> {
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
        let publication = publications::of(tx.connection(), nomination.id).await?;
        let public_since = exemplars::public_since(tx.connection(), nomination.exemplar).await?;
        let files = files.len();
        let connection = tx.connection();
        let (mut ask, mut supplied) = (None, Items::NONE);
        if nomination.asked > 0 {
            ask = asks::latest(connection, nomination.id).await?;
        }
        if let Some(ask) = &ask {
            let given = asks::given(connection, ask.id).await?;
            supplied = given.into_iter().map(|one| one.item).collect();
        }
        let notes = notes::count(connection, nomination.id).await?;
        let last_note = match notes {
            0 => None,
            _ => notes::latest(connection, nomination.id, 1).await?.pop(),
        };
        let last_line = thread::latest(connection, nomination.id, 1).await?.pop();
        let (appeal, aside) = match nomination.appealed_at {
            None => (None, Vec::new()),
            Some(at) => (
                appeals::of(tx.connection(), nomination.id).await?,
                parts::before(tx.connection(), nomination.id, at).await?,
            ),
        };
        let kin = Kin::load(tx, &nomination).await?;
        Ok(Some(Self {
            nomination,
            files,
            counted,
            additions,
            last,
            votes,
            recused,
            publication,
            public_since,
            ask,
            supplied,
            notes,
            last_note,
            last_line,
            appeal,
            aside,
            kin,
            catalog: catalog.clone(),
        }))
    }

    /// The vote of this person in this round.
    pub fn vote_of(&self, voter: i64) -> Option<&Vote> {
        self.votes.iter().find(|vote| vote.voter == voter)
    }
}
