//! A reviewer's refusal in own words.

use super::talk::Talk;
use crate::conversation::effect::Effect;
use crate::conversation::input::Input;
use crate::conversation::press::{Judge, Press};
use crate::conversation::session::At;

fn judged(talk: &mut Talk, judge: Judge) -> &mut Talk {
    talk.does(Input::Press(Press::Judge(7, 3, judge)), None)
}

fn refusal(reason: &str, sure: bool) -> Effect {
    Effect::RefuseBecause { nomination: 7, version: 3, reason: reason.into(), sure }
}

#[test]
fn own_words_are_asked_for_confirmed_and_then_decide() {
    let mut talk = Talk::reviewer();
    judged(&mut talk, Judge::OwnWords).says("no").hears("5 đến 500 ký tự");
    talk.says("Chưa rõ ai làm");
    assert_eq!(talk.effects, [refusal("Chưa rõ ai làm", false)]);
    talk.says("Chưa rõ ai đã làm việc này");
    assert_eq!(talk.effects, [refusal("Chưa rõ ai đã làm việc này", false)], "written again");
    judged(&mut talk, Judge::OwnSure);
    assert_eq!(talk.effects, [refusal("Chưa rõ ai đã làm việc này", true)]);
    assert_eq!(talk.session.at, At::Idle);
    judged(&mut talk, Judge::OwnSure);
    assert!(talk.effects.contains(&Effect::Toast("toast-old")), "a second press decides nothing");
}

#[test]
fn the_confirmation_can_be_typed_and_the_refusal_left() {
    let mut talk = Talk::reviewer();
    judged(&mut talk, Judge::OwnWords).says("Chưa rõ ai làm").says("xac nhan tu choi");
    assert_eq!(talk.effects, [refusal("Chưa rõ ai làm", true)]);
    judged(&mut talk, Judge::OwnWords).says("huỷ").hears("Đã thôi từ chối");
    assert_eq!(talk.session.at, At::Idle);
    judged(&mut talk, Judge::OwnWords).says("/huy").hears("Đã thôi từ chối");
}

#[test]
fn another_way_on_the_card_ends_the_asking_for_words() {
    for judge in [Judge::Card, Judge::Approve, Judge::Refuse] {
        let mut talk = Talk::reviewer();
        judged(&mut talk, Judge::OwnWords);
        judged(&mut talk, judge);
        assert_eq!(talk.session.at, At::Idle);
    }
    let mut talk = Talk::reviewer();
    judged(&mut talk, Judge::OwnWords);
    judged(&mut talk, Judge::Story);
    assert_eq!(talk.session.at, At::Refusing { nomination: 7, version: 3 });
}

#[test]
fn a_citizen_who_forges_a_press_is_asked_for_no_words() {
    let mut talk = Talk::citizen();
    judged(&mut talk, Judge::OwnWords);
    assert_eq!(talk.session.at, At::Idle);
    // The engine looks at the role and tells the truth.
    assert!(matches!(talk.effects[..], [Effect::Judge { .. }]));
}
