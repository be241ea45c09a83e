//! A review card: what it is drawn from, its faces, and how it is drawn.

use std::borrow::Cow;

use super::appeal;
use super::desk::Desk;
use super::{asking, due, kin, notes, publish, thread};
use crate::clock::{DAY, HOUR, MINUTE, Millis};
use crate::conversation::message::{Choice, Message, Topic};
use crate::conversation::press::{Ask, Judge, Press, Talk};
use crate::conversation::render::{choice, summary};
use crate::domain::asks::Items;
use crate::domain::catalog::Catalog;
use crate::domain::day;
use crate::domain::nomination::{Move, State, after};
use crate::domain::role::Role;
use crate::domain::workday::Calendar;
use crate::engine::mine::{REASON_SHOWN, summary_of};
use crate::engine::order;
use crate::i18n::{Args, Locale, escape, text};
use crate::store::audit::Change;
use crate::store::contacts::Contact;

/// Marks a preset reason's code among reasons in own words.
pub const PRESET: char = '#';
/// The most of a card, in UTF-16 units: what Telegram draws again in place.
const CARD_SHOWN: usize = 4_096;
/// How much of a person's name a card shows, in UTF-16 units.
const PERSON_SHOWN: usize = 80;
/// How many votes a card names, and how much of each.
const VOTES_SHOWN: usize = 5;
const VOTER_SHOWN: usize = 30;
const VOTE_REASON_SHOWN: usize = 50;

/// Which buttons a card shows.
#[derive(Clone, Copy)]
pub enum Face<'a> {
    Plain,
    Approving,
    Choosing,
    /// With this stored reason.
    Refusing(&'a str),
    /// What else can be done.
    More,
    /// To take no part.
    Recusing,
    /// What to ask its author for, with these chosen.
    Asking(Items),
    /// To whom it can be passed on, and the pages before and after.
    Passing {
        heirs: &'a [(i64, String)],
        before: Option<u32>,
        after: Option<u32>,
    },
}

/// Who reads a copy of a card in their own chat. A group's has no one reader: it offers what any of
/// them may do, and the press is what counts.
#[derive(Clone, Copy)]
pub struct Viewer {
    pub id: i64,
    pub role: Option<Role>,
}

impl From<&Contact> for Viewer {
    fn from(person: &Contact) -> Self {
        Self { id: person.id, role: person.role }
    }
}

/// Whether a button that works for admins alone is drawn.
fn is_for_admin(viewer: Option<Viewer>) -> bool {
    viewer.is_none_or(|viewer| viewer.role == Some(Role::Admin))
}

/// Draws a card as it is `now`, with as much as there is room for of the story and of what was added
/// later: the story gives way first, for there is a button that shows all of it.
pub fn draw(
    desk: &Desk,
    (locale, viewer): (Locale, Option<Viewer>),
    face: Face<'_>,
    now: Millis,
    calendar: &Calendar,
) -> Message {
    let mut room = summary::STORY_SHOWN + summary::ADDITIONS_SHOWN;
    loop {
        let (words, is_cut) = words(desk, (locale, viewer), face, (now, calendar), room);
        let too_many = words.encode_utf16().count().saturating_sub(CARD_SHOWN);
        if too_many == 0 || room == 0 {
            let choices = buttons(desk, (locale, viewer), face, now, is_cut);
            let topic = Some(Topic::Commune(desk.nomination.commune.clone()));
            return Message { choices, topic, ..Message::of(words) };
        }
        room = room.saturating_sub(too_many);
    }
}

/// The words of a card with so much of the story and additions, and whether that is not all of them.
fn words(
    desk: &Desk,
    (locale, viewer): (Locale, Option<Viewer>),
    face: Face<'_>,
    (now, calendar): (Millis, &Calendar),
    room: usize,
) -> (String, bool) {
    let one = &desk.nomination;
    // What reviewers say among themselves is not for its author, who may be one of them.
    let is_own = viewer.is_some_and(|viewer| viewer.id == one.nominator);
    let say = |key: &str, args: &Args<'_>| text(locale, key, args);
    let state = say(&format!("state-{}", one.state.code()), &[]);
    let at = day::local(one.submitted_at);
    let mut head = vec![say(
        "card-title",
        &[("code", one.code.as_str().into()), ("state", state.as_str().into())],
    )];
    if one.urgent {
        head.push(say("card-urgent", &[]));
    }
    head.push(match one.state {
        state if state.is_open() => {
            let waited = waited(locale, now - one.submitted_at);
            say("card-waited", &[("at", at.into()), ("waited", waited.into())])
        }
        _ => say("card-sent", &[("at", at.into())]),
    });
    head.extend(due::line(one, locale, now, calendar));
    if one.is_minor {
        head.push(say("card-minor", &[]));
    }
    let story = summary::fit(&one.story, room.saturating_sub(summary::ADDITIONS_SHOWN));
    let most = room.min(summary::ADDITIONS_SHOWN);
    let (additions, additions_cut) = summary::additions(locale, &desk.additions, most);
    let is_cut = matches!(story, Cow::Owned(_)) || additions_cut;
    let counted = desk.counted[locale as usize].clone();
    // Who had their data erased has no name.
    let erased = say("actor-removed", &[]);
    let nominator = match one.nominator_name.as_str() {
        "" => Cow::Borrowed(erased.as_str()),
        name => summary::fit(name, PERSON_SHOWN),
    };
    let author = if one.on_behalf.is_some() { "card-entered-by" } else { "card-nominator" };
    let mut parts = vec![
        head.join("\n"),
        format!("<b>{}:</b> {}", say(author, &[]), escape(&nominator)),
        summary::lines(locale, &desk.catalog, &summary_of(one, &story, counted)),
    ];
    parts.extend(additions);
    parts.extend(appeal::lines(desk, locale));
    parts.extend(claim_line(desk, locale, now));
    parts.extend(vote_lines(desk, locale).filter(|_| !is_own));
    let asides_at = parts.len();
    // What matters least is last, and gives way first where there is no room for all.
    let mut asides: Vec<String> = Vec::new();
    if !is_own {
        asides.extend(kin::card_lines(desk, locale, room > 0));
    }
    asides.extend(asking::lines(desk, locale));
    asides.extend(publish::card_lines(desk, locale));
    if !is_own {
        asides.extend(thread::line(desk, locale));
        asides.extend(notes::line(desk, locale));
    }
    if let (false, Some(last)) = (one.state.is_open(), &desk.last) {
        let actor = actor(last, locale);
        let who = summary::fit(&actor, PERSON_SHOWN);
        let at = day::local(last.at).into();
        parts.push(say("card-decided", &[("state", state.into()), ("who", who), ("at", at)]));
        if let Some(reason) = &last.reason {
            let reason = spoken(&desk.catalog, reason, locale);
            let reason = summary::fit(&reason, REASON_SHOWN);
            parts.push(say("card-reason", &[("reason", reason)]));
        }
    }
    if let Some(left) = one.tell_at.map(|at| at - now).filter(|left| *left > 0) {
        parts.push(say("card-undo", &[("minutes", minutes(left).into())]));
    }
    match face {
        Face::Plain => {}
        Face::More => parts.push(say("card-more", &[])),
        Face::Asking(_) => parts.push(say("card-ask", &[])),
        Face::Passing { .. } => parts.push(say("card-pass", &[])),
        Face::Recusing => parts.push(say("card-confirm-recuse", &[])),
        Face::Approving => parts.push(say("card-confirm-approve", &[])),
        Face::Choosing => parts.push(say("card-choose-reason", &[])),
        Face::Refusing(code) => {
            let reason = spoken(&desk.catalog, &format!("{PRESET}{code}"), locale);
            let reason = summary::fit(&reason, REASON_SHOWN);
            parts.push(say("card-confirm-refuse", &[("reason", reason)]));
        }
    }
    loop {
        let all = [&parts[..asides_at], &asides, &parts[asides_at..]].concat();
        let words = all.join("\n\n");
        if room > 0 || words.encode_utf16().count() <= CARD_SHOWN || asides.pop().is_none() {
            return (words, is_cut);
        }
    }
}

/// Who has taken it up, until when.
fn claim_line(desk: &Desk, locale: Locale, now: Millis) -> Option<String> {
    let claim = desk.nomination.claim_at(now).filter(|_| desk.nomination.state.is_open())?;
    let who = summary::fit(&claim.name, PERSON_SHOWN);
    Some(text(locale, "card-claimed", &[("who", who), ("at", day::local(claim.until).into())]))
}

/// The votes of a nomination that one vote does not decide.
fn vote_lines(desk: &Desk, locale: Locale) -> Option<String> {
    let one = &desk.nomination;
    if desk.votes.is_empty() || (one.policy.approvals <= 1 && one.policy.refusals <= 1) {
        return None;
    }
    let count = |approves| desk.votes.iter().filter(|vote| vote.approves == approves).count();
    let args = [
        ("for", count(true).to_string().into()),
        ("needed", one.policy.approvals.to_string().into()),
        ("against", count(false).to_string().into()),
        ("limit", one.policy.refusals.to_string().into()),
    ];
    let mut lines = vec![text(locale, "card-votes", &args)];
    for vote in desk.votes.iter().take(VOTES_SHOWN) {
        let key = if vote.approves { "card-vote-for" } else { "card-vote-against" };
        let who = summary::fit(&vote.name, VOTER_SHOWN);
        let reason = vote.reason.as_deref().map(|reason| spoken(&desk.catalog, reason, locale));
        let mut line = text(locale, key, &[("who", who)]);
        if let Some(reason) = reason {
            line = format!("{line}: {}", escape(&summary::fit(&reason, VOTE_REASON_SHOWN)));
        }
        lines.push(line);
    }
    Some(lines.join("\n"))
}

/// Minutes begun.
fn minutes(time: Millis) -> String {
    ((time + MINUTE - 1) / MINUTE).to_string()
}

fn buttons(
    desk: &Desk,
    (locale, viewer): (Locale, Option<Viewer>),
    face: Face<'_>,
    now: Millis,
    is_cut: bool,
) -> Vec<Vec<Choice>> {
    let one = &desk.nomination;
    let button = |key: &str, args: &Args<'_>, judge: Judge| {
        choice(text(locale, key, args), &Press::Judge(one.id, one.version, judge))
    };
    let mut rows = Vec::new();
    match face {
        Face::Plain if one.state.is_open() => {
            if one.state != State::Asked {
                rows.push(vec![button("approve", &[], Judge::Approve)]);
                rows.push(vec![button("refuse", &[], Judge::Refuse)]);
            }
            let claim = match one.claim_at(now) {
                Some(_) => button("desk-release", &[], Judge::Release),
                None => button("desk-claim", &[], Judge::Claim),
            };
            let mut work = vec![claim];
            if after(one.state, Move::Ask).is_some() {
                work.push(button("desk-ask", &[], Judge::Ask(Ask::Choose(Items::NONE))));
            }
            rows.push(work);
        }
        Face::Plain => {
            let may_undo = viewer.is_none_or(|viewer| one.decided_by == Some(viewer.id));
            if may_undo && one.tell_at.is_some_and(|at| now < at) {
                rows.push(vec![button("desk-undo", &[], Judge::Undo)]);
            }
            if one.state == State::Suspended {
                rows.push(vec![button("desk-resume", &[], Judge::Resume)]);
            }
            let decided = matches!(one.state, State::Recognised | State::Refused);
            let more = decided || kin::can_split(desk);
            if more {
                rows.push(vec![
                    button("desk-more", &[], Judge::More),
                    button("desk-next", &[], Judge::Next),
                ]);
            } else {
                rows.push(vec![button("desk-next", &[], Judge::Next)]);
            }
            return rows;
        }
        Face::More => {
            rows.extend(
                more_buttons(desk, viewer, now).into_iter().map(|row| {
                    row.into_iter().map(|(key, judge)| button(key, &[], judge)).collect()
                }),
            );
            if is_for_admin(viewer) {
                rows.push(vec![order::begin(locale, one.nominator)]);
            }
            rows.push(vec![button("back", &[], Judge::Card)]);
            return rows;
        }
        Face::Asking(chosen) => {
            for (label, judge) in asking::checklist(locale, chosen) {
                rows.push(vec![choice(label, &Press::Judge(one.id, one.version, judge))]);
            }
            rows.push(vec![button("back", &[], Judge::Card)]);
            return rows;
        }
        Face::Passing { heirs, before, after } => {
            for (heir, name) in heirs {
                let press = Press::Judge(one.id, one.version, Judge::PassTo(*heir));
                rows.push(vec![choice(name.as_str(), &press)]);
            }
            let mut pages = Vec::new();
            pages.extend(before.map(|page| button("newer", &[], Judge::Pass(page))));
            pages.extend(after.map(|page| button("older", &[], Judge::Pass(page))));
            if !pages.is_empty() {
                rows.push(pages);
            }
            rows.push(vec![button("back", &[], Judge::Card)]);
            return rows;
        }
        Face::Approving => {
            rows.push(vec![button("approve-sure", &[], Judge::ApproveSure)]);
            rows.push(vec![button("back", &[], Judge::Card)]);
            return rows;
        }
        Face::Recusing => {
            rows.push(vec![button("recuse-sure", &[], Judge::RecuseSure)]);
            rows.push(vec![button("back", &[], Judge::More)]);
            return rows;
        }
        Face::Choosing => {
            for preset in desk.catalog.offered_reasons() {
                let judge = Judge::Reason(preset.code.to_string());
                let press = Press::Judge(one.id, one.version, judge);
                rows.push(vec![choice(preset.label(locale.code()), &press)]);
            }
            rows.push(vec![button("own-words", &[], Judge::OwnWords)]);
            rows.push(vec![button("back", &[], Judge::Card)]);
            return rows;
        }
        Face::Refusing(code) => {
            rows.push(vec![button("refuse-sure", &[], Judge::RefuseSure(code.to_owned()))]);
            rows.push(vec![button("back", &[], Judge::Refuse)]);
            return rows;
        }
    }
    if desk.files > 0 {
        let count = desk.files.to_string();
        rows.push(vec![button("see-evidence", &[("count", count.into())], Judge::Evidence)]);
    }
    if is_cut || appeal::is_cut(desk) {
        rows.push(vec![button("see-story", &[], Judge::Story)]);
    }
    rows.extend(kin::card_button(desk, locale).map(|button| vec![button]));
    rows.push(vec![button("desk-more", &[], Judge::More)]);
    rows
}

/// What else can be done, as rows of texts and presses.
fn more_buttons(
    desk: &Desk,
    viewer: Option<Viewer>,
    now: Millis,
) -> Vec<Vec<(&'static str, Judge)>> {
    let one = &desk.nomination;
    let can = |step| after(one.state, step).is_some();
    let mut rows = Vec::new();
    if one.state.is_open() {
        let mut work = Vec::new();
        if can(Move::Verify) {
            work.push(("desk-verify", Judge::Verify));
        }
        if can(Move::Propose) {
            work.push(("desk-propose", Judge::Propose));
        }
        rows.push(work);
        if one.claim_at(now).is_some() {
            rows.push(vec![("desk-pass", Judge::Pass(0))]);
        }
        if !desk.votes.is_empty() {
            rows.push(vec![("desk-unvote", Judge::Unvote)]);
        }
        let urgent = if one.urgent { "desk-not-urgent" } else { "desk-urgent" };
        rows.push(vec![(urgent, Judge::Urgent(!one.urgent))]);
        rows.push(vec![("desk-recuse", Judge::Recuse)]);
        if !desk.recused.is_empty() {
            rows.push(vec![("desk-rejoin", Judge::Rejoin)]);
        }
    }
    rows.push(publish::card_buttons(one));
    rows.push(vec![("desk-notes", Judge::Talk(Talk::Notes))]);
    let mut talk = vec![("desk-write", Judge::Talk(Talk::Write))];
    if desk.last_line.is_some() {
        talk.push(("desk-thread", Judge::Talk(Talk::Thread)));
    }
    rows.push(talk);
    if one.state.is_decided() && is_for_admin(viewer) {
        rows.push(vec![("desk-reopen", Judge::Reopen)]);
    }
    if can(Move::Suspend) {
        rows.push(vec![("desk-suspend", Judge::Suspend)]);
    }
    rows.extend(kin::more_buttons(desk));
    rows.retain(|row| !row.is_empty());
    rows
}

/// Who made a change, by name as far as it is known.
pub fn actor(change: &Change, locale: Locale) -> String {
    let key = match (&change.actor_name, change.actor) {
        (Some(name), _) => return name.clone(),
        (None, None) => "actor-system",
        (None, Some(_)) => "actor-removed",
    };
    text(locale, key, &[])
}

/// A stored reason as a person reads it: a preset one in their language, own words as they are.
pub fn spoken(catalog: &Catalog, stored: &str, locale: Locale) -> String {
    stored
        .strip_prefix(PRESET)
        .and_then(|code| catalog.reason(code))
        .map_or_else(|| stored.to_owned(), |preset| preset.text(locale.code()).to_owned())
}

/// A time of waiting in words.
pub fn waited(locale: Locale, time: Millis) -> String {
    let (key, count) = match time {
        time if time >= 2 * DAY => ("waited-days", time / DAY),
        time if time >= HOUR => ("waited-hours", time / HOUR),
        time => ("waited-minutes", (time / MINUTE).max(1)),
    };
    text(locale, key, &[("count", count.to_string().into())])
}

#[cfg(test)]
pub mod tests {
    use super::super::compare;
    use super::*;
    use crate::domain::behalf::{How, OnBehalf};
    use crate::domain::catalog::Kind;
    use crate::domain::nomination::NomineeKind;
    use crate::domain::votes::{Vote, VotePolicy};
    use crate::store::appeals::Appeal;
    use crate::store::asks;
    use crate::store::nominations::{Claim, Nomination};
    use crate::store::notes::Note;
    use crate::store::publications::Publication;
    use crate::store::thread::Line;

    /// A desk on which everything is as long as it can be.
    pub fn desk(filling: &str, state: State) -> Desk {
        let many = |count| filling.repeat(count);
        let nomination = Nomination {
            id: i64::MAX,
            code: "HD-7K3M9".into(),
            nominator: 1,
            nominator_name: many(128),
            kind: NomineeKind::Household,
            name: many(120),
            commune: "11953".into(),
            hamlet: Some(many(200)),
            story: many(4_000),
            happened: Some("2026-07-05".into()),
            field: Some("countryside".into()),
            nominee_phone: Some("+84912345678".into()),
            is_minor: true,
            shows_nominator: true,
            nominator_phone: Some("+84912345678".into()),
            state,
            version: i64::MAX,
            submitted_at: 0,
            decided_at: None,
            decided_by: Some(2),
            tell_at: Some(DAY * 3 + HOUR),
            exemplar: 1,
            duplicate_of: None,
            claim: Some(Claim { by: 2, name: many(128), until: DAY * 4 }),
            round: 1,
            policy: VotePolicy { approvals: 3, refusals: 2 },
            urgent: true,
            state_since: 0,
            due_at: Some(DAY),
            asked: 1,
            lapsed: true,
            appealed_at: Some(0),
            on_behalf: Some(OnBehalf {
                told_by: Some(many(120)),
                told_phone: Some("+84912345678".into()),
                how: Some(How::Phone),
            }),
        };
        let vote = |approves| Vote {
            voter: 2,
            name: many(128),
            approves,
            reason: (!approves).then(|| many(500)),
            at: 0,
        };
        let last = Change {
            actor: Some(2),
            actor_name: Some(many(128)),
            at: 0,
            to: state,
            reason: (state == State::Refused).then(|| many(500)),
        };
        Desk {
            nomination,
            files: 20,
            counted: Locale::ALL.map(|_| vec!["20 ảnh".into(), "100 liên kết".into()]),
            additions: (0..500).map(|_| (0, many(8))).collect(),
            last: Some(last),
            votes: vec![vote(true), vote(true), vote(false)],
            recused: vec![3],
            publication: Some(Publication {
                title: Some(escape(&many(120)).into_owned()),
                summary: Some(escape(&many(300)).into_owned()),
                story: Some(format!("<b>{}</b>", escape(&many(4_000)))),
                editor: many(128),
                edited_at: 0,
            }),
            public_since: Some(0),
            ask: Some(asks::Ask {
                id: i64::MAX,
                nomination: i64::MAX,
                by: 2,
                items: Items::from(u8::MAX),
                note: Some(many(500)),
                asked_at: 0,
                due_at: DAY * 7,
                answered_at: Some(0),
                lapsed_at: None,
            }),
            supplied: Items::from(u8::MAX),
            notes: 100,
            last_note: Some(Note { author: many(128), body: many(1_000), at: 0 }),
            last_line: Some(Line {
                from_desk: false,
                author: 1,
                author_name: many(128),
                body: many(1_000),
                at: 0,
            }),
            appeal: Some(Appeal { body: many(1_000), at: 0, admins_only: true }),
            aside: vec![2],
            kin: kin::tests::longest(filling),
            catalog: Catalog::built_in().clone(),
        }
    }

    #[test]
    fn every_face_of_the_longest_card_fits_into_one_message() {
        let catalog = Catalog::built_in();
        let longest = catalog.entries(Kind::Reason).iter().max_by_key(|one| one.text("vi").len());
        let longest = &*longest.expect("there are five reasons").code;
        let heirs: Vec<(i64, String)> = (0..8).map(|n| (i64::MAX - n, "ế".repeat(40))).collect();
        let faces = [
            Face::Plain,
            Face::Approving,
            Face::Choosing,
            Face::Refusing(longest),
            Face::More,
            Face::Recusing,
            Face::Asking(Items::NONE),
            Face::Asking(Items::from(u8::MAX)),
            Face::Passing { heirs: &heirs, before: Some(1), after: Some(3) },
        ];
        for filling in ["ế", "🌸", "&", "<"] {
            for state in State::ALL {
                for (face, locale) in faces.into_iter().flat_map(|f| Locale::ALL.map(|l| (f, l))) {
                    let card = draw(
                        &desk(filling, state),
                        (locale, None),
                        face,
                        DAY * 3,
                        &Calendar::default(),
                    );
                    let units = card.text.encode_utf16().count();
                    assert!(units <= 4_096, "{units} of {filling:?}, {state:?}");
                    for choice in card.choices.iter().flatten() {
                        let crate::conversation::message::Act::Press(data) = &choice.act else {
                            continue;
                        };
                        assert!(data.len() <= 64, "{data}");
                    }
                }
            }
        }
    }

    #[test]
    fn every_list_of_the_longest_card_fits_into_one_message() {
        for filling in ["ế", "🌸", "&", "<"] {
            for locale in Locale::ALL {
                let desk = desk(filling, State::Submitted);
                let message = kin::list(&desk, locale);
                let units = message.text.encode_utf16().count();
                assert!(units <= 4_096, "{units} of {filling:?}");
                let message = compare::draw(&desk, &desk.nomination, 1_000, locale);
                let units = message.text.encode_utf16().count();
                assert!(units <= 4_096, "{units} of {filling:?}");
            }
        }
    }

    #[test]
    fn a_decided_card_offers_no_decision_and_says_who_and_why() {
        for state in [State::Recognised, State::Refused, State::Withdrawn] {
            let mut desk = desk("a", state);
            if let Some(last) = &mut desk.last {
                last.actor_name = Some("Trần Thị Bình".into());
                last.reason = (state == State::Refused).then(|| "#duplicate".into());
            }
            let card = draw(&desk, (Locale::Vi, None), Face::Plain, DAY, &Calendar::default());
            for choice in card.choices.iter().flatten() {
                assert!(!choice.label.contains("Duyệt") && !choice.label.contains("Từ chối"));
            }
            assert!(card.text.contains("Trần Thị Bình, 07:00 01/01/1970"), "{}", card.text);
            assert_eq!(card.text.contains("Lý do: Tấm gương này"), state == State::Refused);
        }
    }

    #[test]
    fn an_author_who_reviews_reads_nothing_that_reviewers_say_among_themselves() {
        let secret = "điều riêng";
        let mut desk = desk("a", State::Pending);
        let nominator = desk.nomination.nominator;
        for vote in &mut desk.votes {
            vote.name = secret.into();
        }
        for body in desk.last_note.iter_mut().map(|note| &mut note.body) {
            *body = secret.into();
        }
        for body in desk.last_line.iter_mut().map(|line| &mut line.body) {
            *body = secret.into();
        }
        let read_by = |id| {
            let viewer = Some(Viewer { id, role: Some(Role::Reviewer) });
            draw(&desk, (Locale::Vi, viewer), Face::Plain, DAY, &Calendar::default()).text
        };
        assert!(read_by(nominator + 1).contains(secret));
        assert!(!read_by(nominator).contains(secret));
    }

    #[test]
    fn a_private_card_offers_only_what_its_reader_may_do_and_a_groups_all() {
        let desk = desk("a", State::Refused);
        let offers = |viewer, face, key| {
            let reader = (Locale::Vi, viewer);
            let card = draw(&desk, reader, face, DAY, &Calendar::default());
            let label = text(Locale::Vi, key, &[]);
            card.choices.iter().flatten().any(|choice| choice.label == label)
        };
        let reviewer = |id| Some(Viewer { id, role: Some(Role::Reviewer) });
        let admin = Some(Viewer { id: 9, role: Some(Role::Admin) });
        for (viewer, may_undo, is_admin) in [
            (reviewer(2), true, false),
            (reviewer(3), false, false),
            (admin, false, true),
            (None, true, true),
        ] {
            assert_eq!(offers(viewer, Face::Plain, "desk-undo"), may_undo);
            for key in ["desk-reopen", "sanction-begin"] {
                assert_eq!(offers(viewer, Face::More, key), is_admin, "{key}");
            }
        }
    }
}
