//! A reviewer enters a nomination for somebody without the app.

use super::talk::Talk;
use crate::conversation::effect::Effect;
use crate::conversation::input::Input;
use crate::conversation::press::{Press, Write};
use crate::conversation::session::At;
use crate::domain::behalf::{How, Teller};
use crate::domain::evidence::FileKind;

fn entering() -> Talk {
    let mut talk = Talk::reviewer();
    talk.says("/nhapho").hears("Ai kể cho Ông/Bà việc này?");
    talk
}

#[test]
fn who_told_it_is_asked_first_and_kept_with_the_nomination() {
    let mut talk = entering();
    talk.says("Bà Phạm Thị Tám").hears("Số điện thoại").says("0912 345 678");
    talk.hears("Người ấy đã đồng ý bằng cách nào?").presses("Đồng ý qua điện thoại");
    talk.hears("Bước 1/4").presses("Cá nhân").says("Nguyễn Văn An").says("pho hien");
    talk.says("Bà An nấu cháo cho người bệnh suốt mười năm.").presses("Xong").hears("Bước 4/4");
    talk.hears("Nhập hộ:</b> Bà Phạm Thị Tám – 0912 345 678 · Đồng ý qua điện thoại");
    talk.presses("✅ Gửi");
    let told = talk.submitted[0].on_behalf.clone().expect("it is for somebody else");
    assert_eq!(told.told_by.as_deref(), Some("Bà Phạm Thị Tám"));
    assert_eq!((told.told_phone.as_deref(), told.how), (Some("+84912345678"), Some(How::Phone)));
    assert!(!talk.effects.contains(&Effect::MindLimits));
}

#[test]
fn the_phone_may_be_left_out_by_button_and_by_word() {
    for words in ["Không có số", "khong co so", "bỏ qua"] {
        let mut talk = entering();
        talk.says("Bà Tám").says(words).hears("bằng cách nào?").says("dong y bang giay");
        talk.hears("Bước 1/4");
        let told = talk.draft().on_behalf.clone().expect("it is for somebody else");
        assert_eq!((told.told_phone, told.how), (None, Some(How::Paper)));
    }
}

#[test]
fn what_cannot_be_understood_is_asked_again_and_files_are_kept() {
    let mut talk = entering();
    talk.says("A").hears("ngắn quá").says("Bà Tám").says("số nhà tôi").hears("chưa đúng");
    talk.sends(FileKind::Photo, "").hears("giữ cho bước 3");
    talk.says("0912345678").says("ừ").hears("bấm một nút").presses("Đồng ý trực tiếp");
    assert_eq!((talk.session.at, talk.draft().files().count()), (At::Kind, 1));
}

#[test]
fn one_goes_back_through_the_questions_and_keeps_what_is_there() {
    let mut talk = entering();
    talk.says("Bà Tám").presses("Không có số").presses("Đồng ý trực tiếp").hears("Bước 1/4");
    talk.presses("‹ Quay lại").hears("Đồng ý trực tiếp").presses("‹ Quay lại");
    talk.presses("‹ Quay lại").hears("Bà Tám").presses("Giữ nguyên").presses("Không có số");
    talk.presses("Giữ nguyên").hears("Bước 1/4");
    talk.presses("Cá nhân").says("Nguyễn Văn An").says("pho hien");
    talk.says("Bà An nấu cháo cho người bệnh suốt mười năm.").presses("Xong");
    talk.presses("Sửa").presses("Người kể").says("Bà Phạm Thị Tám").presses("Không có số");
    talk.presses("Giữ nguyên").hears("Bước 4/4").hears("Bà Phạm Thị Tám");
    talk.presses("Sửa").presses("Người kể").presses("‹ Quay lại").hears("Bước 4/4");
}

#[test]
fn what_was_left_is_taken_up_at_the_first_gap() {
    let mut talk = entering();
    talk.says("Bà Tám").says("/start").hears("Ông/Bà").says("/nhapho").presses("Viết tiếp");
    assert_eq!(talk.session.at, At::Telling(Teller::Phone));
}

#[test]
fn citizens_do_not_meet_it_and_who_lost_the_role_cannot_send() {
    Talk::citizen().says("/nhapho").hears("Ông/Bà có thể");
    let mut talk = entering();
    talk.says("Bà Tám").presses("Không có số").presses("Đồng ý trực tiếp").presses("Cá nhân");
    talk.says("Nguyễn Văn An").says("pho hien");
    talk.says("Bà An nấu cháo cho người bệnh suốt mười năm.").presses("Xong");
    talk.context.role = None;
    talk.presses("✅ Gửi").hears("dành cho cán bộ xét duyệt");
    assert!(talk.submitted.is_empty() && talk.session.draft.is_some());
}

#[test]
fn buttons_of_another_kind_of_draft_do_nothing() {
    let mut talk = Talk::reviewer();
    talk.says("/gioithieu").hears("Bước 1/4");
    for write in [Write::Told(How::Paper), Write::NoPhone, Write::Teller] {
        let press = Press::Write(talk.session.serial, write);
        talk.does(Input::Press(press), None).hears("Bước 1/4");
        assert_eq!(talk.draft().on_behalf, None);
    }
}
