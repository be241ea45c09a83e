//! What is drawn: within a platform's limits, in whole sentences, in both languages.

use std::collections::BTreeSet;

use super::talk::{NOW, Talk, reader};
use crate::conversation::command::menu;
use crate::conversation::message::{Act, Message};
use crate::conversation::render::{Reader, render, summary};
use crate::conversation::session::{At, Session};
use crate::conversation::view::{Placement, Question, View};
use crate::domain::behalf::{How, OnBehalf};
use crate::domain::catalog::Catalog;
use crate::domain::draft::{Draft, Piece};
use crate::domain::evidence::{File, FileKind};
use crate::domain::nomination::NomineeKind;
use crate::domain::role::Role;
use crate::i18n::Locale;

/// Starts of keys; none belongs into a message.
const STARTS: [&str; 12] = [
    "ask-",
    "note-",
    "line-",
    "files-",
    "toast-",
    "step-",
    "kind-",
    "state-",
    "mine-",
    "card-",
    "offer-",
    "received-",
];

/// A message whose every key and argument was found. Of what people write, nothing looks like one.
#[track_caller]
pub fn worded(message: &Message) {
    let labels = message.choices.iter().flatten().map(|choice| &choice.label);
    for text in labels.chain([&message.text]) {
        assert!(!text.contains("{$") && !text.contains("{ $"), "{text}");
        let mut words = text.split(|c: char| !c.is_ascii_lowercase() && c != '-');
        let key = words.find(|word| STARTS.iter().any(|start| word.starts_with(start)));
        assert_eq!(key, None, "{text}");
    }
}

/// A message that can be drawn in one call, and drawn again.
#[track_caller]
pub fn sound(message: &Message) {
    let text = &message.text;
    assert!(!text.trim().is_empty());
    // Telegram counts after reading the markup; this is never less.
    assert!(text.encode_utf16().count() <= 4_096, "{} units", text.encode_utf16().count());
    let choices: Vec<_> = message.choices.iter().flatten().collect();
    assert!(choices.len() <= 100, "{} buttons", choices.len());
    for choice in choices {
        assert!(!choice.label.trim().is_empty() && choice.label.chars().count() <= 100);
        let Act::Press(data) = &choice.act else { continue };
        assert!((1..=64).contains(&data.len()), "{data}");
    }
    assert!(!message.drops_keyboard || message.choices.is_empty());
}

#[test]
fn help_tells_each_role_every_command_of_its_menu() {
    let parts = [
        (None, false),
        (Some(Role::Reviewer), false),
        (Some(Role::Editor), false),
        (Some(Role::Editor), true),
        (Some(Role::Admin), true),
    ];
    for (locale, (role, to_many)) in
        Locale::ALL.into_iter().flat_map(|one| parts.map(|part| (one, part)))
    {
        let session = Session::default();
        let help = render(
            Reader { role, writes_to_many: to_many, ..reader(locale, &session) },
            &View::Help,
        )
        .text;
        let told: BTreeSet<&str> = help
            .split(|c: char| c.is_whitespace() || c == ';')
            .filter_map(|word| word.strip_prefix('/'))
            .collect();
        let mut listed: BTreeSet<&str> = menu(role, to_many)
            .into_iter()
            .map(|(vi, en, _)| if locale == Locale::Vi { vi } else { en })
            .collect();
        if role == Some(Role::Admin) {
            // Those of groups, which no menu lists.
            listed.extend(match locale {
                Locale::Vi => ["gannhom", "gonhom"],
                Locale::En => ["bind", "unbind"],
            });
        }
        assert_eq!(told, listed, "{locale:?} {role:?}");
        let writes = listed.contains("phattin") || listed.contains("broadcast");
        assert_eq!(writes, to_many, "{locale:?} {role:?}");
    }
}

fn worst(filling: &str) -> Draft {
    let file = File { kind: FileKind::Photo, handle: "h".into(), name: None, size: None };
    let mut pieces: Vec<Piece> = (1..=20)
        .map(|number| Piece {
            number,
            source: number.to_string(),
            file: Some(file.clone()),
            text: String::new(),
        })
        .collect();
    pieces[0].text = filling.repeat(4_000);
    Draft {
        kind: Some(NomineeKind::Household),
        name: Some(filling.repeat(120)),
        commune: Some("11953".into()),
        hamlet: Some(filling.repeat(200)),
        pieces,
        happened: Some("2026-07-05".into()),
        field: Some("countryside".into()),
        nominee_phone: Some("+84912345678".into()),
        nominator_phone: Some("+84912345678".into()),
        is_minor: true,
        shows_nominator: true,
        ..Draft::default()
    }
}

#[test]
fn the_summary_of_the_longest_nomination_fits_into_one_message() {
    for filling in ["a", "ế", "🌸", "&", "<", "👨‍👩‍👧"] {
        let draft = worst(&filling.chars().take(1).collect::<String>());
        let session = Session { at: At::Check, draft: Some(Box::new(draft)), ..Session::default() };
        for locale in Locale::ALL {
            let reader = reader(locale, &session);
            for question in [Question::Check, Question::Received, Question::Pieces] {
                sound(&render(reader, &View::Ask { question, note: None }));
            }
        }
    }
}

#[test]
fn a_card_of_the_longest_nomination_has_room_for_what_surrounds_it() {
    for filling in ["🌸", "&"] {
        let draft = worst(filling);
        let story = draft.story();
        let told = OnBehalf {
            told_by: Some(filling.repeat(120)),
            told_phone: Some("+84912345678".into()),
            how: Some(How::Phone),
        };
        let many: Vec<_> = (0..4_000).map(|_| (NOW, filling.to_owned())).collect();
        let long: Vec<_> = (0..4).map(|_| (NOW, filling.repeat(1_000))).collect();
        for locale in Locale::ALL {
            let lines = summary::lines(
                locale,
                Catalog::built_in(),
                &summary::Summary {
                    on_behalf: Some(&told),
                    kind: draft.kind,
                    name: draft.name.as_deref().unwrap_or_default(),
                    commune: "11953",
                    hamlet: draft.hamlet.as_deref(),
                    happened: draft.happened.as_deref(),
                    field: draft.field.as_deref(),
                    nominee_phone: draft.nominee_phone.as_deref(),
                    nominator_phone: draft.nominator_phone.as_deref(),
                    is_minor: true,
                    shows_nominator: true,
                    story: &summary::fold_story(&story),
                    files: summary::count_evidence(locale, FileKind::ALL.into_iter(), &story),
                },
            );
            for added in [&many, &long] {
                let (additions, cut) = summary::additions(locale, added, summary::ADDITIONS_SHOWN);
                assert!(cut);
                let units = format!("{lines}\n\n{}", additions.join("\n\n")).encode_utf16().count();
                // A head, a nominator, a decision with its reason and a question come to less.
                assert!(units <= 4_096 - 1_300, "{units}");
            }
        }
    }
}

#[test]
fn what_is_short_is_shown_whole() {
    let story = "Một câu chuyện.\n\nHai đoạn.";
    assert_eq!(summary::fold_story(story), story);
    assert_eq!(summary::fit("abc", 3), "abc");
    assert_eq!(summary::fit("abcd", 3), "ab…");
    assert_eq!(summary::fit("🌸🌸", 4), "🌸🌸");
    assert_eq!(summary::fit("🌸🌸🌸", 4), "🌸…");
    assert_eq!(summary::fit("&&", 9), "&…");
    let added = [(NOW, "Thêm ảnh".to_owned())];
    let (lines, cut) = summary::additions(Locale::Vi, &added, summary::ADDITIONS_SHOWN);
    assert_eq!((lines, cut), (vec!["Bổ sung ngày 05/07/2026: Thêm ảnh".to_owned()], false));
}

#[test]
fn what_a_citizen_writes_never_becomes_markup() {
    let mut talk = Talk::citizen();
    talk.says("/gioithieu").presses("Cá nhân").says("A <b>đậm</b> & co").says("Phố Hiến");
    talk.says("</blockquote><a href='x'>bấm vào đây</a> để nhận quà").presses("Xong");
    talk.hears("A &lt;b&gt;đậm&lt;/b&gt; &amp; co").hears("&lt;/blockquote&gt;&lt;a");
    talk.presses("‹ Quay lại").presses("Xem, bỏ bớt");
    assert!(talk.offers()[0].starts_with("✕ 1. “</blockquote><a href='x'>"));
}

#[test]
fn a_redrawn_message_is_the_only_one_with_its_slot() {
    let mut talk = Talk::citizen();
    talk.sends(FileKind::Photo, "");
    let [_, crate::conversation::effect::Effect::Show(_, Placement::Slot(first))] =
        &talk.effects[..]
    else {
        panic!("{:?}", talk.effects)
    };
    let first = first.clone();
    talk.says("không").sends(FileKind::Photo, "");
    assert!(!talk.effects.iter().any(
        |effect| matches!(effect, crate::conversation::effect::Effect::Show(_, Placement::Slot(slot)) if *slot == first)
    ));
}
