//! The check: every line edited, the extras, and what is sent.

use super::talk::Talk;
use crate::conversation::session::At;
use crate::domain::draft::Line;
use crate::domain::evidence::FileKind;

/// Something a person does.
type Act<'a> = &'a dyn Fn(&mut Talk);

fn drop(_: &mut Talk) {}

#[test]
fn every_line_of_the_summary_can_be_edited_and_left_again() {
    for line in Line::ALL {
        let mut talk = Talk::citizen();
        talk.writes_a_nomination().presses("Sửa");
        let code = if line == Line::Deed { "story" } else { line.code() };
        let label = crate::i18n::text(talk.locale, &format!("line-{code}"), &[]);
        talk.presses(&label);
        assert_eq!(talk.session.at, At::Editing(line));
        talk.presses("‹ Quay lại").hears("Bước 4/4");
        assert!(talk.draft().is_complete());
    }
}

#[test]
fn the_extras_are_taken_by_button_and_by_word() {
    let mut talk = Talk::citizen();
    talk.writes_a_nomination();
    talk.presses("Thời gian").presses("Hôm qua").hears("04/07/2026");
    talk.presses("✓ Thời gian").says("6/7/2026").hears("chưa tới");
    talk.says("5/7").hears("05/07/2026").presses("✓ Thời gian").presses("Để trống");
    assert_eq!(talk.draft().happened, None);
    talk.says("thoi gian").says("hom nay").hears("05/07/2026");
    talk.presses("Lĩnh vực").presses("Bảo vệ môi trường, cảnh quan").hears("Bảo vệ môi trường");
    talk.presses("✓ Lĩnh vực").says("linh vuc khac").hears("Lĩnh vực khác");
    talk.presses("Thôn, tổ dân phố, đơn vị").says("Tổ 5").hears("Tổ 5");
    talk.presses("Điện thoại người được giới thiệu").says("không có").hears("chưa đúng");
    talk.says("0912.345.678").hears("0912 345 678");
    talk.presses("☐ Người được giới thiệu dưới 16 tuổi").hears("Dưới 16 tuổi:</b> có");
    talk.presses("☐ Cho công khai tên tôi").hears("Công khai tên người giới thiệu:</b> có");
    talk.says("cho cong khai ten toi").hears("Công khai tên người giới thiệu:</b> không");
    talk.says("gửi");
    let sent = &talk.submitted[0];
    assert!(sent.is_minor && !sent.shows_nominator);
    assert_eq!(sent.field.as_deref(), Some("other"));
    assert_eq!(sent.nominee_phone.as_deref(), Some("+84912345678"));
}

#[test]
fn an_extra_that_is_given_is_ticked_shown_and_can_be_left_empty_again() {
    let mut talk = Talk::citizen();
    talk.writes_a_nomination().hears("không bắt buộc");
    for (label, answer, shown) in [
        ("Thời gian", "5/7", "05/07/2026"),
        ("Lĩnh vực", "linh vuc khac", "Lĩnh vực khác"),
        ("Thôn, tổ dân phố, đơn vị", "Tổ 5", "Tổ 5"),
        ("Điện thoại người được giới thiệu", "0912345678", "0912 345 678"),
        ("Điện thoại của Ông/Bà", "0912345678", "0912 345 678"),
    ] {
        talk.presses(label);
        assert!(!talk.chat.iter().any(|message| message.text.contains("Đang ghi")), "{label}");
        assert!(!talk.offers().contains(&"Để trống"), "there is nothing to take away: {label}");
        talk.says(answer).presses(&format!("✓ {label}"));
        let asked = talk.chat.iter().find(|message| message.text.contains("Đang ghi"));
        let asked = asked.expect("what is given is shown");
        assert!(asked.text.contains(&format!("Đang ghi: <b>{shown}</b>")), "{}", asked.text);
        talk.presses("Để trống").hears("Bước 4/4");
        assert!(talk.offers().contains(&label), "{:?}", talk.offers());
    }
}

#[test]
fn what_sends_it_stands_at_the_end_where_a_telephone_shows_it() {
    let mut talk = Talk::citizen();
    talk.writes_a_nomination();
    let offers = talk.offers();
    assert_eq!(offers[offers.len() - 3..], ["✅ Gửi", "‹ Quay lại", "Huỷ"]);
}

#[test]
fn the_summary_stands_below_the_words_that_take_the_keyboard_away() {
    let mut talk = Talk::citizen();
    talk.writes_a_nomination().presses("Điện thoại của Ông/Bà").presses("‹ Quay lại");
    let [.., gone, last] = &talk.chat[..] else { panic!("{:#?}", talk.chat) };
    assert!(gone.drops_keyboard && last.text.contains("Bước 4/4"), "{:#?}", talk.chat);
}

#[test]
fn the_keyboard_that_shares_a_phone_is_taken_away_again() {
    use crate::conversation::input::Input;
    let leave: [(&str, Act<'_>); 6] = [
        ("Đã ghi số", &|talk| {
            drop(talk.does(Input::Contact(Some("+84912345678".into())), None))
        }),
        ("Đã ghi số", &|talk| drop(talk.says("0912345678"))),
        ("Đã cất", &|talk| drop(talk.says("bỏ qua"))),
        ("Đã cất", &|talk| drop(talk.presses("‹ Quay lại"))),
        ("Đã dừng", &|talk| drop(talk.says("/huy"))),
        ("Đã cất", &|talk| drop(talk.says("/start"))),
    ];
    for (words, act) in leave {
        let mut talk = Talk::citizen();
        talk.writes_a_nomination().presses("Điện thoại của Ông/Bà");
        assert!(talk.chat.last().is_some_and(|last| last.asks_contact.is_some()));
        talk.says("12").hears("chưa đúng");
        act(&mut talk);
        let gone: Vec<_> = talk.chat.iter().filter(|message| message.drops_keyboard).collect();
        let [gone] = gone[..] else { panic!("taken away once: {:#?}", talk.chat) };
        assert!(gone.text.contains(words) && gone.choices.is_empty(), "{}", gone.text);
    }
}

#[test]
fn a_contact_card_answers_whichever_phone_is_asked() {
    use crate::conversation::input::Input;
    let card = || Input::Contact(Some("+84912345678".into()));
    let mut talk = Talk::citizen();
    talk.writes_a_nomination().presses("Điện thoại người được giới thiệu").does(card(), None);
    assert!(talk.draft().nominee_phone.is_some() && talk.draft().nominator_phone.is_none());
    talk.does(Input::Contact(None), None).hears("chưa đúng");
    talk.does(card(), None).hears("Đã ghi số");
    assert!(talk.draft().nominator_phone.is_some());
}

#[test]
fn words_at_the_check_are_more_of_the_story_or_are_answered() {
    let mut talk = Talk::citizen();
    talk.writes_a_nomination().says("ok rồi").hears("Đây là bước kiểm tra").hears("Bước 4/4");
    talk.says("Bà còn dạy các cháu trong xóm học chữ mỗi tối thứ bảy.").hears("Đã thêm");
    talk.hears("dạy các cháu").sends(FileKind::Photo, "").hears("1 ảnh");
}

#[test]
fn what_is_not_complete_is_not_sent_whatever_is_pressed() {
    use crate::conversation::input::Input;
    use crate::conversation::press::{Press, Write};
    for write in [Write::Send, Write::Done, Write::Keep, Write::Edit(Line::When), Write::Summary] {
        let mut talk = Talk::citizen();
        talk.says("/gioithieu").presses("Cá nhân");
        let serial = talk.session.serial;
        talk.does(Input::Press(Press::Write(serial, write.clone())), None);
        let serial = talk.session.serial;
        talk.does(Input::Press(Press::Write(serial, Write::Send)), None);
        assert!(talk.submitted.is_empty(), "{write:?}");
        assert!(!talk.effects.is_empty());
    }
}

#[test]
fn nothing_is_sent_without_consent_to_the_notice_in_force() {
    let mut talk = Talk::citizen();
    talk.writes_a_nomination();
    talk.context.consented = Some(0);
    talk.presses("✅ Gửi").hears("Ông/Bà có đồng ý không?");
    assert!(talk.submitted.is_empty());
    talk.presses("Đồng ý").hears("Nguyễn Văn An").presses("Viết tiếp").presses("✅ Gửi");
    assert_eq!(talk.submitted.len(), 1);
}
