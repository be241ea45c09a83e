//! Edited messages, interruptions, and drafts left alone.

use super::talk::{NOW, Talk};
use crate::clock::{DAY, HOUR};
use crate::conversation::effect::Effect;
use crate::conversation::input::Input;
use crate::conversation::session::At;
use crate::domain::evidence::FileKind;

#[test]
fn an_edited_message_edits_what_it_gave_even_at_the_check() {
    let mut talk = Talk::citizen();
    talk.says("/gioithieu").presses("Cá nhân").says("Nguyễn Văn Am");
    let name = talk.last_source();
    talk.says("Phố Hiến").says("Bà An nấu cháo cho người bệnh.");
    let story = talk.last_source();
    talk.sends(FileKind::Photo, "nồi cháo");
    let caption = talk.last_source();
    talk.edits(&story, "Bà An nấu cháo cho người bệnh suốt mười năm.").hears("Đã sửa");
    talk.presses("Xong");
    talk.edits(&caption, "nồi cháo sáng nay").hears("Bước 4/4").hears("nồi cháo sáng nay");
    talk.edits(&name, "Nguyễn Văn An").hears("Nguyễn Văn An").hears("Bước 4/4");
    talk.edits(&name, "?").hears("còn ngắn quá").hears("Nguyễn Văn An");
    talk.presses("✅ Gửi");
    assert_eq!(talk.submitted[0].name.as_deref(), Some("Nguyễn Văn An"));
    assert!(talk.submitted[0].story().contains("mười năm"));
}

#[test]
fn an_edited_commune_is_read_again() {
    let mut talk = Talk::citizen();
    talk.says("/gioithieu").presses("Cá nhân").says("Nguyễn Văn An").says("Phố Hiến");
    let place = talk.last_source();
    talk.edits(&place, "Như Quỳnh").hears("Xã Như Quỳnh").hears("Bước 3/4");
    talk.edits(&place, "Lê Lợi").hears("vẫn giữ như cũ");
    talk.edits("nobody's", "gì đó");
    assert!(talk.effects.is_empty());
}

#[test]
fn commands_work_in_every_state_and_the_draft_is_offered_again() {
    let questions: [&dyn Fn(&mut Talk); 6] = [
        &|talk| talk.says("/gioithieu").says("Nguyễn Văn An").spent = 0,
        &|talk| talk.says("/gioithieu").presses("Cá nhân").says("Nguyễn Văn An").spent = 0,
        &|talk| {
            talk.says("/gioithieu").presses("Cá nhân").says("Nguyễn Văn An").says("Phố Hiến");
        },
        &|talk| talk.writes_a_nomination().spent = 0,
        &|talk| talk.writes_a_nomination().presses("Thời gian").spent = 0,
        &|talk| talk.writes_a_nomination().presses("Huỷ").spent = 0,
    ];
    for reach in questions {
        let start = || {
            let mut talk = Talk::citizen();
            reach(&mut talk);
            talk
        };
        start().says("/trogiup").hears("/gioithieu").presses("Viết tiếp").hears("Bước");
        start().says("/xyz").hears("không có lệnh này");
        start().says("/start").hears("đang viết dở").presses("Viết tiếp").hears("Bước");
        start().says("/gioithieu").hears("Nguyễn Văn An");
        let mut talk = start();
        talk.says("/ngonngu").presses("English").hears("Step");
        let mut talk = start();
        talk.says("/hoso");
        assert_eq!(talk.effects, [Effect::Mine { page: 0 }]);
        let mut talk = start();
        talk.says("/huy").hears("Đã dừng");
        assert_eq!((talk.session.at, &talk.session.draft), (At::Idle, &None));
        assert!(talk.effects.contains(&Effect::ForgetDraft));
    }
}

#[test]
fn a_draft_set_aside_is_dropped_only_after_asking() {
    let mut talk = Talk::citizen();
    talk.writes_a_nomination().says("/start").presses("Bỏ bài này").hears("muốn dừng?");
    talk.presses("Viết tiếp").hears("Bước 4/4");
    talk.says("/start").says("bỏ bài này").presses("Dừng và bỏ bài này").hears("Đã dừng");
    assert_eq!(talk.session.draft, None);
}

#[test]
fn a_draft_is_reminded_of_once_after_a_day_and_goes_quietly_after_thirty() {
    let mut talk = Talk::citizen();
    talk.says("/gioithieu").presses("Cá nhân");
    talk.waits(HOUR).says("Nguyễn Văn An");
    talk.waits(23 * HOUR).does(Input::DraftDue, None);
    assert_eq!(talk.effects, [Effect::WakeDraft { at: NOW + HOUR + DAY }], "too early");
    talk.waits(HOUR).does(Input::DraftDue, None);
    talk.hears("đang viết dở").hears("Nguyễn Văn An").hears("04/08/2026");
    let end = NOW + HOUR + 30 * DAY;
    assert!(talk.effects.contains(&Effect::WakeDraft { at: end }));
    let messages = talk.chat.len();
    talk.waits(DAY).does(Input::DraftDue, None);
    assert_eq!(talk.effects, [Effect::WakeDraft { at: end }], "once");
    talk.context.now = end;
    talk.does(Input::DraftDue, None);
    assert_eq!((talk.session.at, &talk.session.draft), (At::Idle, &None));
    assert_eq!(talk.effects, [Effect::ForgetDraft]);
    assert_eq!(talk.chat.len(), messages, "quietly");
}

#[test]
fn going_on_after_the_reminder_brings_no_second_one() {
    let mut talk = Talk::citizen();
    talk.says("/gioithieu").presses("Cá nhân").says("Nguyễn Văn An");
    talk.waits(DAY).does(Input::DraftDue, None).presses("Viết tiếp").says("Phố Hiến");
    let messages = talk.chat.len();
    talk.waits(29 * DAY).does(Input::DraftDue, None);
    assert_eq!(talk.chat.len(), messages);
    assert!(talk.session.draft.is_some());
}

#[test]
fn additions_end_by_word_button_and_command_and_say_what_is_kept() {
    for done in ["xong", "Done"] {
        let mut talk = Talk::citizen();
        talk.session.go(At::Adding(7));
        talk.says(done);
        assert_eq!(talk.effects, [Effect::Open { nomination: 7 }]);
        assert_eq!(talk.session.at, At::Idle);
    }
    let mut talk = Talk::citizen();
    talk.session.go(At::Adding(7));
    talk.says("Thêm một chi tiết");
    assert!(matches!(talk.effects[..], [Effect::Add { nomination: 7, .. }]));
    let source = talk.last_source();
    talk.edits(&source, "khác").hears("được giữ như lúc gửi");
    talk.says("huỷ").hears("Đã thôi bổ sung");
    assert_eq!(talk.session.at, At::Idle);
}

#[test]
fn an_addition_long_after_the_last_is_answered_in_a_new_place() {
    let mut talk = Talk::citizen();
    talk.session.go(At::Adding(7));
    talk.says("Thêm một chi tiết");
    let serial = talk.session.serial;
    talk.says("Một chi tiết nữa");
    assert_eq!(talk.session.serial, serial);
    talk.waits(DAY).says("Hôm sau nhớ thêm");
    assert_ne!(talk.session.serial, serial);
}

#[test]
fn a_draft_set_aside_outlives_an_addition() {
    let mut talk = Talk::citizen();
    talk.writes_a_nomination();
    talk.session.go(At::Adding(7));
    talk.says("/huy").hears("Nguyễn Văn An").presses("Viết tiếp").hears("Bước 4/4");
}
