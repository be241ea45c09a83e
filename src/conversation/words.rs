//! Words that are awaited outside a nomination's own questions: what for, and how long they may be.
//!
//! The engine asks for them and the session notes it; the next message is then given back to the
//! engine. One mechanism for all of them: a new kind is a variant here, a prompt in `locales/`
//! (`words-CODE`), and its reader in `engine/words.rs`.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use crate::domain::asks::Items;
use crate::domain::behalf::How;
use crate::domain::campaign;
use crate::domain::commendation;
use crate::domain::publication::Part;

/// What the next words are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Words {
    /// Why an admin has it decided anew.
    Reopen,
    /// Why it is set aside.
    Suspend,
    /// What goes with asking its author for these.
    AskNote(Items),
    /// A note among reviewers.
    Note,
    /// A message of a reviewer to its author.
    Message,
    /// The author's answer to one.
    Reply,
    /// Why a person is restricted: about their contact, and in the version's place what was chosen.
    Restrict,
    /// The title for the public.
    PublicTitle,
    /// The summary for the public.
    PublicSummary,
    /// The story for the public.
    PublicStory,
    /// Who agreed to be shown, in this way.
    Consent(How),
    /// Who agreed for a child, in this way.
    Guardian(How),
    /// Why its author asks for another look at a refusal.
    Appeal,
    /// What to look for; about no nomination.
    Search,
    /// In which form a deed was commended.
    CommendForm,
    /// The number of the decision by which a deed was commended.
    CommendNumber,
    /// The day on which that was decided.
    CommendDay,
    /// What a figure is to be; about no nomination.
    Figure,
    /// What a field, or a reason on its button, is called.
    EntryLabel,
    /// What the citizen reads of a reason.
    EntryText,
    /// A part of a campaign; about that in the nomination's place.
    Campaign(campaign::Part),
    /// An address below a message to many; about no nomination.
    CastLink,
    /// When a message to many begins; likewise.
    CastTime,
}

impl Words {
    /// Every kind.
    pub const ALL: &[Self] = &[
        Self::Reopen,
        Self::Suspend,
        Self::AskNote(Items::NONE),
        Self::Note,
        Self::Message,
        Self::Reply,
        Self::Restrict,
        Self::PublicTitle,
        Self::PublicSummary,
        Self::PublicStory,
        Self::Consent(How::Direct),
        Self::Consent(How::Phone),
        Self::Consent(How::Paper),
        Self::Guardian(How::Direct),
        Self::Guardian(How::Phone),
        Self::Guardian(How::Paper),
        Self::Appeal,
        Self::Search,
        Self::CommendForm,
        Self::CommendNumber,
        Self::CommendDay,
        Self::Figure,
        Self::EntryLabel,
        Self::EntryText,
        Self::Campaign(campaign::Part::Title),
        Self::Campaign(campaign::Part::Slogan),
        Self::Campaign(campaign::Part::Basis),
        Self::Campaign(campaign::Part::From),
        Self::Campaign(campaign::Part::Until),
        Self::Campaign(campaign::Part::Prefix),
        Self::Campaign(campaign::Part::Month),
        Self::Campaign(campaign::Part::Quarter),
        Self::Campaign(campaign::Part::Opening),
        Self::Campaign(campaign::Part::Closing),
        Self::Campaign(campaign::Part::TitleEn),
        Self::Campaign(campaign::Part::SloganEn),
        Self::Campaign(campaign::Part::OpeningEn),
        Self::Campaign(campaign::Part::ClosingEn),
        Self::CastLink,
        Self::CastTime,
    ];

    /// The word that names its prompt.
    pub fn code(self) -> &'static str {
        match self {
            Self::Reopen => "reopen",
            Self::Suspend => "suspend",
            Self::AskNote(_) => "missing",
            Self::Note => "note",
            Self::Message => "message",
            Self::Reply => "reply",
            Self::Restrict => "restrict",
            Self::PublicTitle => "public-title",
            Self::PublicSummary => "public-summary",
            Self::PublicStory => "public-story",
            Self::Consent(_) => "consent",
            Self::Guardian(_) => "guardian",
            Self::Appeal => "appeal",
            Self::Search => "search",
            Self::CommendForm => "commend-form",
            Self::CommendNumber => "commend-number",
            Self::CommendDay => "commend-day",
            Self::Figure => "figure",
            Self::EntryLabel => "entry-label",
            Self::EntryText => "entry-text",
            Self::Campaign(part) => match part {
                campaign::Part::Title => "campaign-title",
                campaign::Part::Slogan => "campaign-slogan",
                campaign::Part::Basis => "campaign-basis",
                campaign::Part::From => "campaign-from",
                campaign::Part::Until => "campaign-until",
                campaign::Part::Fields => "campaign-fields",
                campaign::Part::Votes => "campaign-votes",
                campaign::Part::Prefix => "campaign-prefix",
                campaign::Part::Target => "campaign-target",
                campaign::Part::Month => "campaign-month",
                campaign::Part::Quarter => "campaign-quarter",
                campaign::Part::Opening => "campaign-opening",
                campaign::Part::Closing => "campaign-closing",
                campaign::Part::TitleEn => "campaign-title-en",
                campaign::Part::SloganEn => "campaign-slogan-en",
                campaign::Part::OpeningEn => "campaign-opening-en",
                campaign::Part::ClosingEn => "campaign-closing-en",
            },
            Self::CastLink => "cast-link",
            Self::CastTime => "cast-time",
        }
    }

    /// The least and the most, in characters.
    pub fn length(self) -> RangeInclusive<usize> {
        match self {
            Self::Reopen | Self::Suspend => 5..=500,
            Self::AskNote(_) => 2..=500,
            Self::Note | Self::Message | Self::Reply => 2..=1_000,
            Self::Restrict => 5..=300,
            Self::PublicTitle => 5..=120,
            Self::PublicSummary => 10..=300,
            Self::PublicStory => 20..=4_000,
            Self::Consent(_) | Self::Guardian(_) => 2..=120,
            Self::Appeal => 10..=1_000,
            Self::Search => 2..=120,
            Self::CommendForm => commendation::FORM_LENGTH,
            Self::CommendNumber => commendation::NUMBER_LENGTH,
            // What it takes is told where it is read.
            Self::Figure => 1..=200,
            Self::EntryLabel => 2..=48,
            Self::EntryText => 20..=300,
            Self::Campaign(part) => part.length(),
            Self::CommendDay | Self::CastTime => 1..=40,
            Self::CastLink => 10..=600,
        }
    }

    /// The words that write this part of the text for the public.
    pub fn of_part(part: Part) -> Self {
        match part {
            Part::Title => Self::PublicTitle,
            Part::Summary => Self::PublicSummary,
            Part::Story => Self::PublicStory,
        }
    }

    /// Whether they are for a setting, which the session names.
    pub fn is_for_setting(self) -> bool {
        matches!(self, Self::Figure | Self::EntryLabel | Self::EntryText)
    }

    /// Whether their formatting is kept.
    pub fn keeps_markup(self) -> bool {
        match self {
            Self::PublicTitle | Self::PublicSummary | Self::PublicStory => true,
            Self::Campaign(part) => part.keeps_markup(),
            _ => false,
        }
    }
}
