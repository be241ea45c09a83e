//! What people send that nobody planned for: any text, any file, buttons of a month ago.

use hoadep::clock::DAY;
use hoadep::demo::telegram::{Media, MediaKind};
use serde_json::Value;

use crate::tester::{Person, STORY, World};
use crate::webhook;

/// One message of more than Telegram's apps send at once, which its servers may still bring.
fn many_flowers(person: &Person<'_>) -> Value {
    let mut update = webhook::text(0, person.id, &"🌸".repeat(4_096));
    // A number of its own.
    update.as_object_mut().unwrap().remove("update_id");
    update
}

#[tokio::test]
async fn any_text_at_all_is_kept_as_it_is_read_or_asked_for_again() {
    let world = World::new().await;
    let lan = world.agreed("Lan").await;
    lan.writes_up_to_the_deed("Nguyễn Văn Tư").await;
    let kept = [
        ("\u{202e}\u{200f}abc\u{202c}", "abc"),
        ("<b>&amp;</b> <script> & \"", "<b>&amp;</b> <script> & \""),
        ("x\u{0}y", "xy"),
        ("e\u{302}\u{301}", "ế"),
        ("🌸👩‍👧🏽", "🌸👩‍👧🏽"),
        ("{ $name } %s \\n", "{ $name } %s \\n"),
        (STORY, STORY),
    ];
    for (typed, _) in kept {
        lan.say(typed);
        lan.sees("Đã nhận").await;
    }
    for (typed, words) in [
        ("\u{200b}\u{200b}", "Hệ thống chưa đọc được"),
        ("/", "Hệ thống không có lệnh này"),
        ("/khôngcó", "Hệ thống không có lệnh này"),
    ] {
        lan.say(typed);
        let asked = lan.sees(words).await;
        assert!(asked.text.contains("Bước 3/4"), "not asked again: {asked:?}");
    }
    world.telegram.push_update(many_flowers(&lan));
    lan.sees("4.000 ký tự").await;
    lan.press("Xong");
    let summary = lan.sees("Bước 4/4").await.text;
    let pieces: Vec<&str> = kept.iter().map(|(_, kept)| *kept).collect();
    assert!(summary.contains(&pieces.join("\n\n")), "{summary}");
    assert!(!summary.contains("🌸🌸"), "{summary}");
    world.end().await;
}

#[tokio::test]
async fn any_text_and_any_file_outside_a_nomination_is_answered() {
    let world = World::new().await;
    let lan = world.agreed("Lan").await;
    for (typed, words) in [
        ("<b>&amp;</b>", "Mời Ông/Bà chọn"),
        ("e\u{302}\u{301}", "Mời Ông/Bà chọn"),
        ("\u{200b}", "Hệ thống chưa đọc được"),
        ("/", "Ông/Bà có thể"),
        ("/khôngcó", "Ông/Bà có thể"),
    ] {
        lan.say(typed);
        lan.sees(words).await;
    }
    world.telegram.push_update(many_flowers(&lan));
    lan.sees("Ông/Bà muốn giới thiệu gương này").await;
    for kind in [MediaKind::Video, MediaKind::Voice, MediaKind::Audio, MediaKind::Document] {
        lan.say("/huy");
        lan.sees("Đã dừng").await;
        lan.send(Media::new(kind));
        lan.sees("Ông/Bà muốn giới thiệu gương này").await;
    }
    world.end().await;
}

#[tokio::test]
async fn a_name_of_spaces_is_no_name_and_a_decomposed_one_is_composed() {
    let world = World::new().await;
    let lan = world.agreed("Lan").await;
    lan.say("/gioithieu");
    lan.sees("Bước 1/4").await;
    lan.press("Cá nhân");
    lan.sees("họ và tên").await;
    lan.say(" \u{a0}\u{3000}\u{200b} ");
    let asked = lan.sees("Hệ thống chưa đọc được").await;
    assert!(asked.text.contains("họ và tên"), "{}", asked.text);
    lan.say("Nguye\u{302}\u{303}n <b>Va\u{306}n</b> & Tu\u{31b}");
    let asked = lan.sees("Bước 2/4").await;
    assert!(asked.text.contains("Nguyễn <b>Văn</b> & Tư"), "{}", asked.text);
    world.end().await;
}

#[tokio::test]
async fn a_press_on_a_message_of_a_month_ago_shows_what_is_now() {
    let world = World::new().await;
    let lan = world.agreed("Lan").await;
    lan.say("/gioithieu");
    let old = lan.sees("Bước 1/4").await;
    let data = old.button("Cá nhân").unwrap().data.clone().unwrap();
    lan.say("/huy");
    lan.sees("Đã dừng").await;
    world.clock.advance(30 * DAY);
    lan.press_on(old.id, "Cá nhân");
    lan.is_told("đã cũ").await;
    // The same on a message that Telegram does not show to bots any more.
    lan.press_forged(123_456, &data);
    lan.is_told("đã cũ").await;
    lan.sees("Mời Ông/Bà chọn").await;
    world.end().await;
}

#[tokio::test]
async fn a_file_that_is_too_large_is_refused_in_words() {
    let world = World::new().await;
    let lan = world.agreed("Lan").await;
    lan.send(Media::new(MediaKind::Video).size(21 * 1024 * 1024));
    lan.sees("20 MB").await;
    world.end().await;
}
