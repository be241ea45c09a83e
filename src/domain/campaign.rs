//! Campaigns (đợt phát động): what nominations belong to, what citizens read of them, and when they
//! are open. Whether one is open is computed from its dates; nothing has to happen for it.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use super::period::{Every, Target};
use crate::clock::Millis;

/// A part of a campaign that an admin writes or chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// What it is called.
    Title,
    /// Its slogan.
    Slogan,
    /// Number and date of the plan it rests on.
    Basis,
    /// From when on it is open.
    From,
    /// Until when.
    Until,
    /// The fields on offer.
    Fields,
    /// How many votes decide.
    Votes,
    /// What its codes begin with.
    Prefix,
    /// What a commune should nominate.
    Target,
    /// How much, a month.
    Month,
    /// How much, a quarter.
    Quarter,
    /// What citizens read while it is open.
    Opening,
    /// What they read once it is closed.
    Closing,
    /// The title in English.
    TitleEn,
    /// The slogan in English.
    SloganEn,
    /// The opening in English.
    OpeningEn,
    /// The closing in English.
    ClosingEn,
}

impl Part {
    /// Every part that there is a button for, in the order they are shown.
    pub const SHOWN: [Self; 15] = [
        Self::Title,
        Self::Slogan,
        Self::Basis,
        Self::Prefix,
        Self::From,
        Self::Until,
        Self::Fields,
        Self::Votes,
        Self::Target,
        Self::Opening,
        Self::Closing,
        Self::TitleEn,
        Self::SloganEn,
        Self::OpeningEn,
        Self::ClosingEn,
    ];
    /// Every part.
    pub const ALL: [Self; 17] = [
        Self::Title,
        Self::Slogan,
        Self::Basis,
        Self::From,
        Self::Until,
        Self::Fields,
        Self::Votes,
        Self::Prefix,
        Self::Target,
        Self::Month,
        Self::Quarter,
        Self::Opening,
        Self::Closing,
        Self::TitleEn,
        Self::SloganEn,
        Self::OpeningEn,
        Self::ClosingEn,
    ];

    /// The word it is known by on buttons, in prompts and in the audit.
    pub fn code(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Slogan => "slogan",
            Self::Basis => "basis",
            Self::From => "from",
            Self::Until => "until",
            Self::Fields => "fields",
            Self::Votes => "votes",
            Self::Prefix => "prefix",
            Self::Target => "target",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Opening => "opening",
            Self::Closing => "closing",
            Self::TitleEn => "title-en",
            Self::SloganEn => "slogan-en",
            Self::OpeningEn => "opening-en",
            Self::ClosingEn => "closing-en",
        }
    }

    /// The part with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.code() == code)
    }

    /// The least and the most of what is written for it, in characters.
    pub fn length(self) -> RangeInclusive<usize> {
        match self {
            Self::Title | Self::TitleEn => 5..=120,
            Self::Slogan | Self::SloganEn => 5..=200,
            Self::Basis => 3..=300,
            Self::Opening | Self::Closing | Self::OpeningEn | Self::ClosingEn => 10..=1_000,
            Self::Prefix => 2..=4,
            Self::From | Self::Until => 3..=40,
            Self::Month | Self::Quarter | Self::Target | Self::Fields | Self::Votes => 1..=5,
        }
    }

    /// Whether its formatting is kept.
    pub fn keeps_markup(self) -> bool {
        matches!(
            self,
            Self::Slogan
                | Self::Opening
                | Self::Closing
                | Self::SloganEn
                | Self::OpeningEn
                | Self::ClosingEn
        )
    }
}

/// What citizens read, in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    /// Plain.
    pub title: Option<String>,
    /// With markup.
    pub slogan: Option<String>,
    /// With markup.
    pub opening: Option<String>,
    /// With markup.
    pub closing: Option<String>,
}

/// All there is to a campaign.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Our id.
    pub id: i64,
    /// Grows with each change.
    pub version: i64,
    /// Seen by admins alone.
    pub draft: bool,
    /// From when on it is open; 0 if a draft has no day yet.
    pub opens_at: Millis,
    /// Until when, if it ends.
    pub closes_at: Option<Millis>,
    /// Whether admins are to be told when it opens by itself.
    pub tells_opening: bool,
    /// Whether they are to be told when it closes by itself.
    pub tells_closing: bool,
    /// In Vietnamese.
    pub vi: Texts,
    /// In English, where written.
    pub en: Texts,
    /// The plan it rests on.
    pub basis: Option<String>,
    /// What codes begin with, such as `HD`.
    pub prefix: String,
    /// Codes of the fields on offer; `None` if all are.
    pub fields: Option<Vec<String>>,
    /// Approvals that recognise, if it has its own number.
    pub approvals: Option<u32>,
    /// Refusals that refuse, likewise.
    pub refusals: Option<u32>,
    /// What each commune should nominate.
    pub target: Option<Target>,
}

/// Where a campaign stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Citizens can nominate.
    Open,
    /// It opens by itself later.
    Planned,
    /// Not to be seen by citizens yet.
    Draft,
    /// It is over.
    Closed,
}

impl Standing {
    /// Every one, in the order they are listed.
    pub const ALL: [Self; 4] = [Self::Open, Self::Planned, Self::Draft, Self::Closed];

    /// The word it is known by.
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Planned => "planned",
            Self::Draft => "draft",
            Self::Closed => "closed",
        }
    }
}

impl Plan {
    /// Where it stands at `now`.
    pub fn standing(&self, now: Millis) -> Standing {
        if self.draft {
            Standing::Draft
        } else if self.closes_at.is_some_and(|at| at <= now) {
            Standing::Closed
        } else if self.opens_at <= now {
            Standing::Open
        } else {
            Standing::Planned
        }
    }

    /// Its title for a reader of this language (`"en"`; Vietnamese for any other, and where there is
    /// no English); empty if there is none yet.
    pub fn title(&self, locale: &str) -> &str {
        self.read(locale, |texts| &texts.title).unwrap_or_default()
    }

    /// Its slogan, likewise.
    pub fn slogan(&self, locale: &str) -> Option<&str> {
        self.read(locale, |texts| &texts.slogan)
    }

    /// Its opening, likewise.
    pub fn opening(&self, locale: &str) -> Option<&str> {
        self.read(locale, |texts| &texts.opening)
    }

    /// Its closing, likewise.
    pub fn closing(&self, locale: &str) -> Option<&str> {
        self.read(locale, |texts| &texts.closing)
    }

    fn read(&self, locale: &str, of: fn(&Texts) -> &Option<String>) -> Option<&str> {
        let english = of(&self.en).as_deref().filter(|_| locale == "en");
        english.or(of(&self.vi).as_deref())
    }

    /// What must be there before it can be opened and is not.
    pub fn lacks(&self) -> Option<Part> {
        self.vi.title.is_none().then_some(Part::Title)
    }

    /// Its text that this part is; `None` for what is no text.
    pub fn text_mut(&mut self, part: Part) -> Option<&mut Option<String>> {
        Some(match part {
            Part::Title => &mut self.vi.title,
            Part::Slogan => &mut self.vi.slogan,
            Part::Opening => &mut self.vi.opening,
            Part::Closing => &mut self.vi.closing,
            Part::TitleEn => &mut self.en.title,
            Part::SloganEn => &mut self.en.slogan,
            Part::OpeningEn => &mut self.en.opening,
            Part::ClosingEn => &mut self.en.closing,
            Part::Basis => &mut self.basis,
            _ => return None,
        })
    }

    /// Offers a field or no longer; with every one of `all` on offer the choice is none. `false` if
    /// it would be the last to go.
    pub fn toggle_field(&mut self, code: &str, all: &[&str]) -> bool {
        let on = self.fields.clone().unwrap_or_else(|| all.iter().map(|&c| c.to_owned()).collect());
        let is_on = on.iter().any(|one| one == code);
        let after: Vec<String> = all
            .iter()
            .filter(|&&one| if one == code { !is_on } else { on.iter().any(|had| had == one) })
            .map(|&one| one.to_owned())
            .collect();
        if after.is_empty() {
            return false;
        }
        self.fields = (after.len() < all.len()).then_some(after);
        true
    }

    /// Sets how many votes decide; 0: as is set for all campaigns.
    pub fn set_votes(&mut self, approvals: u32, refusals: u32) {
        self.approvals = (approvals > 0).then_some(approvals);
        self.refusals = (refusals > 0).then_some(refusals);
    }

    /// Sets what a commune should nominate in each of these.
    pub fn set_target(&mut self, number: u32, every: Every) {
        self.target = Some(Target { number, every });
    }
}

/// What citizens face now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Season {
    /// The campaign that takes nominations. Of several that are open, the one opened last.
    pub open: Option<Plan>,
    /// With none open: the one that closed last.
    pub last: Option<Plan>,
    /// With none open: the one that opens next.
    pub next: Option<Plan>,
}

impl Season {
    /// What citizens face at `now`, with these campaigns.
    pub fn at(campaigns: &[Plan], now: Millis) -> Self {
        let standing = |which| campaigns.iter().filter(move |plan| plan.standing(now) == which);
        let open = standing(Standing::Open).max_by_key(|plan| (plan.opens_at, plan.id));
        if open.is_some() {
            return Self { open: open.cloned(), ..Self::default() };
        }
        let last = standing(Standing::Closed).max_by_key(|plan| (plan.closes_at, plan.id));
        let opens = |plan: &&Plan| plan.closes_at.is_none_or(|at| at > plan.opens_at);
        let planned = standing(Standing::Planned).filter(opens);
        let next = planned.min_by_key(|plan| (plan.opens_at, plan.id));
        Self { open: None, last: last.cloned(), next: next.cloned() }
    }

    /// The codes of the fields on offer; `None` if all are.
    pub fn fields(&self) -> Option<&[String]> {
        self.open.as_ref()?.fields.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_campaign_stands_where_its_dates_say() {
        let plan =
            |draft, opens_at, closes_at| Plan { draft, opens_at, closes_at, ..Plan::default() };
        for (plan, standing) in [
            (plan(true, 0, None), Standing::Draft),
            (plan(true, 5, Some(6)), Standing::Draft),
            (plan(false, 11, None), Standing::Planned),
            (plan(false, 10, None), Standing::Open),
            (plan(false, 5, Some(11)), Standing::Open),
            (plan(false, 5, Some(10)), Standing::Closed),
        ] {
            assert_eq!(plan.standing(10), standing, "{plan:?}");
        }
    }

    #[test]
    fn readers_of_english_get_it_where_it_was_written() {
        let mut plan = Plan::default();
        assert_eq!((plan.title("en"), plan.lacks()), ("", Some(Part::Title)));
        plan.vi.title = Some("Hoa đẹp".into());
        assert_eq!((plan.title("en"), plan.lacks()), ("Hoa đẹp", None));
        plan.en.title = Some("Flowers".into());
        assert_eq!((plan.title("en"), plan.title("vi")), ("Flowers", "Hoa đẹp"));
    }

    #[test]
    fn fields_are_ticked_one_by_one_and_never_all_gone() {
        let (all, mut plan) = (["a", "b", "c"], Plan::default());
        assert!(plan.toggle_field("b", &all));
        assert_eq!(plan.fields, Some(vec!["a".into(), "c".into()]));
        assert!(plan.toggle_field("a", &all) && !plan.toggle_field("c", &all));
        assert_eq!(plan.fields, Some(vec!["c".into()]));
        assert!(plan.toggle_field("a", &all) && plan.toggle_field("b", &all));
        assert_eq!(plan.fields, None);
    }

    #[test]
    fn every_part_is_known_by_its_own_code() {
        for part in Part::ALL {
            assert_eq!(Part::from_code(part.code()), Some(part));
        }
        assert!(Part::SHOWN.iter().all(|part| Part::ALL.contains(part)));
    }
}
