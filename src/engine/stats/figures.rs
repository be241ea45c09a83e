//! What was counted of a part of statistics.

use std::sync::Arc;

use super::Inquiry;
use crate::clock::Millis;
use crate::conversation::press::StatsPart as Part;
use crate::domain::catalog::Catalog;
use crate::domain::nomination::State;
use crate::domain::period::{Period, Target};
use crate::domain::place::{self, Commune};
use crate::domain::queue::Sight;
use crate::domain::stats::{Span, Stretch, Took};
use crate::engine::Shared;
use crate::store::stats::{self, Counted, Load, Reach};
use crate::store::{StoreError, campaigns};

/// The counts that a part shows; what another part shows is empty.
#[derive(Debug)]
pub(super) struct Figures {
    pub(super) part: Part,
    pub(super) span: Span,
    pub(super) stretch: Stretch,
    pub(super) now: Millis,
    pub(super) catalog: Arc<Catalog>,
    pub(super) days: Vec<(i64, i64)>,
    pub(super) states: Vec<(State, i64)>,
    pub(super) fields: Vec<(Option<String>, i64)>,
    /// Every commune that the reader may see, the most first.
    pub(super) communes: Vec<(&'static Commune, i64)>,
    pub(super) took: Took,
    pub(super) reach: Option<Reach>,
    pub(super) loads: Vec<Load>,
    pub(super) target: Option<Aim>,
}

/// What the communes should send, and have sent.
#[derive(Debug)]
pub(super) struct Aim {
    pub(super) target: Target,
    pub(super) period: Period,
    /// Those that have sent less, the least first.
    pub(super) below: Vec<(&'static Commune, i64)>,
}

impl Figures {
    /// Counts what the part shows.
    pub(super) async fn count(
        shared: &Shared,
        inquiry: &Inquiry,
        part: Part,
        span: Span,
    ) -> Result<Self, StoreError> {
        let (now, sight) = (inquiry.now, Sight::from(&inquiry.scope));
        let stretch = span.stretch(now);
        let counted = Counted { stretch, sight: &sight };
        let mut reader = shared.store.read().await?;
        let mut figures = Self {
            part,
            span,
            stretch,
            now,
            catalog: inquiry.catalog.clone(),
            days: Vec::new(),
            states: Vec::new(),
            fields: Vec::new(),
            communes: Vec::new(),
            took: Took::default(),
            reach: None,
            loads: Vec::new(),
            target: None,
        };
        match part {
            Part::Overview => {
                figures.days = stats::days(&mut reader, counted).await?;
                figures.states = stats::states(&mut reader, counted).await?;
                figures.took = stats::took(&mut reader, counted).await?;
                let communes = stats::communes(&mut reader, counted).await?;
                figures.communes = whole(&sight, communes);
                if inquiry.scope.is_whole() {
                    figures.reach = Some(stats::reach(&mut reader).await?);
                }
            }
            Part::Fields => figures.fields = stats::fields(&mut reader, counted).await?,
            Part::Communes | Part::Missing => {
                let communes = stats::communes(&mut reader, counted).await?;
                figures.communes = whole(&sight, communes);
                if let Some(open) = campaigns::season(&mut reader, now).await?.open
                    && let Some(target) = open.target
                {
                    let period = span.target_period(target.every, now);
                    let stretch = Stretch { from: period.start(), until: period.end() };
                    let counted = Counted { stretch, sight: &sight };
                    let sent = stats::communes_of(&mut reader, open.id, counted).await?;
                    let mut below = whole(&sight, sent);
                    below.retain(|(_, count)| *count < i64::from(target.number));
                    below.reverse();
                    figures.target = Some(Aim { target, period, below });
                }
            }
            Part::Load => figures.loads = stats::loads(&mut reader, stretch, now).await?,
        }
        Ok(figures)
    }

    /// How many were sent.
    pub(super) fn sent(&self) -> i64 {
        let sum = |counts: &mut dyn Iterator<Item = i64>| counts.sum::<i64>();
        match self.part {
            Part::Overview => sum(&mut self.states.iter().map(|(_, count)| *count)),
            Part::Fields => sum(&mut self.fields.iter().map(|(_, count)| *count)),
            _ => sum(&mut self.communes.iter().map(|(_, count)| *count)),
        }
    }

    /// Whether there is nothing to draw.
    pub(super) fn is_empty(&self) -> bool {
        match self.part {
            Part::Load => self.loads.iter().all(|load| load.decided == 0 && load.open == 0),
            _ => self.sent() == 0,
        }
    }

    /// The communes from which nothing was sent.
    pub(super) fn missing(&self) -> impl Iterator<Item = &'static Commune> {
        self.communes.iter().filter(|(_, count)| *count == 0).map(|(commune, _)| *commune)
    }
}

/// Every commune within sight, the most first, those with the same in the order of their names.
fn whole(sight: &Sight, counts: Vec<(String, i64)>) -> Vec<(&'static Commune, i64)> {
    let within = |commune: &&Commune| {
        sight.communes.is_empty() || sight.communes.iter().any(|code| code == commune.code)
    };
    let count = |commune: &Commune| {
        counts.iter().find(|(code, _)| code == commune.code).map_or(0, |(_, count)| *count)
    };
    let mut all: Vec<_> =
        place::communes().iter().filter(within).map(|one| (one, count(one))).collect();
    all.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    all
}
