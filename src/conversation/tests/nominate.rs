//! From /gioithieu to the code.

use super::talk::Talk;
use crate::clock::SECOND;
use crate::conversation::effect::Effect;
use crate::conversation::session::At;
use crate::domain::evidence::{File, FileKind, MAX_FILE_BYTES};
use crate::domain::nomination::NomineeKind;

#[test]
fn seven_messages_and_taps_lead_from_the_command_to_the_code() {
    let mut talk = Talk::citizen();
    talk.says("/gioithieu").hears("Bước 1/4");
    talk.presses("Cá nhân").hears("họ và tên");
    talk.says("  Nguyễn   Văn An ").hears("Bước 2/4");
    talk.says("pho hien").hears("Đã ghi: <b>Phường Phố Hiến</b>").hears("Bước 3/4");
    talk.says("Bà An nấu cháo cho người bệnh suốt mười năm.").hears("Đã nhận");
    talk.presses("Xong").hears("Bước 4/4").hears("Nguyễn Văn An").hears("cam kết");
    talk.presses("✅ Gửi");
    assert_eq!(talk.spent, 7);
    let [sent] = &talk.submitted[..] else { panic!("sent once") };
    assert!(sent.is_complete() && !sent.shows_nominator);
    assert_eq!(talk.session.at, At::Idle);
    assert_eq!(talk.session.draft, None);
}

#[test]
fn the_same_can_be_typed_without_one_tap() {
    for words in [
        ["/gioithieu", "ca nhan", "An Nguyen", "Le Loi, Kien Xuong", "xong", "gui"],
        ["/nominate", "2", "Tổ cựu chiến binh", "xã Lê Lợi, huyện Kiến Xương", "XONG", "Gửi"],
    ] {
        let mut talk = Talk::citizen();
        for (n, said) in words.iter().enumerate() {
            if n == 4 {
                talk.says("Sửa đường cho cả xóm đi, không lấy tiền của ai.");
            }
            talk.says(said);
        }
        assert_eq!(talk.submitted.len(), 1, "{words:?}: {}", talk.reads());
    }
}

#[test]
fn every_step_has_its_number_a_way_back_and_a_way_out() {
    for (locale, back, cancel, mark) in [
        (Talk::citizen(), "‹ Quay lại", "Huỷ", "Bước"),
        (Talk::citizen().in_english(), "‹ Back", "Cancel", "Step"),
    ] {
        let mut talk = locale;
        let says: [Act<'_>; 5] = [
            &|talk| drop(talk.says("/nominate")),
            &|talk| drop(talk.says("1")),
            &|talk| drop(talk.says("Nguyễn Văn An")),
            &|talk| drop(talk.says("Phố Hiến")),
            &|talk| drop(talk.says("Một câu chuyện đủ dài để được gửi đi.").says("done")),
        ];
        for (act, number) in says.iter().zip([1, 1, 2, 3, 4]) {
            act(&mut talk);
            talk.hears(&format!("<b>{mark} {number}/4"));
            assert!(talk.offers().contains(&back) && talk.offers().contains(&cancel));
        }
    }
}

/// Something a person does.
type Act<'a> = &'a dyn Fn(&mut Talk);

fn drop(_: &mut Talk) {}

#[test]
fn back_goes_one_step_back_and_an_answer_can_be_kept() {
    let mut talk = Talk::citizen();
    talk.writes_a_nomination();
    talk.presses("‹ Quay lại").hears("Bước 3/4");
    talk.presses("‹ Quay lại").hears("Bước 2/4").hears("Đang ghi: <b>Phường Phố Hiến</b>");
    talk.presses("‹ Quay lại").hears("Bước 1/4").hears("Đang ghi: <b>Nguyễn Văn An</b>");
    talk.presses("‹ Quay lại").hears("Bước 1/4").hears("Đang ghi: <b>Cá nhân</b>");
    talk.presses("Giữ nguyên").hears("Bước 4/4");
    talk.presses("‹ Quay lại").says("quay lai").says("như quỳnh").hears("Bước 4/4");
    talk.hears("Xã Như Quỳnh");
}

#[test]
fn cancelling_asks_only_when_something_would_be_lost() {
    let mut talk = Talk::citizen();
    talk.says("/gioithieu").presses("Huỷ").hears("Đã dừng");
    assert_eq!(talk.session.draft, None);
    talk.says("/gioithieu").presses("Cá nhân").says("Nguyễn Văn An");
    talk.presses("Huỷ").hears("muốn dừng?").presses("Viết tiếp").hears("Bước 2/4");
    talk.presses("Huỷ").presses("Dừng và bỏ bài này").hears("Đã dừng");
    assert_eq!((talk.session.at, talk.session.draft.as_ref()), (At::Idle, None));
}

#[test]
fn a_name_has_two_to_a_hundred_and_twenty_characters_in_nfc() {
    let mut talk = Talk::citizen();
    talk.says("/gioithieu").presses("Cá nhân");
    talk.says("A").hears("còn ngắn quá");
    talk.says("   \u{200B} ").hears("còn ngắn quá");
    talk.says(&"ế".repeat(121)).hears("120 ký tự");
    talk.says("Nguye\u{302}\u{303}n \u{202E}Thi\u{323}\0 <b>Hoa</b> & con");
    assert_eq!(talk.draft().name.as_deref(), Some("Nguyễn Thị <b>Hoa</b> & con"));
    talk.hears("Nguyễn Thị &lt;b&gt;Hoa&lt;/b&gt; &amp; con");
}

#[test]
fn a_name_typed_before_the_kind_is_kept() {
    let mut talk = Talk::citizen();
    talk.says("/gioithieu").says("Nguyễn Văn An").hears("Đã ghi tên");
    talk.presses("Cá nhân").hears("Bước 2/4");
    assert_eq!(talk.draft().kind, Some(NomineeKind::Person));
}

#[test]
fn a_name_of_several_places_asks_and_a_fuller_name_answers() {
    let mut talk = Talk::citizen();
    talk.says("/gioithieu").presses("Cá nhân").says("Nguyễn Văn An");
    talk.says("Lê Lợi").hears("nhiều nơi");
    let offered = talk.offers().len();
    // At most six places, and browse, back, cancel.
    assert!((2 + 3..=6 + 3).contains(&offered), "{:?}", talk.offers());
    talk.says("xã Lê Lợi, Kiến Xương").hears("Xã Lê Lợi").hears("Bước 3/4");
    talk.presses("‹ Quay lại").presses("Chọn theo huyện cũ").presses("Kiến Xương");
    talk.presses("Xã Lê Lợi").hears("Bước 3/4");
    talk.presses("‹ Quay lại").says("chon theo huyen cu").presses("‹ Quay lại").hears("Bước 2/4");
    talk.says("Sài Gòn").hears("chưa tìm thấy");
}

#[test]
fn a_hamlet_typed_before_the_commune_is_kept() {
    let mut talk = Talk::citizen();
    talk.says("/gioithieu").presses("Cá nhân").says("Nguyễn Văn An");
    talk.says("thôn Đông, xã Lê Lợi, huyện Kiến Xương").hears("Bước 3/4");
    assert_eq!(talk.draft().hamlet.as_deref(), Some("thôn Đông"));
}

fn at_the_deed() -> Talk {
    let mut talk = Talk::citizen();
    talk.says("/gioithieu").presses("Cá nhân").says("Nguyễn Văn An").says("Phố Hiến");
    talk
}

#[test]
fn words_and_media_in_any_order_are_counted_in_one_message() {
    let mut talk = at_the_deed();
    talk.sends(FileKind::Photo, "").hears("Đã nhận 1 ảnh.").hears("ít nhất 20 ký tự");
    let messages = talk.chat.len();
    talk.sends(FileKind::Photo, "Bà An đang nấu cháo").sends(FileKind::Photo, "");
    talk.sends(FileKind::Video, "").says("Xem https://baohungyen.vn/bai-viet nhé");
    talk.sends(FileKind::Voice, "").sends(FileKind::Document, "");
    talk.hears("3 ảnh, 1 video, 1 ghi âm, 1 tệp, 1 liên kết");
    assert_eq!(talk.chat.len(), messages, "one message, drawn again");
    talk.presses("Xem, bỏ bớt").presses("✕ 1. Ảnh").presses("‹ Quay lại").hears("2 ảnh, 1 video");
    talk.presses("Xong").hears("Bước 4/4").hears("2 ảnh, 1 video, 1 ghi âm, 1 tệp, 1 liên kết");
}

#[test]
fn the_counter_moves_below_what_is_sent_later_and_the_one_above_stays_good() {
    let mut talk = at_the_deed();
    talk.says("Bà An nấu cháo cho người bệnh suốt mười năm.");
    let messages = talk.chat.len();
    talk.waits(5 * SECOND).sends(FileKind::Photo, "").sends(FileKind::Photo, "").hears("2 ảnh");
    assert_eq!(talk.chat.len(), messages + 1, "an album is counted in one message");
    talk.waits(5 * SECOND).sends(FileKind::Photo, "").hears("3 ảnh");
    assert_eq!(talk.chat.len(), messages + 2);
    talk.chat.truncate(messages);
    talk.presses("Xong").hears("Bước 4/4");
    assert!(talk.toasts.is_empty(), "{:?}", talk.toasts);
}

#[test]
fn what_is_too_much_or_too_big_is_said_and_what_to_do() {
    let mut talk = at_the_deed();
    talk.sends_of_size(FileKind::Video, "", MAX_FILE_BYTES + 1).hears("20 MB").hears("liên kết");
    for _ in 0..20 {
        talk.sends(FileKind::Photo, "");
    }
    talk.hears("20 ảnh");
    talk.sends(FileKind::Photo, "").hears("Đã đủ 20 tệp").hears("20 ảnh");
    talk.says(&"🌸".repeat(4_001)).hears("quá 4.000 ký tự");
    for n in 0..40 {
        talk.says(&format!("đoạn {n}"));
    }
    talk.says("một đoạn nữa").hears("Đã đủ 60 tin");
    talk.presses("Xem, bỏ bớt");
    // Telegram draws a hundred buttons at most.
    assert!(talk.offers().len() <= 100);
}

#[test]
fn a_short_story_is_asked_for_more() {
    let mut talk = at_the_deed();
    talk.sends(FileKind::Photo, "").presses("Xong").hears("còn ngắn").hears("Bước 3/4");
    talk.says("done").hears("còn ngắn");
}

#[test]
fn a_file_sent_early_is_kept_and_the_question_stays() {
    let mut talk = Talk::citizen();
    talk.says("/gioithieu").sends(FileKind::Photo, "").hears("giữ cho bước 3").hears("Bước 1/4");
    let messages = talk.chat.len();
    talk.sends(FileKind::Photo, "");
    assert_eq!(talk.chat.len(), messages, "an album is answered once");
    talk.presses("Cá nhân").says("Nguyễn Văn An").says("Phố Hiến").hears("Đã nhận 2 ảnh");
}

#[test]
fn a_commune_understood_says_which_button_changes_it() {
    let mut talk = at_the_deed();
    talk.hears("Nếu chưa đúng, Ông/Bà bấm <b>Quay lại</b>").presses("‹ Quay lại").hears("Bước 2/4");
    talk.presses("Giữ nguyên").says("Bà An nấu cháo cho người bệnh suốt mười năm.");
    talk.presses("Xong").presses("Sửa").presses("Xã, phường").says("Như Quỳnh").hears("Bước 4/4");
    talk.hears("Nếu chưa đúng, Ông/Bà bấm <b>Sửa</b>");
    assert!(!talk.reads().contains("Quay lại"));
}

#[test]
fn the_words_of_a_photo_stand_beside_it_where_it_can_be_removed() {
    let mut talk = at_the_deed();
    talk.sends(FileKind::Photo, "Bà An nấu cháo <3 cho người bệnh suốt mười năm");
    talk.sends(FileKind::Photo, "").presses("Xem, bỏ bớt");
    let [first, second, ..] = talk.offers()[..] else { panic!("{:?}", talk.offers()) };
    assert_eq!((first, second), ("✕ 1. Ảnh: “Bà An nấu cháo <3 cho người…”", "✕ 2. Ảnh"));
    let draft = talk.session.draft.as_mut().expect("something is being written");
    let file = draft.pieces[1].file.as_mut().expect("it is a photo");
    *file = File { kind: FileKind::Document, name: Some("giay-khen.pdf".into()), ..file.clone() };
    talk.presses("‹ Quay lại").presses("Xem, bỏ bớt");
    assert_eq!(talk.offers()[1], "✕ 2. Tệp: “giay-khen.pdf”");
}

#[test]
fn an_album_that_is_too_much_is_refused_once_and_says_what_to_do_where_one_is() {
    let mut talk = at_the_deed();
    for _ in 0..20 {
        talk.sends(FileKind::Photo, "");
    }
    let messages = talk.chat.len();
    for _ in 0..5 {
        talk.sends(FileKind::Photo, "").hears("Đã đủ 20 tệp").hears("<b>Xem, bỏ bớt</b>");
    }
    assert_eq!(talk.chat.len(), messages + 1);
    talk.says("Bà An nấu cháo cho người bệnh suốt mười năm.").presses("Xong");
    talk.sends(FileKind::Photo, "").hears("Bước 4/4").hears("Đã đủ 20 tệp").hears("<b>Sửa</b>");
    assert!(!talk.reads().contains("Xem, bỏ bớt"), "there is no such button: {}", talk.reads());
    talk.presses("Sửa").presses("Lời kể, minh chứng").hears("bỏ đoạn cũ");
    talk.presses("Xem, bỏ bớt").presses("✕ 1. Ảnh");
}

#[test]
fn too_short_a_story_is_told_its_least_length_once() {
    let mut talk = at_the_deed();
    talk.says("Bà tốt").presses("Xong").hears("còn ngắn");
    assert_eq!(talk.reads().matches("20 ký tự").count(), 1, "{}", talk.reads());
}

#[test]
fn the_towns_among_the_former_districts_are_not_taken_for_the_province() {
    let mut talk = Talk::citizen();
    talk.says("/gioithieu").presses("Cá nhân").says("Nguyễn Văn An");
    talk.presses("Chọn theo huyện cũ").presses("TP Hưng Yên").presses("Phường Phố Hiến");
    talk.hears("Bước 3/4");
}

#[test]
fn an_old_button_draws_the_present_step_and_says_so() {
    let mut talk = Talk::citizen();
    talk.says("/gioithieu");
    let old = talk.chat.len() - 1;
    let message = talk.chat[old].clone();
    talk.says("ca nhan").says("Nguyễn Văn An");
    talk.chat.push(message);
    talk.presses("Hộ gia đình").hears("Bước 2/4");
    assert_eq!(talk.toasts, ["Nút này đã cũ. Đây là bước hiện tại."]);
    assert_eq!(talk.draft().kind, Some(NomineeKind::Person));
}

#[test]
fn what_was_sent_starts_no_second_nomination() {
    let mut talk = Talk::citizen();
    talk.writes_a_nomination();
    let check = talk.chat.last().cloned().expect("the summary stands");
    talk.presses("✅ Gửi");
    talk.chat.push(check);
    talk.presses("✅ Gửi");
    assert_eq!(talk.submitted.len(), 1);
    assert!(!talk.effects.iter().any(|effect| matches!(effect, Effect::Submit(_))));
    assert_eq!(talk.toasts.len(), 1);
}
