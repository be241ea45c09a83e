//! What a button says when it comes back: opaque words of at most 64 bytes, which anyone can forge.
//!
//! Each names what it acts on and the version it was drawn for, so that an old one is known for
//! what it is. Nothing here grants a right: the engine checks authority at each press.

mod alike;
mod asks;
mod campaign;
mod cast;
mod crew;
mod news;
mod publish;
mod rights;
mod setting;
mod stats;
mod talk;

pub use asks::{Ask, Supply};
pub use talk::Talk;

use super::filter::Filter;
use super::pick::{Bind, Pick};
use crate::clock::Millis;
use crate::domain::behalf::How;
use crate::domain::draft::Line;
use crate::domain::nomination::NomineeKind;
use crate::domain::role::Role;
use crate::domain::sanction::{Kind, Term, Why};
use crate::i18n::Locale;
pub use alike::{Alike, Commend};
pub use campaign::{Campaign, Choice as CampaignChoice};
pub use cast::{Cast, Side, Task, Turn as Page};
pub use crew::Crew;
pub use news::News;
pub use publish::Publish;
pub use rights::Rights;
pub use setting::Setting;
pub use stats::{Part as StatsPart, Stats};

/// A choice within a nomination being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Write {
    /// One step back.
    Back,
    /// Keep the answer there is, and go on.
    Keep,
    /// Stop writing; asks first if something would be lost.
    Cancel,
    /// Stop writing for good.
    CancelSure,
    /// Go on where it was left.
    Resume,
    /// Who is nominated.
    Kind(NomineeKind),
    /// The commune with this code.
    Commune(String),
    /// The communes of a former district, by its place in the list.
    District(usize),
    /// The list of former districts.
    Districts,
    /// The deed is told.
    Done,
    /// The list of what was sent, to remove from.
    Pieces,
    /// Take out the piece with this number.
    Remove(u32),
    /// Show the summary again.
    Summary,
    /// List the lines that can be edited.
    Lines,
    /// Edit one line.
    Edit(Line),
    /// Empty one optional line.
    Clear(Line),
    /// It happened today, yesterday, this month: 0, 1, 2.
    Happened(u8),
    /// The field with this code.
    Field(String),
    /// Whether the nominee is under 16.
    Minor(bool),
    /// Whether the public may see the nominator's name.
    ShowName(bool),
    /// How who told it agreed.
    Told(How),
    /// Who told it has no phone.
    NoPhone,
    /// Ask again who told it.
    Teller,
    /// Pledge and send.
    Send,
    /// It is about the exemplar just shown: send it as another statement about that.
    Same,
    /// It is not about the exemplar just shown: send it for itself.
    Other,
}

/// A choice on a review card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judge {
    /// Show the card as it is now.
    Card,
    /// Recognise: asks to confirm.
    Approve,
    /// Recognise for good.
    ApproveSure,
    /// Refuse: asks for a reason.
    Refuse,
    /// Refuse for the preset reason with this code: asks to confirm.
    Reason(String),
    /// Refuse for the preset reason with this code, for good.
    RefuseSure(String),
    /// Refuse in one's own words: asks for them.
    OwnWords,
    /// Refuse in the words just written, for good.
    OwnSure,
    /// Open the evidence.
    Evidence,
    /// Show the whole story.
    Story,
    /// Show what else can be done.
    More,
    /// Take it up.
    Claim,
    /// Give it back to the queue.
    Release,
    /// Choose to whom to pass it on, by page.
    Pass(u32),
    /// Pass it on to this member.
    PassTo(i64),
    /// Begin to look into it.
    Verify,
    /// Put it forward for the decision.
    Propose,
    /// Take one's vote back.
    Unvote,
    /// Take no part, for one knows the person: asks to confirm.
    Recuse,
    /// Take no part from now on.
    RecuseSure,
    /// Take part again.
    Rejoin,
    /// Take the decision back before it is told.
    Undo,
    /// Have it decided anew: asks why.
    Reopen,
    /// Set it aside: asks why.
    Suspend,
    /// Take it up again.
    Resume,
    /// Whether it must not wait.
    Urgent(bool),
    /// On to the oldest that nobody has taken up.
    Next,
    /// About what the public sees.
    Publish(Publish),
    /// Ask its author for more.
    Ask(Ask),
    /// Notes, and the thread with its author.
    Talk(Talk),
    /// About who may be the same.
    Alike(Alike),
    /// About the mark that the deed was commended.
    Commend(Commend),
}

/// A choice in restricting a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Restrict {
    /// Choose how far it goes.
    Begin,
    /// Choose for how long.
    Kind(Kind),
    /// Choose why.
    Term(Kind, Term),
    /// For this reason: asks to confirm.
    Why(Kind, Term, Why),
    /// For this reason, from now on.
    Sure(Kind, Term, Why),
    /// For a reason in one's own words: asks for them.
    OwnWords(Kind, Term),
    /// For the words just written, from now on.
    OwnSure(Kind, Term),
}

/// Everything a button can say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Press {
    /// Consent to the data notice of this version.
    Consent(u32),
    /// Read the whole data notice.
    Notice,
    /// Begin a nomination.
    Nominate,
    /// Begin a nomination with what was just sent.
    NominateThis,
    /// Leave what was just sent.
    NotThis,
    /// Speak this language.
    Language(Locale),
    /// Help.
    Help,
    /// A choice in the draft, drawn when the session's serial was this.
    Write(u32, Write),
    /// One's own nominations, by page.
    Mine(u32),
    /// One of one's own nominations.
    Open(i64),
    /// Add to it.
    Add(i64),
    /// Adding is done.
    Added,
    /// Answer what a reviewer asked for, by the id of the ask; 0 is whichever is open.
    Supply(i64, Supply),
    /// Write to the reviewers about it.
    Reply(i64),
    /// What was written between the reviewers and the person about it.
    Thread(i64),
    /// Take it back: asks first.
    Withdraw(i64),
    /// Take it back for good.
    WithdrawSure(i64),
    /// A choice on the card of a nomination drawn at a version.
    Judge(i64, i64, Judge),
    /// What waits, narrowed to something.
    Queue(Filter),
    /// The first that waits and that nobody has taken up.
    Next,
    /// Look for a nomination: asks for words.
    Find,
    /// Ask for another look at a refusal.
    Appeal(i64),
    /// Make an invitation for a role.
    Invite(Role),
    /// The team, by page.
    Team(u32),
    /// Choose a member's scope.
    Scope(i64),
    /// A choice in the scope that was begun to be chosen then.
    Pick(Millis, Pick),
    /// A choice about the group it is made in.
    Bind(Bind),
    /// Take a member's role away: asks first.
    Dismiss(i64),
    /// Take a member's role away for good.
    DismissSure(i64),
    /// A choice in restricting a contact, drawn when this was their last sanction; 0 for none.
    Restrict(i64, i64, Restrict),
    /// Who is muted or banned, by page.
    Sanctions(u32),
    /// Lift a sanction: asks first.
    Lift(i64),
    /// Lift a sanction from now on.
    LiftSure(i64),
    /// About news.
    News(News),
    /// About messages to many.
    Cast(Cast),
    /// About campaigns.
    Campaign(Campaign),
    /// About settings.
    Setting(Setting),
    /// About statistics.
    Stats(Stats),
    /// About one's own data.
    Rights(Rights),
    /// About the team and its invitations.
    Crew(Crew),
}

impl Press {
    /// Whether it is drawn on review cards, which stand in groups too.
    pub fn is_on_cards(&self) -> bool {
        matches!(self, Self::Judge(..) | Self::Restrict(_, _, Restrict::Begin))
    }

    /// The words to put on a button: 1 to 64 bytes.
    pub fn encode(&self) -> String {
        match self {
            Self::Consent(version) => format!("consent.{version}"),
            Self::Notice => "notice".into(),
            Self::Nominate => "new".into(),
            Self::NominateThis => "this".into(),
            Self::NotThis => "notthis".into(),
            Self::Language(locale) => format!("lang.{}", locale.code()),
            Self::Help => "help".into(),
            Self::Write(serial, write) => format!("w.{serial}.{}", write.encode()),
            Self::Mine(page) => format!("mine.{page}"),
            Self::Open(id) => format!("open.{id}"),
            Self::Add(id) => format!("add.{id}"),
            Self::Added => "added".into(),
            Self::Supply(ask, supply) => format!("s.{ask}.{}", supply.encode()),
            Self::Reply(id) => format!("reply.{id}"),
            Self::Thread(id) => format!("thread.{id}"),
            Self::Withdraw(id) => format!("wd.{id}"),
            Self::WithdrawSure(id) => format!("wdsure.{id}"),
            Self::Judge(id, version, judge) => format!("j.{id}.{version}.{}", judge.encode()),
            Self::Queue(filter) => format!("queue.{}", filter.encode()),
            Self::Next => "next".into(),
            Self::Find => "find".into(),
            Self::Appeal(id) => format!("appeal.{id}"),
            Self::Invite(role) => format!("invite.{}", role.code()),
            Self::Team(page) => format!("team.{page}"),
            Self::Scope(id) => format!("scope.{id}"),
            Self::Pick(began, pick) => format!("pick.{began}.{}", pick.encode()),
            Self::Bind(bind) => format!("bind.{}", bind.encode()),
            Self::Dismiss(id) => format!("out.{id}"),
            Self::DismissSure(id) => format!("outsure.{id}"),
            Self::Restrict(id, seen, choice) => format!("r.{id}.{seen}.{}", choice.encode()),
            Self::Sanctions(page) => format!("held.{page}"),
            Self::Lift(id) => format!("lift.{id}"),
            Self::LiftSure(id) => format!("liftsure.{id}"),
            Self::News(choice) => format!("news.{}", choice.encode()),
            Self::Cast(choice) => format!("b.{}", choice.encode()),
            Self::Campaign(choice) => format!("c.{}", choice.clone().encode()),
            Self::Setting(choice) => format!("set.{}", choice.encode()),
            Self::Stats(choice) => format!("st.{}", choice.encode()),
            Self::Rights(choice) => format!("d.{}", choice.encode()),
            Self::Crew(choice) => format!("crew.{}", choice.encode()),
        }
    }

    /// Whether a button that says this is ever drawn in a group.
    pub fn stands_in_groups(&self) -> bool {
        self.is_on_cards() || matches!(self, Self::Bind(_))
    }

    /// Reads a button's words; `None` for anything this program never wrote.
    pub fn decode(data: &str) -> Option<Self> {
        let (word, rest) = data.split_once('.').unwrap_or((data, ""));
        Some(match word {
            "consent" => Self::Consent(rest.parse().ok()?),
            "notice" => Self::Notice,
            "new" => Self::Nominate,
            "this" => Self::NominateThis,
            "notthis" => Self::NotThis,
            "lang" => Self::Language(Locale::from_code(rest)?),
            "help" => Self::Help,
            "w" => {
                let (serial, write) = rest.split_once('.')?;
                Self::Write(serial.parse().ok()?, Write::decode(write)?)
            }
            "mine" => Self::Mine(rest.parse().ok()?),
            "open" => Self::Open(rest.parse().ok()?),
            "add" => Self::Add(rest.parse().ok()?),
            "added" => Self::Added,
            "s" => {
                let (ask, supply) = rest.split_once('.')?;
                Self::Supply(ask.parse().ok()?, Supply::decode(supply)?)
            }
            "reply" => Self::Reply(rest.parse().ok()?),
            "thread" => Self::Thread(rest.parse().ok()?),
            "wd" => Self::Withdraw(rest.parse().ok()?),
            "wdsure" => Self::WithdrawSure(rest.parse().ok()?),
            "j" => {
                let mut parts = rest.splitn(3, '.');
                let id = parts.next()?.parse().ok()?;
                let version = parts.next()?.parse().ok()?;
                Self::Judge(id, version, Judge::decode(parts.next()?)?)
            }
            "queue" => Self::Queue(Filter::decode(rest)?),
            "next" => Self::Next,
            "find" => Self::Find,
            "appeal" => Self::Appeal(rest.parse().ok()?),
            "invite" => Self::Invite(Role::from_code(rest)?),
            "team" => Self::Team(rest.parse().ok()?),
            "scope" => Self::Scope(rest.parse().ok()?),
            "pick" => {
                let (began, pick) = rest.split_once('.')?;
                Self::Pick(began.parse().ok()?, Pick::decode(pick)?)
            }
            "bind" => Self::Bind(Bind::decode(rest)?),
            "out" => Self::Dismiss(rest.parse().ok()?),
            "outsure" => Self::DismissSure(rest.parse().ok()?),
            "r" => {
                let mut parts = rest.splitn(3, '.');
                let (id, seen) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
                Self::Restrict(id, seen, Restrict::decode(parts.next()?)?)
            }
            "held" => Self::Sanctions(rest.parse().ok()?),
            "lift" => Self::Lift(rest.parse().ok()?),
            "liftsure" => Self::LiftSure(rest.parse().ok()?),
            "news" => Self::News(News::decode(rest)?),
            "b" => Self::Cast(Cast::decode(rest)?),
            "c" => Self::Campaign(Campaign::decode(rest)?),
            "set" => Self::Setting(Setting::decode(rest)?),
            "st" => Self::Stats(Stats::decode(rest)?),
            "d" => Self::Rights(Rights::decode(rest)?),
            "crew" => Self::Crew(Crew::decode(rest)?),
            _ => return None,
        })
    }
}

impl Write {
    fn encode(&self) -> String {
        match self {
            Self::Back => "back".into(),
            Self::Keep => "keep".into(),
            Self::Cancel => "cancel".into(),
            Self::CancelSure => "cancelsure".into(),
            Self::Resume => "resume".into(),
            Self::Kind(kind) => format!("kind.{}", kind.code()),
            Self::Commune(code) => format!("commune.{code}"),
            Self::District(index) => format!("district.{index}"),
            Self::Districts => "districts".into(),
            Self::Done => "done".into(),
            Self::Pieces => "pieces".into(),
            Self::Remove(number) => format!("remove.{number}"),
            Self::Summary => "summary".into(),
            Self::Lines => "lines".into(),
            Self::Edit(line) => format!("edit.{}", line.code()),
            Self::Clear(line) => format!("clear.{}", line.code()),
            Self::Happened(choice) => format!("when.{choice}"),
            Self::Field(code) => format!("field.{code}"),
            Self::Minor(yes) => format!("minor.{}", u8::from(*yes)),
            Self::ShowName(yes) => format!("name.{}", u8::from(*yes)),
            Self::Told(how) => format!("told.{}", how.code()),
            Self::NoPhone => "nophone".into(),
            Self::Teller => "teller".into(),
            Self::Send => "send".into(),
            Self::Same => "same".into(),
            Self::Other => "other".into(),
        }
    }

    fn decode(data: &str) -> Option<Self> {
        let (word, rest) = data.split_once('.').unwrap_or((data, ""));
        Some(match word {
            "back" => Self::Back,
            "keep" => Self::Keep,
            "cancel" => Self::Cancel,
            "cancelsure" => Self::CancelSure,
            "resume" => Self::Resume,
            "kind" => Self::Kind(NomineeKind::from_code(rest)?),
            "commune" => Self::Commune(rest.to_owned()),
            "district" => Self::District(rest.parse().ok()?),
            "districts" => Self::Districts,
            "done" => Self::Done,
            "pieces" => Self::Pieces,
            "remove" => Self::Remove(rest.parse().ok()?),
            "summary" => Self::Summary,
            "lines" => Self::Lines,
            "edit" => Self::Edit(Line::from_code(rest)?),
            "clear" => Self::Clear(Line::from_code(rest)?),
            "when" => Self::Happened(rest.parse().ok()?),
            "field" => Self::Field(rest.to_owned()),
            "minor" => Self::Minor(yes_or_no(rest)?),
            "name" => Self::ShowName(yes_or_no(rest)?),
            "told" => Self::Told(How::from_code(rest)?),
            "nophone" => Self::NoPhone,
            "teller" => Self::Teller,
            "send" => Self::Send,
            "same" => Self::Same,
            "other" => Self::Other,
            _ => return None,
        })
    }
}

impl Restrict {
    fn encode(self) -> String {
        match self {
            Self::Begin => "on".into(),
            Self::Kind(kind) => kind.code().into(),
            Self::Term(kind, term) => format!("{}.{}", kind.code(), term.code()),
            Self::Why(kind, term, why) => {
                format!("{}.{}.{}", kind.code(), term.code(), why.code())
            }
            Self::Sure(kind, term, why) => {
                format!("{}.{}.{}.y", kind.code(), term.code(), why.code())
            }
            Self::OwnWords(kind, term) => format!("{}.{}.own", kind.code(), term.code()),
            Self::OwnSure(kind, term) => format!("{}.{}.own.y", kind.code(), term.code()),
        }
    }

    fn decode(data: &str) -> Option<Self> {
        let parts: Vec<&str> = data.split('.').collect();
        let chosen =
            |kind: &str, term: &str| Some((Kind::from_code(kind)?, Term::from_code(term)?));
        Some(match parts[..] {
            ["on"] => Self::Begin,
            [kind] => Self::Kind(Kind::from_code(kind)?),
            [kind, term] => {
                let (kind, term) = chosen(kind, term)?;
                Self::Term(kind, term)
            }
            [kind, term, "own"] => {
                let (kind, term) = chosen(kind, term)?;
                Self::OwnWords(kind, term)
            }
            [kind, term, "own", "y"] => {
                let (kind, term) = chosen(kind, term)?;
                Self::OwnSure(kind, term)
            }
            [kind, term, why] => {
                let (kind, term) = chosen(kind, term)?;
                Self::Why(kind, term, Why::from_code(why)?)
            }
            [kind, term, why, "y"] => {
                let (kind, term) = chosen(kind, term)?;
                Self::Sure(kind, term, Why::from_code(why)?)
            }
            _ => return None,
        })
    }
}

fn yes_or_no(data: &str) -> Option<bool> {
    match data {
        "1" => Some(true),
        "0" => Some(false),
        _ => None,
    }
}

impl Judge {
    fn encode(&self) -> String {
        match self {
            Self::Card => "card".into(),
            Self::Approve => "yes".into(),
            Self::ApproveSure => "yessure".into(),
            Self::Refuse => "no".into(),
            Self::Reason(code) => format!("why.{code}"),
            Self::RefuseSure(code) => format!("nosure.{code}"),
            Self::OwnWords => "own".into(),
            Self::OwnSure => "ownsure".into(),
            Self::Evidence => "files".into(),
            Self::Story => "story".into(),
            Self::More => "more".into(),
            Self::Claim => "claim".into(),
            Self::Release => "release".into(),
            Self::Pass(page) => format!("pass.{page}"),
            Self::PassTo(member) => format!("to.{member}"),
            Self::Verify => "verify".into(),
            Self::Propose => "propose".into(),
            Self::Unvote => "unvote".into(),
            Self::Recuse => "recuse".into(),
            Self::RecuseSure => "recusesure".into(),
            Self::Rejoin => "rejoin".into(),
            Self::Undo => "undo".into(),
            Self::Reopen => "reopen".into(),
            Self::Suspend => "suspend".into(),
            Self::Resume => "resume".into(),
            Self::Urgent(yes) => format!("urgent.{}", u8::from(*yes)),
            Self::Next => "next".into(),
            Self::Publish(publish) => format!("pub.{}", publish.encode()),
            Self::Ask(ask) => format!("ask.{}", ask.encode()),
            Self::Talk(talk) => format!("talk.{}", talk.encode()),
            Self::Alike(alike) => alike.encode(),
            Self::Commend(commend) => commend.encode().into(),
        }
    }

    fn decode(data: &str) -> Option<Self> {
        let (word, rest) = data.split_once('.').unwrap_or((data, ""));
        Some(match word {
            "card" => Self::Card,
            "yes" => Self::Approve,
            "yessure" => Self::ApproveSure,
            "no" => Self::Refuse,
            "why" => Self::Reason(rest.to_owned()),
            "nosure" => Self::RefuseSure(rest.to_owned()),
            "own" => Self::OwnWords,
            "ownsure" => Self::OwnSure,
            "files" => Self::Evidence,
            "story" => Self::Story,
            "more" => Self::More,
            "claim" => Self::Claim,
            "release" => Self::Release,
            "pass" => Self::Pass(rest.parse().ok()?),
            "to" => Self::PassTo(rest.parse().ok()?),
            "verify" => Self::Verify,
            "propose" => Self::Propose,
            "unvote" => Self::Unvote,
            "recuse" => Self::Recuse,
            "recusesure" => Self::RecuseSure,
            "rejoin" => Self::Rejoin,
            "undo" => Self::Undo,
            "reopen" => Self::Reopen,
            "suspend" => Self::Suspend,
            "resume" => Self::Resume,
            "urgent" => Self::Urgent(yes_or_no(rest)?),
            "next" => Self::Next,
            "pub" => Self::Publish(Publish::decode(rest)?),
            "ask" => Self::Ask(Ask::decode(rest)?),
            "talk" => Self::Talk(Talk::decode(rest)?),
            _ => {
                let alike = Alike::decode(data).map(Self::Alike);
                return alike.or_else(|| Commend::decode(data).map(Self::Commend));
            }
        })
    }
}
