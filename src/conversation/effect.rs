//! What a step wants done. The engine matches all of these, exhaustively.

use super::filter::Filter;
use super::pick::{Bind, Whom};
use super::press::{Campaign, Cast, Crew, Judge, News, Restrict, Rights, Setting, Stats};
use super::supply::Supplying;
use super::view::{Placement, View};
use super::words::Words;
use crate::clock::Millis;
use crate::domain::draft::{Draft, Piece};
use crate::domain::role::Role;
use crate::domain::scope::Scope;
use crate::i18n::Locale;

/// One thing to do, in order.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Show something.
    Show(View, Placement),
    /// Say a few words on the button that was pressed, by key.
    Toast(&'static str),
    /// Record consent to the data notice.
    Consent {
        /// The notice's version.
        version: u32,
    },
    /// Speak another language from now on.
    Speak(Locale),
    /// Wake the conversation when a draft is due.
    WakeDraft {
        /// When.
        at: Millis,
    },
    /// The draft is gone: no waking.
    ForgetDraft,
    /// Say early if what is begun now has to wait before it can be sent.
    MindLimits,
    /// Keep the nomination and tell its code.
    Submit(Box<Draft>),
    /// Show a page of the person's own nominations.
    Mine {
        /// From 0.
        page: u32,
    },
    /// Show one of them.
    Open {
        /// Which.
        nomination: i64,
    },
    /// Ask for more for it, if it is open.
    BeginAdding {
        /// Which.
        nomination: i64,
    },
    /// Add to it.
    Add {
        /// Which.
        nomination: i64,
        /// What.
        piece: Piece,
    },
    /// Answer what a reviewer asked for.
    Supply {
        /// By which ask; 0 is whichever is open.
        ask: i64,
        /// How.
        what: Supplying,
    },
    /// Ask for words to the reviewers about one's own nomination.
    BeginReply {
        /// Which.
        nomination: i64,
    },
    /// A file was sent where such words were awaited.
    ReplyWith {
        /// About which.
        nomination: i64,
        /// What.
        piece: Piece,
    },
    /// Show what was written about it between the reviewers and the person.
    Thread {
        /// About which.
        nomination: i64,
    },
    /// Ask whether to take it back, or do so.
    Withdraw {
        /// Which.
        nomination: i64,
        /// Whether the person has confirmed.
        sure: bool,
    },
    /// A reviewer's press on a card.
    Judge {
        /// Which nomination.
        nomination: i64,
        /// The version of the card pressed.
        version: i64,
        /// What was pressed.
        judge: Judge,
    },
    /// A refusal in the reviewer's own words: asks to confirm them, or decides.
    RefuseBecause {
        /// Which nomination.
        nomination: i64,
        /// The version of the card.
        version: i64,
        /// The words, cleaned.
        reason: String,
        /// Whether the reviewer has confirmed.
        sure: bool,
    },
    /// Awaited words were written, of a length that may be.
    Words {
        /// What they are for.
        about: Words,
        /// Which nomination.
        nomination: i64,
        /// Its version when they were asked for.
        version: i64,
        /// The words, cleaned.
        text: String,
        /// The same with their formatting, if they have any and it is to be kept.
        marked: Option<String>,
    },
    /// Show what waits, narrowed to something.
    Queue(Filter),
    /// Show the first that waits and that nobody has taken up.
    Next,
    /// Look for a nomination by these words, or ask for them.
    Find(Option<String>),
    /// Show one of the person's own nominations, by its code as they write it.
    OpenCode(String),
    /// Ask why another look at a refusal is wanted.
    BeginAppeal {
        /// Of which nomination.
        nomination: i64,
    },
    /// Ask for which role to invite, or make the invitation.
    Invite(Option<Role>),
    /// Take up an invitation.
    Accept {
        /// The code of the link.
        code: String,
    },
    /// Show a page of the team.
    Team {
        /// From 0.
        page: u32,
    },
    /// Begin to choose a member's scope.
    Scope {
        /// The member's contact.
        member: i64,
    },
    /// A scope was chosen.
    Scoped {
        /// Whose it is to be.
        whom: Whom,
        /// The scope.
        scope: Scope,
    },
    /// Ask which cards are to come to the group that this was written in.
    AskBind,
    /// No more cards to the group that this was written in.
    Unbind,
    /// A choice about the group that this was pressed in.
    Bind(Bind),
    /// Tell of groups that let us make no topics.
    TellOfTopics,
    /// Take a member's role away.
    Dismiss {
        /// The member's contact.
        member: i64,
        /// Whether the admin has confirmed.
        sure: bool,
    },
    /// Say that the person is muted or banned, why and until when.
    TellRestriction,
    /// A step of restricting a person.
    Restrict {
        /// Their contact.
        person: i64,
        /// The last sanction they had when the button was drawn; 0 for none.
        seen: i64,
        /// What was chosen.
        choice: Restrict,
    },
    /// Show a page of who is muted or banned.
    Sanctions {
        /// From 0.
        page: u32,
    },
    /// Ask whether to lift a sanction, or do so.
    Lift {
        /// Which.
        sanction: i64,
        /// Whether the admin has confirmed.
        sure: bool,
    },
    /// Mark the person as having stopped the bot, or as back.
    Block(bool),
    /// A choice about news.
    News(News),
    /// A choice about messages to many.
    Cast(Cast),
    /// Something was sent that a message to many is to say.
    Compose {
        /// Which.
        broadcast: i64,
        /// In which language.
        locale: Locale,
        /// What was sent.
        piece: Piece,
        /// Its words with their formatting, if they have any.
        marked: Option<String>,
    },
    /// A message was changed that may have given what a message to many says.
    Recompose {
        /// The words as they are now.
        text: String,
        /// The same with their formatting, if they have any.
        marked: Option<String>,
        /// The platform's id of the message.
        source: String,
    },
    /// A choice about campaigns.
    Campaign(Campaign),
    /// A choice about settings.
    Setting(Setting),
    /// A choice about statistics.
    Stats(Stats),
    /// A choice about one's own data.
    Rights(Rights),
    /// A choice about the team and its invitations.
    Crew(Crew),
}
