//! What belongs to a nomination, and what may: others of its exemplar, those that are likely about the
//! same, how many support it, and what was commended. Loaded with the desk, drawn on the card and as
//! lists in its place.

use super::desk::Desk;
use crate::conversation::message::{Choice, Message};
use crate::conversation::press::{Alike, Commend, Judge, Press};
use crate::conversation::render::{choice, excerpt, plain, summary};
use crate::domain::commendation::Form;
use crate::domain::likeness::{Likeness, Reason};
use crate::domain::nomination::State;
use crate::engine::turn::Turn;
use crate::i18n::{Locale, text};
use crate::store::commendations::Commendation;
use crate::store::joins::Brief;
use crate::store::nominations::Nomination;
use crate::store::{StoreError, Tx, commendations, joins, likeness};

/// How many that may be the same are looked for.
const LIKELY_SHOWN: usize = 5;
/// How many others of an exemplar are named.
const OTHERS_SHOWN: i64 = 4;
/// How many said not to be the same are listed.
const HIDDEN_SHOWN: usize = 8;
/// How many commendations a card shows.
const COMMENDED_SHOWN: usize = 2;
/// How much of a name is shown in a list, in UTF-16 units.
const NAME_SHOWN: usize = 80;
/// How much of the words that two share, and of all reasons of a kind.
const WORDS_SHOWN: usize = 80;
const REASONS_SHOWN: usize = 220;
/// How much of a deed a mark shows, and of a decision's words and of a name on the card.
const DEED_SHOWN: usize = 50;
const SHORT: usize = 40;

/// A nomination of an exemplar that is likely the same.
pub struct Likely {
    pub brief: Brief,
    pub exemplar: i64,
    pub likeness: Likeness,
}

/// What belongs to a nomination, and what may.
#[derive(Default)]
pub struct Kin {
    /// The likeliest first.
    pub likely: Vec<Likely>,
    /// The exemplars that were said not to be the same.
    pub hidden: Vec<i64>,
    /// Others of its exemplar, the first few.
    pub others: Vec<Brief>,
    /// The one that it goes with.
    pub root: Option<Brief>,
    /// How many support its exemplar.
    pub supporters: i64,
    /// Whether its author said that it is about an exemplar that the public knows.
    pub adds_to_public: bool,
    /// What was commended of its exemplar and of those that are likely the same.
    pub commended: Vec<Commendation>,
}

impl Kin {
    /// Loads it. Who may be the same is looked for while it is open: later that leads to nothing.
    pub async fn load(tx: &mut Tx, one: &Nomination) -> Result<Self, StoreError> {
        let mut likely = Vec::new();
        let hidden = likeness::not_same_as(tx.connection(), one.exemplar).await?;
        if one.state.is_open() {
            let (id, exemplar) = (one.id, one.exemplar);
            let found = likeness::matches(tx.connection(), id, exemplar, LIKELY_SHOWN).await?;
            let ids: Vec<i64> = found.iter().map(|one| one.nomination).collect();
            let mut briefs = joins::briefs(tx.connection(), &ids).await?;
            for one in found {
                let at = briefs.iter().position(|brief| brief.id == one.nomination);
                let Some(brief) = at.map(|at| briefs.swap_remove(at)) else { continue };
                likely.push(Likely { brief, exemplar: one.exemplar, likeness: one.likeness });
            }
        }
        let root: Vec<i64> = one.duplicate_of.into_iter().collect();
        let root = joins::briefs(tx.connection(), &root).await?.pop();
        let others = joins::others_of(tx.connection(), one.exemplar, one.id, OTHERS_SHOWN).await?;
        let supporters = joins::supporters(tx.connection(), one.exemplar).await?;
        let mut exemplars = vec![one.exemplar];
        let seen = likely.iter().filter(|other| is_seen_with(one, &other.brief));
        exemplars.extend(seen.map(|one| one.exemplar));
        let commended = commendations::of(tx.connection(), one.id, &exemplars, COMMENDED_SHOWN);
        let commended = commended.await?;
        let adds_to_public = joins::adds_to_public(tx.connection(), one.id).await?;
        Ok(Self { likely, hidden, others, root, supporters, adds_to_public, commended })
    }

    /// The others of its exemplar that stand for themselves.
    pub fn separate(&self) -> impl Iterator<Item = &Brief> {
        self.others.iter().filter(|other| other.state != State::Duplicate)
    }
}

/// Whether whoever sees the card of one may know of the other: scopes are of communes and fields. A card
/// is read by all who are in its group.
fn is_seen_with(one: &Nomination, other: &Brief) -> bool {
    one.commune == other.commune && one.field == other.field
}

/// Whether a nomination can be parted from what it was merged or joined with.
pub fn can_split(desk: &Desk) -> bool {
    match desk.nomination.state {
        State::Withdrawn => false,
        State::Duplicate => true,
        // Those that go with it would come along.
        _ => desk.kin.separate().next().is_some(),
    }
}

/// The lines of a card, in one part: what matters most, where there is no room for all of it.
pub fn card_lines(desk: &Desk, locale: Locale, has_room: bool) -> Option<String> {
    let kin = &desk.kin;
    let mut lines = Vec::new();
    if let Some(root) = &kin.root {
        let args = [("code", root.code.as_str().into()), ("state", state(locale, root).into())];
        lines.push(text(locale, "kin-goes-with", &args));
    }
    if kin.adds_to_public {
        lines.push(text(locale, "kin-adds-to-public", &[]));
    }
    let others: Vec<String> = kin
        .others
        .iter()
        .filter(|other| kin.root.as_ref().is_none_or(|root| root.id != other.id))
        .map(|other| format!("{} ({})", other.code, state(locale, other)))
        .collect();
    if !others.is_empty() && has_room {
        lines.push(text(locale, "kin-others", &[("codes", others.join(", ").into())]));
    }
    if kin.supporters > 1 {
        let count = kin.supporters.to_string();
        lines.push(text(locale, "kin-supporters", &[("count", count.into())]));
    }
    if let Some(best) = kin.likely.first() {
        let is_seen = is_seen_with(&desk.nomination, &best.brief);
        let key = if is_seen { "kin-likely" } else { "kin-likely-elsewhere" };
        let args = [
            ("count", kin.likely.len().to_string().into()),
            ("name", summary::fit(&best.brief.name, SHORT)),
            ("commune", summary::commune(&best.brief.commune).into()),
            ("score", best.likeness.score.to_string().into()),
        ];
        lines.push(text(locale, key, &args));
    }
    let marks = if has_room { COMMENDED_SHOWN } else { 1 };
    lines.extend(kin.commended.iter().take(marks).map(|one| commended(locale, one)));
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// The mark that a deed was commended, as a line.
pub fn commended(locale: Locale, one: &Commendation) -> String {
    let deed = excerpt(&one.story, DEED_SHOWN);
    let args = [
        ("form", form(locale, &one.form).into()),
        ("number", summary::fit(&one.number, SHORT)),
        ("day", one.on.to_string().into()),
        ("deed", summary::fit(&deed, DEED_SHOWN)),
        ("code", one.code.as_str().into()),
    ];
    text(locale, "kin-commended", &args)
}

/// A form of commendation in words.
pub fn form(locale: Locale, form: &Form) -> String {
    match form {
        Form::Certificate => text(locale, "commend-certificate", &[]),
        Form::Diploma => text(locale, "commend-diploma", &[]),
        Form::Other(name) => summary::fit(name, SHORT).into_owned(),
    }
}

fn state(locale: Locale, one: &Brief) -> String {
    text(locale, &format!("state-{}", one.state.code()), &[])
}

/// The button of a card that lists what may be the same, if anything may.
pub fn card_button(desk: &Desk, locale: Locale) -> Option<Choice> {
    let count = desk.kin.likely.len() + desk.kin.separate().count();
    if count == 0 || !desk.nomination.state.is_open() {
        return None;
    }
    let label = text(locale, "kin-list-open", &[("count", count.to_string().into())]);
    Some(choice(label, &press(desk, Judge::Alike(Alike::List))))
}

/// What else can be done, as rows of texts and presses.
pub fn more_buttons(desk: &Desk) -> Vec<Vec<(&'static str, Judge)>> {
    let mut rows = Vec::new();
    if !desk.kin.hidden.is_empty() && desk.nomination.state.is_open() {
        rows.push(vec![("kin-hidden-open", Judge::Alike(Alike::Hidden))]);
    }
    if can_split(desk) {
        rows.push(vec![("kin-split", Judge::Alike(Alike::Split))]);
    }
    if desk.nomination.state == State::Recognised {
        let is_marked = desk.kin.commended.iter().any(|mark| mark.nomination == desk.nomination.id);
        rows.push(vec![match is_marked {
            false => ("commend-begin", Judge::Commend(Commend::Begin)),
            true => ("commend-remove", Judge::Commend(Commend::Remove)),
        }]);
    }
    rows
}

/// A press on the card of a nomination.
pub fn press(desk: &Desk, judge: Judge) -> Press {
    Press::Judge(desk.nomination.id, desk.nomination.version, judge)
}

/// What may be the same, with what speaks for it and against it.
pub fn list(desk: &Desk, locale: Locale) -> Message {
    let code = desk.nomination.code.as_str();
    let mut parts = vec![text(locale, "kin-list", &[("code", code.into())])];
    let mut compare: Vec<Choice> = Vec::new();
    let mut compare_with = |one: &Brief| {
        let number = (compare.len() + 1).to_string();
        let label = text(locale, "kin-compare", &[("number", number.as_str().into())]);
        compare.push(choice(label, &press(desk, Judge::Alike(Alike::Compare(one.id)))));
        number
    };
    for other in desk.kin.separate() {
        let number = compare_with(other);
        parts.push(format!(
            "{}\n{}",
            line(locale, &number, other),
            text(locale, "kin-joined", &[])
        ));
    }
    for one in &desk.kin.likely {
        let number = compare_with(&one.brief);
        let mut lines = vec![line(locale, &number, &one.brief)];
        lines.extend(likeness_lines(locale, &one.likeness));
        parts.push(lines.join("\n"));
    }
    if compare.is_empty() {
        parts.push(text(locale, "kin-list-none", &[]));
    }
    let mut choices: Vec<Vec<Choice>> = compare.chunks(2).map(<[Choice]>::to_vec).collect();
    if !desk.kin.hidden.is_empty() {
        let count = desk.kin.hidden.len().to_string();
        let label = text(locale, "kin-hidden-count", &[("count", count.into())]);
        choices.push(vec![choice(label, &press(desk, Judge::Alike(Alike::Hidden)))]);
    }
    choices.push(vec![back(desk, locale, Judge::Card)]);
    Message { choices, ..Message::of(parts.join("\n\n")) }
}

fn line(locale: Locale, number: &str, one: &Brief) -> String {
    let args = [
        ("number", number.into()),
        ("name", summary::fit(&one.name, NAME_SHOWN)),
        ("commune", summary::commune(&one.commune).into()),
        ("code", one.code.as_str().into()),
        ("state", state(locale, one).into()),
    ];
    text(locale, "kin-line", &args)
}

/// How alike two are, and why, or why not.
pub fn likeness_lines(locale: Locale, likeness: &Likeness) -> Vec<String> {
    let words = |against: bool| {
        let of_kind = likeness.reasons.iter().filter(|reason| reason.is_against() == against);
        let words: Vec<String> = of_kind.map(|reason| spoken(locale, reason)).collect();
        summary::fit(&words.join(", "), REASONS_SHOWN).into_owned()
    };
    let score = likeness.score.to_string();
    let mut lines =
        vec![text(locale, "kin-for", &[("score", score.into()), ("why", words(false).into())])];
    let against = words(true);
    if !against.is_empty() {
        lines.push(text(locale, "kin-against", &[("why", against.into())]));
    }
    lines
}

fn spoken(locale: Locale, reason: &Reason) -> String {
    let words = match reason {
        Reason::SharedWords(words) => summary::fit(&words.join(", "), WORDS_SHOWN).into_owned(),
        _ => String::new(),
    };
    plain(&text(locale, &format!("alike-{}", reason.key()), &[("words", words.into())]))
}

/// A button that leads back.
pub fn back(desk: &Desk, locale: Locale, to: Judge) -> Choice {
    choice(text(locale, "back", &[]), &press(desk, to))
}

impl Turn<'_> {
    /// Lists what may be the same, in the own chat of who pressed: some of it may be outside what those in
    /// a group may see.
    pub(super) async fn list_kin(&mut self, desk: &Desk) -> Result<(), StoreError> {
        let message = list(desk, self.locale);
        self.turn_alone(desk, message).await
    }

    async fn turn_alone(&mut self, desk: &Desk, message: Message) -> Result<(), StoreError> {
        if self.chat == self.contact.address {
            return self.turn_to(desk, message).await;
        }
        self.turn_privately(desk, message)
    }

    /// Lists what was said not to be the same, to think again.
    pub(super) async fn list_hidden(&mut self, desk: &Desk) -> Result<(), StoreError> {
        let locale = self.locale;
        let hidden = &desk.kin.hidden[..desk.kin.hidden.len().min(HIDDEN_SHOWN)];
        let code = desk.nomination.code.as_str();
        let mut parts = vec![text(locale, "kin-hidden", &[("code", code.into())])];
        let mut choices = Vec::new();
        for (number, one) in (1..).zip(joins::named(self.tx.connection(), hidden).await?) {
            let number = i64::to_string(&number);
            let args = [
                ("number", number.as_str().into()),
                ("name", summary::fit(&one.name, NAME_SHOWN)),
                ("commune", summary::commune(&one.commune).into()),
            ];
            parts.push(text(locale, "kin-hidden-line", &args));
            let label = text(locale, "kin-again", &[("number", number.as_str().into())]);
            choices.push(vec![choice(label, &press(desk, Judge::Alike(Alike::Again(one.id))))]);
        }
        choices.push(vec![back(desk, locale, Judge::Alike(Alike::List))]);
        let message = Message { choices, ..Message::of(parts.join("\n")) };
        self.turn_alone(desk, message).await
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::domain::day::When;

    fn brief(id: i64, filling: &str, state: State) -> Brief {
        Brief {
            id,
            code: "HD-7K3M9".into(),
            name: filling.repeat(120),
            commune: "11953".into(),
            field: None,
            state,
        }
    }

    /// As much as there can be of everything.
    pub fn longest(filling: &str) -> Kin {
        let reasons = vec![
            Reason::FoldedName,
            Reason::HonorificDropped,
            Reason::MeantCommune,
            Reason::SameHamlet,
            Reason::SameAge,
            Reason::SamePhone,
            Reason::LikePhoto,
            Reason::SharedWords((0..6).map(|_| filling.repeat(40)).collect()),
            Reason::SameDay,
            Reason::CommonName,
            Reason::OtherHamlet,
            Reason::OtherAge,
            Reason::OtherKind,
        ];
        let commended = Commendation {
            nomination: i64::MAX,
            code: "HD-7K3M9".into(),
            story: filling.repeat(4_000),
            form: Form::Other(filling.repeat(60)),
            number: filling.repeat(60),
            on: When::Day(2026, 9, 2),
        };
        let likely = |id| Likely {
            brief: brief(i64::MAX - id, filling, State::Submitted),
            exemplar: i64::MAX - id,
            likeness: Likeness { score: 100, reasons: reasons.clone() },
        };
        Kin {
            likely: (0..5).map(likely).collect(),
            hidden: (0..20).map(|n| i64::MAX - n).collect(),
            others: (0..OTHERS_SHOWN).map(|n| brief(n, filling, State::Recognised)).collect(),
            root: Some(brief(9, filling, State::Recognised)),
            supporters: 1_000,
            adds_to_public: true,
            commended: vec![commended.clone(), commended],
        }
    }
}
