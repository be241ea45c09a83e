//! Answering what a reviewer asked for.

use super::talk::{Talk, reader};
use super::text::{sound, worded};
use crate::conversation::effect::Effect;
use crate::conversation::input::Input;
use crate::conversation::press::{Press, Supply};
use crate::conversation::render::render;
use crate::conversation::session::{At, Session};
use crate::conversation::supply::Supplying;
use crate::conversation::view::View;
use crate::domain::asks::{Given, Item, Items};
use crate::domain::evidence::FileKind;
use crate::i18n::Locale;

fn at(item: Option<Item>) -> Talk {
    let mut talk = Talk::citizen();
    talk.session.go(At::Supplying { ask: 7, item });
    talk
}

fn wants(talk: &Talk, what: Supplying) {
    assert_eq!(talk.effects.last(), Some(&Effect::Supply { ask: 7, what }));
}

fn gives(item: Item, text: &str) -> Supplying {
    Supplying::Give { item, text: text.into(), file: None }
}

#[test]
fn each_item_takes_the_forms_that_a_nomination_takes() {
    for (item, said, kept) in [
        (Item::When, "hôm qua", "2026-07-04"),
        (Item::When, "5/7/2026", "2026-07-05"),
        (Item::When, "tháng này", "2026-07"),
        (Item::Place, "thôn  Đông", "thôn Đông"),
        (Item::Contact, "0912 345 678", "+84912345678"),
        (Item::Details, "Bác vá đường.", "Bác vá đường."),
        (Item::Evidence, "https://example.org/a", "https://example.org/a"),
        (Item::Other, "Có ạ", "Có ạ"),
    ] {
        let mut talk = at(Some(item));
        talk.says(said);
        wants(&talk, gives(item, kept));
    }
}

#[test]
fn what_does_not_answer_an_item_is_told_why() {
    for (item, said, why) in [
        (Item::When, "1/1/2030", "note-day-future"),
        (Item::When, "lâu rồi", "note-day-unclear"),
        (Item::When, "năm 1800", "note-day-old"),
        (Item::Contact, "12", "note-phone-unclear"),
    ] {
        let mut talk = at(Some(item));
        talk.says(said);
        wants(&talk, Supplying::Show(Some(why)));
    }
    let mut talk = at(Some(Item::Place));
    talk.says(&"x".repeat(201));
    wants(&talk, Supplying::Show(Some("note-hamlet-long")));
    let mut talk = at(None);
    talk.says("gì nữa");
    wants(&talk, Supplying::Show(Some("supply-press-done")));
}

#[test]
fn the_buttons_can_be_typed() {
    for (item, said, what) in [
        (Some(Item::When), "bỏ qua", Supplying::Go { on: true }),
        (Some(Item::Details), "tiep tuc", Supplying::Go { on: true }),
        (Some(Item::Evidence), "xong", Supplying::Go { on: true }),
        (Some(Item::Place), "quay lại", Supplying::Go { on: false }),
        (None, "Xong", Supplying::Done),
        (None, "quay lai", Supplying::Go { on: false }),
    ] {
        let mut talk = at(item);
        talk.says(said);
        wants(&talk, what);
    }
    let mut talk = Talk::citizen();
    talk.says("bo sung ngay");
    assert_eq!(talk.effects, [Effect::Supply { ask: 0, what: Supplying::Show(None) }]);
}

#[test]
fn a_file_is_kept_as_evidence_whatever_is_asked() {
    for item in [Some(Item::When), Some(Item::Contact), Some(Item::Evidence), None] {
        let mut talk = at(item);
        talk.sends(FileKind::Photo, "chú thích");
        let kept = matches!(
            talk.effects.last(),
            Some(Effect::Supply {
                what: Supplying::Give { item: Item::Evidence, file: Some(_), .. },
                ..
            })
        );
        assert!(kept, "{:?}", talk.effects);
    }
    let mut talk = at(Some(Item::Evidence));
    talk.sends_of_size(FileKind::Video, "", u64::MAX).hears("20 MB");
}

#[test]
fn an_old_button_skips_nothing() {
    let mut talk = at(Some(Item::Place));
    for supply in [Supply::Next(Item::When), Supply::Back(Some(Item::When)), Supply::Happened(0)] {
        talk.does(Input::Press(Press::Supply(7, supply)), None);
        wants(&talk, Supplying::Show(None));
        assert!(talk.effects.contains(&Effect::Toast("toast-old")));
    }
    talk.does(Input::Press(Press::Supply(7, Supply::Done)), None);
    wants(&talk, Supplying::Show(None));
    // Another ask's button, or one from before it was left: it goes on there.
    talk.does(Input::Press(Press::Supply(8, Supply::Next(Item::When))), None);
    assert_eq!(talk.effects, [Effect::Supply { ask: 8, what: Supplying::Show(None) }]);
}

#[test]
fn leaving_keeps_what_was_given_and_a_draft() {
    let mut talk = Talk::citizen();
    talk.writes_a_nomination();
    talk.session.go(At::Supplying { ask: 7, item: Some(Item::When) });
    talk.says("huỷ");
    assert_eq!(talk.session.at, At::Idle);
    assert!(talk.session.draft.is_some());
}

#[test]
fn who_has_not_agreed_to_the_notice_in_force_is_asked_first() {
    let mut talk = at(Some(Item::When));
    talk.context.consented = Some(0);
    talk.says("hôm qua").hears("Kính chào");
    talk.says("đồng ý");
    wants(&talk, Supplying::Show(None));
}

#[test]
fn every_question_is_drawn_soundly() {
    let given = |item| Given { item, body: "🌸&<b>".repeat(600), files: 20 };
    let all: Vec<Given> = Item::ALL.into_iter().map(given).collect();
    let session = Session::default();
    for items in [Items::from(1), Items::from(u8::MAX)] {
        for item in items.iter().map(Some).chain([None]) {
            for given in [Vec::new(), all.clone()] {
                for note in [None, Some("supply-taken")] {
                    let given = given.clone();
                    let view = View::Supply { ask: i64::MAX, items, item, note, given };
                    for locale in Locale::ALL {
                        let message = render(reader(locale, &session), &view);
                        sound(&message);
                        worded(&message);
                    }
                }
            }
        }
    }
}
