//! Greeting, consent, and what is sent outside any flow.

use super::talk::Talk;
use crate::clock::DAY;
use crate::conversation::effect::Effect;
use crate::conversation::filter::Filter;
use crate::conversation::input::Input;
use crate::conversation::press::Press;
use crate::conversation::session::At;
use crate::domain::evidence::FileKind;
use crate::domain::role::Role;

const STORY: &str = "Ông Bình ở xóm tôi mười năm nay chở học sinh qua sông miễn phí.";

#[test]
fn a_stranger_is_greeted_and_nominates_only_after_consent() {
    let mut talk = Talk::stranger();
    talk.says("/start").hears("Kính chào").hears("Về dữ liệu");
    talk.says("/gioithieu").hears("có đồng ý không?");
    assert_eq!(talk.session.draft, None);
    talk.presses("Đọc thêm").hears("Quyền của Ông/Bà").presses("Đồng ý").hears("Cảm ơn Ông/Bà");
    talk.presses("🌸 Giới thiệu gương").hears("Bước 1/4");
    assert_eq!(talk.context.consented, Some(1));
}

#[test]
fn consent_can_be_typed_and_nothing_else_is_taken_for_it() {
    let mut talk = Talk::stranger();
    talk.says("/start").says("có lẽ").hears("có đồng ý không?");
    assert_eq!(talk.context.consented, None);
    talk.says("tôi đồng ý").hears("Cảm ơn");
    assert_eq!(talk.context.consented, Some(1));
}

#[test]
fn consent_to_an_older_notice_shows_the_one_in_force() {
    let mut talk = Talk::stranger();
    talk.does(Input::Press(Press::Consent(0)), None).hears("có đồng ý không?");
    assert_eq!(talk.context.consented, None);
    assert_eq!(talk.toasts.len(), 1);
}

#[test]
fn nothing_is_added_to_a_sent_nomination_before_consent_to_the_notice_in_force() {
    let mut talk = Talk::stranger();
    talk.does(Input::Press(Press::Add(7)), None).hears("có đồng ý không?");
    assert!(!talk.session.at.is_writing() && talk.toasts.len() == 1);
}

#[test]
fn who_was_adding_when_the_notice_changed_agrees_to_it_first_and_goes_on_adding() {
    for typed in [false, true] {
        let mut talk = Talk::stranger();
        talk.session.go(At::Adding(7));
        talk.sends(FileKind::Photo, "").sends(FileKind::Photo, "").hears("có đồng ý không?");
        assert_eq!(talk.chat.len(), 1, "asked once for an album");
        talk.says("/ngonngu").presses("English").hears("Do you agree?");
        talk.presses("🌐 Tiếng Việt");
        if typed {
            talk.says("đồng ý");
        } else {
            talk.presses("Đồng ý");
        }
        assert!(talk.effects.contains(&Effect::BeginAdding { nomination: 7 }));
        talk.sends(FileKind::Photo, "");
        assert!(matches!(talk.effects[..], [Effect::Add { nomination: 7, .. }]));
    }
}

#[test]
fn no_button_begins_a_nomination_before_consent() {
    for press in [Press::NominateThis, Press::Nominate] {
        let mut talk = Talk::stranger();
        talk.says(STORY).does(Input::Press(press), None).hears("có đồng ý không?");
        assert_eq!((&talk.session.draft, talk.session.offered.len()), (&None, 1));
    }
}

#[test]
fn a_story_sent_before_consent_is_offered_after_it() {
    let mut talk = Talk::stranger();
    talk.sends(FileKind::Photo, STORY).hears("đã giữ lại").hears("có đồng ý không?");
    let messages = talk.chat.len();
    talk.sends(FileKind::Photo, "").sends(FileKind::Photo, "");
    assert_eq!(talk.chat.len(), messages, "an album is answered once");
    talk.presses("Đồng ý").hears("Cảm ơn").hears("3 ảnh").presses("Giới thiệu gương này");
    talk.hears("Bước 1/4").presses("Cá nhân").says("Ông Bình").says("Phố Hiến").hears("3 ảnh");
    assert!(talk.draft().has_story());
}

#[test]
fn an_album_outside_any_flow_is_offered_once_and_becomes_the_deed() {
    let mut talk = Talk::citizen();
    talk.sends(FileKind::Photo, STORY).hears("muốn giới thiệu gương này?").hears("1 ảnh");
    talk.sends(FileKind::Photo, "").sends(FileKind::Photo, "").hears("3 ảnh");
    assert_eq!(talk.chat.len(), 1);
    let caption = "1";
    talk.edits(caption, "Một lời kể khác hẳn, ngắn gọn hơn nhiều.");
    talk.says("có").hears("Bước 1/4");
    assert_eq!(talk.draft().files().count(), 3);
    assert!(talk.draft().story().contains("khác hẳn"));
}

#[test]
fn a_long_text_is_offered_a_short_one_is_answered_with_the_menu() {
    let mut talk = Talk::citizen();
    talk.says("xin chào").hears("Mời Ông/Bà chọn");
    talk.says(STORY).hears("lời kể dài");
    talk.says("không").hears("Mời Ông/Bà chọn");
    assert!(talk.session.offered.is_empty());
    assert!(talk.effects.contains(&Effect::ForgetDraft));
}

#[test]
fn the_command_takes_what_is_on_offer() {
    let mut talk = Talk::citizen();
    talk.says(STORY).says("/gioithieu").hears("Bước 1/4");
    assert!(talk.draft().has_story());
}

#[test]
fn beside_a_draft_the_offer_says_what_it_is_added_to() {
    let mut talk = Talk::citizen();
    talk.writes_a_nomination().says("/start").says(STORY);
    talk.hears("Nguyễn Văn An").hears("thêm phần vừa gửi").presses("Thêm vào bài đang viết");
    talk.hears("Bước 4/4").hears("chở học sinh");
}

#[test]
fn an_offer_nobody_takes_up_is_forgotten_after_thirty_days() {
    let mut talk = Talk::stranger();
    talk.says(STORY);
    assert!(talk.effects.iter().any(|effect| matches!(effect, Effect::WakeDraft { .. })));
    talk.waits(29 * DAY).does(Input::DraftDue, None);
    assert_eq!(talk.session.offered.len(), 1);
    talk.waits(DAY).does(Input::DraftDue, None);
    assert!(talk.session.offered.is_empty());
    assert_eq!(talk.effects, [Effect::ForgetDraft]);
}

#[test]
fn what_cannot_be_used_is_answered_with_what_can() {
    let mut talk = Talk::citizen();
    talk.does(Input::Unsupported, None).hears("ảnh, video, ghi âm");
    talk.says("/gioithieu").does(Input::Unsupported, None).hears("Bước 1/4");
    talk.does(Input::ForgedPress, None).hears("Bước 1/4");
    assert_eq!(talk.toasts, ["Hệ thống không nhận ra nút này."]);
}

#[test]
fn members_commands_do_not_exist_for_others() {
    for command in ["/hangcho", "/moi", "/doingu"] {
        Talk::citizen().says(command).hears("Ông/Bà có thể");
    }
    let mut talk = Talk::reviewer();
    talk.says("/queue");
    assert_eq!(talk.effects, [Effect::Queue(Filter::default())]);
    talk.says("/invite").hears("/hangcho");
}

#[test]
fn members_buttons_do_nothing_for_others() {
    let of_admins =
        [Press::Invite(Role::Reviewer), Press::Team(0), Press::Dismiss(7), Press::DismissSure(7)];
    for press in of_admins {
        for mut talk in [Talk::citizen(), Talk::reviewer()] {
            talk.does(Input::Press(press.clone()), None);
            assert_eq!(talk.effects, [Effect::Toast("toast-not-allowed")], "{press:?}");
        }
    }
    let mut talk = Talk::citizen();
    talk.does(Input::Press(Press::Queue(Filter::default())), None);
    assert_eq!(talk.effects, [Effect::Toast("toast-not-allowed")]);
}

#[test]
fn the_language_is_changed_by_button_and_by_word() {
    let mut talk = Talk::citizen();
    talk.says("/language").presses("English").hears("What would you like");
    assert!(talk.offers().contains(&"🌐 Tiếng Việt"));
    talk.says("tieng viet").hears("Mời Ông/Bà chọn");
    assert!(talk.offers().contains(&"🌐 English"));
}

#[test]
fn the_button_that_names_the_other_language_changes_to_it_at_once() {
    let mut talk = Talk::stranger();
    talk.says("/start").presses("🌐 English").hears("Do you agree?");
    talk.presses("🌐 Tiếng Việt").hears("Ông/Bà có đồng ý không?");
}

#[test]
fn the_notice_can_be_read_again_after_it_was_agreed_to() {
    let mut talk = Talk::stranger();
    talk.says("/start").presses("Đọc thêm").hears("Quyền của Ông/Bà");
    talk.presses("Đồng ý").says("/trogiup").presses("Dữ liệu cá nhân");
    talk.hears("Quyền của Ông/Bà");
    assert_eq!(talk.offers(), ["Dữ liệu của tôi", "‹ Quay lại"]);
    talk.presses("‹ Quay lại").hears("/gioithieu –");
    assert!(!talk.offers().contains(&"Hướng dẫn"), "it is what is read");
}

#[test]
fn a_second_tap_on_what_is_offered_leaves_the_question_standing() {
    let mut talk = Talk::citizen();
    let story = "Bà An nấu cháo cho người bệnh suốt mười năm nay ở bệnh viện huyện.";
    talk.says(story).presses("Giới thiệu gương này").hears("Bước 1/4");
    let question = talk.chat.len() - 1;
    talk.does(Input::Press(Press::NominateThis), Some(question)).hears("Bước 1/4");
    talk.presses("Cá nhân").says("Nguyễn Văn An").says("/start");
    talk.says(story).presses("Thêm vào bài đang viết").hears("Bước");
    let question = talk.chat.len() - 1;
    talk.does(Input::Press(Press::NominateThis), Some(question)).hears("Bước");
    assert!(talk.session.at.is_writing());
}
