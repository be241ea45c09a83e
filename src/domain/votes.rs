//! Votes on a nomination, and what they decide.

use crate::clock::Millis;

/// How many votes decide; a campaign says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VotePolicy {
    /// Approvals that recognise a nomination.
    pub approvals: i64,
    /// Refusals that refuse it.
    pub refusals: i64,
}

/// One reviewer's vote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vote {
    /// Whose.
    pub voter: i64,
    /// Their name as the platform shows it.
    pub name: String,
    /// For recognising it, or against.
    pub approves: bool,
    /// Why not: a preset reason's code after `#`, or own words.
    pub reason: Option<String>,
    /// When.
    pub at: Millis,
}

/// What votes decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Enough are for it.
    Recognised,
    /// Enough are against it.
    Refused,
    /// Neither.
    Open,
}

/// What the votes of a round, in the order they were given, decide. Where both are enough, as after
/// fewer were made to do, the last one says it.
pub fn outcome(policy: VotePolicy, votes: &[Vote]) -> Outcome {
    let count = |approves| votes.iter().filter(|vote| vote.approves == approves).count();
    let reached =
        |count: usize, needed: i64| i64::try_from(count).unwrap_or(i64::MAX) >= needed.max(1);
    let (yes, no) =
        (reached(count(true), policy.approvals), reached(count(false), policy.refusals));
    match (yes, no) {
        (true, false) => Outcome::Recognised,
        (false, true) => Outcome::Refused,
        (false, false) => Outcome::Open,
        (true, true) if votes.last().is_some_and(|last| last.approves) => Outcome::Recognised,
        (true, true) => Outcome::Refused,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn votes(approvals: usize, refusals: usize) -> Vec<Vote> {
        let vote = |approves| Vote { voter: 1, name: String::new(), approves, reason: None, at: 0 };
        let mut votes = vec![vote(true); approvals];
        votes.extend(vec![vote(false); refusals]);
        votes
    }

    #[test]
    fn as_many_votes_decide_as_the_policy_says() {
        for (policy, yes, no, expected) in [
            ((1, 1), 0, 0, Outcome::Open),
            ((1, 1), 1, 0, Outcome::Recognised),
            ((1, 1), 0, 1, Outcome::Refused),
            ((2, 1), 1, 0, Outcome::Open),
            ((2, 1), 1, 1, Outcome::Refused),
            ((2, 1), 2, 0, Outcome::Recognised),
            ((2, 2), 1, 1, Outcome::Open),
            ((2, 2), 2, 1, Outcome::Recognised),
            ((3, 2), 2, 1, Outcome::Open),
            // A policy of none would decide without anybody.
            ((0, 0), 0, 0, Outcome::Open),
            ((0, 0), 1, 0, Outcome::Recognised),
        ] {
            let policy = VotePolicy { approvals: policy.0, refusals: policy.1 };
            assert_eq!(outcome(policy, &votes(yes, no)), expected, "{policy:?} {yes} {no}");
        }
    }
    #[test]
    fn where_both_sides_are_enough_the_last_vote_decides() {
        let policy = VotePolicy { approvals: 1, refusals: 1 };
        let mut given = votes(1, 2);
        assert_eq!(outcome(policy, &given), Outcome::Refused);
        given.reverse();
        assert_eq!(outcome(policy, &given), Outcome::Recognised);
    }
}
