//! A review card: what it is drawn from, its faces, and how it is drawn.

use std::borrow::Cow;

use crate::clock::{DAY, HOUR, MINUTE, Millis};
use crate::conversation::message::{Choice, Message, Topic};
use crate::conversation::press::{Judge, Press};
use crate::conversation::render::{choice, summary};
use crate::domain::nomination::State;
use crate::domain::{day, reason};
use crate::engine::mine::{REASON_SHOWN, summary_of};
use crate::i18n::{Args, Locale, escape, text};
use crate::store::audit::Change;
use crate::store::nominations::Nomination;
use crate::store::{StoreError, Tx, audit, evidence, nominations};

/// Marks a preset reason's code among reasons in own words.
pub const PRESET: char = '#';
/// How much of a person's name a card shows, in UTF-16 units.
const PERSON_SHOWN: usize = 160;

/// What a card is drawn from.
pub struct Desk {
    pub nomination: Nomination,
    files: usize,
    counted: [Vec<String>; 2],
    pub additions: Vec<(Millis, String)>,
    pub last: Option<Change>,
}

impl Desk {
    /// Loads what the card of a nomination is drawn from.
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
        Ok(Some(Self { nomination, files: files.len(), counted, additions, last }))
    }
}

/// Which buttons a card shows.
#[derive(Clone, Copy)]
pub enum Face<'a> {
    Plain,
    Approving,
    Choosing,
    /// With this stored reason.
    Refusing(&'a str),
}

/// Draws a card as it is `now`.
pub fn draw(desk: &Desk, locale: Locale, face: Face<'_>, now: Millis) -> Message {
    let one = &desk.nomination;
    let say = |key: &str, args: &Args<'_>| text(locale, key, args);
    let state = say(&format!("state-{}", one.state.code()), &[]);
    let at = day::local(one.submitted_at);
    let mut head = vec![say(
        "card-title",
        &[("code", one.code.as_str().into()), ("state", state.as_str().into())],
    )];
    head.push(match one.state {
        State::Submitted => {
            let waited = waited(locale, now - one.submitted_at);
            say("card-waited", &[("at", at.into()), ("waited", waited.into())])
        }
        _ => say("card-sent", &[("at", at.into())]),
    });
    if one.is_minor {
        head.push(say("card-minor", &[]));
    }
    let story = summary::fold_story(&one.story);
    let counted = desk.counted[locale as usize].clone();
    let nominator = summary::fit(&one.nominator_name, PERSON_SHOWN);
    let mut parts = vec![
        head.join("\n"),
        format!("<b>{}:</b> {}", say("card-nominator", &[]), escape(&nominator)),
        summary::lines(locale, &summary_of(one, &story, counted)),
    ];
    parts.extend(summary::additions(locale, &desk.additions).0);
    if let (false, Some(last)) = (one.state.is_open(), &desk.last) {
        let who = summary::fit(&last.actor_name, PERSON_SHOWN);
        let at = day::local(last.at).into();
        parts.push(say("card-decided", &[("state", state.into()), ("who", who), ("at", at)]));
        if let Some(reason) = &last.reason {
            let reason = spoken(reason, locale);
            let reason = summary::fit(&reason, REASON_SHOWN);
            parts.push(say("card-reason", &[("reason", reason)]));
        }
    }
    match face {
        Face::Plain => {}
        Face::Approving => parts.push(say("card-confirm-approve", &[])),
        Face::Choosing => parts.push(say("card-choose-reason", &[])),
        Face::Refusing(code) => {
            let reason = spoken(&format!("{PRESET}{code}"), locale);
            parts.push(say("card-confirm-refuse", &[("reason", reason.into())]));
        }
    }
    let choices = buttons(desk, locale, face);
    let topic = Some(Topic::Commune(one.commune.clone()));
    Message { choices, topic, ..Message::of(parts.join("\n\n")) }
}

fn buttons(desk: &Desk, locale: Locale, face: Face<'_>) -> Vec<Vec<Choice>> {
    let one = &desk.nomination;
    let button = |key: &str, args: &Args<'_>, judge: Judge| {
        choice(text(locale, key, args), &Press::Judge(one.id, one.version, judge))
    };
    let mut rows = Vec::new();
    match face {
        Face::Plain if one.state.is_open() => {
            rows.push(vec![button("approve", &[], Judge::Approve)]);
            rows.push(vec![button("refuse", &[], Judge::Refuse)]);
        }
        // Decided: the card keeps no buttons.
        Face::Plain => return rows,
        Face::Approving => {
            rows.push(vec![button("approve-sure", &[], Judge::ApproveSure)]);
            rows.push(vec![button("back", &[], Judge::Card)]);
            return rows;
        }
        Face::Choosing => {
            for preset in reason::all() {
                let judge = Judge::Reason(preset.code.to_owned());
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
    let has_more = matches!(summary::fold_story(&one.story), Cow::Owned(_))
        || summary::additions(locale, &desk.additions).1;
    if has_more {
        rows.push(vec![button("see-story", &[], Judge::Story)]);
    }
    rows
}

/// A stored reason as a person reads it: a preset one in their language, own words as they are.
pub fn spoken(stored: &str, locale: Locale) -> String {
    stored
        .strip_prefix(PRESET)
        .and_then(reason::by_code)
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
mod tests {
    use super::*;
    use crate::domain::nomination::NomineeKind;

    fn desk(filling: &str, state: State) -> Desk {
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
        };
        let last = Change {
            actor: 2,
            actor_name: many(128),
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
        }
    }

    #[test]
    fn every_face_of_the_longest_card_fits_into_one_message() {
        let longest = reason::all().iter().max_by_key(|reason| reason.vi.len());
        let longest = longest.expect("there are five reasons").code;
        let faces = [Face::Plain, Face::Approving, Face::Choosing, Face::Refusing(longest)];
        for filling in ["ế", "🌸", "&", "<"] {
            for state in State::ALL {
                for (face, locale) in faces.into_iter().flat_map(|f| Locale::ALL.map(|l| (f, l))) {
                    let card = draw(&desk(filling, state), locale, face, DAY * 3);
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
    fn a_decided_card_keeps_no_buttons_and_says_who_and_why() {
        for state in [State::Recognised, State::Refused, State::Withdrawn] {
            let mut desk = desk("a", state);
            if let Some(last) = &mut desk.last {
                last.actor_name = "Trần Thị Bình".into();
                last.reason = (state == State::Refused).then(|| "#duplicate".into());
            }
            let card = draw(&desk, Locale::Vi, Face::Plain, DAY);
            assert!(card.choices.is_empty());
            assert!(card.text.contains("Trần Thị Bình, 07:00 01/01/1970"), "{}", card.text);
            assert_eq!(card.text.contains("Lý do: Tấm gương này"), state == State::Refused);
        }
    }
}
