//! The admins' work as it is played in the browser: a message to five thousand with a second admin's
//! word, its live control, and what else there is to run the movement with, in two languages.

use super::browser::Browser;
use super::playground::WIDER;
use super::playground_play::Act::{Await, Press, Write};
use super::playground_play::{Act, play};
use super::program::Program;

/// The telephones of the editor, the first admin and the second.
const MAI: usize = 5;
const DUNG: usize = 6;
const SON: usize = 7;

/// The admin looks at campaigns, the team and the settings; a citizen asks for all that is kept.
const RUN: &[Act] = &[
    Press(0, "Bắt đầu"),
    Press(0, "Đồng ý"),
    Write(DUNG, "/chiendich"),
    Await(DUNG, "Các đợt phát động"),
    Write(DUNG, "/doingu"),
    Press(DUNG, "Mai Đỗ"),
    Await(DUNG, "Đổi vai trò"),
    Write(DUNG, "/caidat"),
    Await(DUNG, "Cài đặt"),
    Write(0, "/dulieu"),
    Press(0, "Nhận tệp dữ liệu của tôi"),
    Await(0, "du-lieu-cua-toi"),
];

/// Two citizens want news, one of them in English.
const SUBSCRIBE: &[Act] = &[
    Write(0, "/nhantin"),
    Await(0, "Từ nay"),
    Press(1, "Bắt đầu"),
    Press(1, "I agree"),
    Write(1, "/news"),
    Await(1, "From now on"),
];

/// The editor writes to all of them and looks at it as they will.
const COMPOSE: &[Act] = &[
    Write(MAI, "/phattin"),
    Press(MAI, "✍️ Soạn tin mới"),
    Await(MAI, "gửi vào đây nội dung"),
    Write(MAI, "Tuần lễ người tốt, việc tốt bắt đầu từ thứ Hai."),
    Await(MAI, "5.002"),
    Press(MAI, "👁 Xem trước"),
    Await(MAI, "người nhận sẽ thấy đúng như dưới đây"),
];

/// It is confirmed, and a second person agrees.
const SEND: &[Act] = &[
    Press(MAI, "✅ Xác nhận gửi 5.002 người"),
    Await(MAI, "Xác nhận lần cuối"),
    Press(MAI, "✅ Xác nhận gửi 5.002 người"),
    Await(MAI, "Chờ một quản trị viên khác"),
    Press(SON, "✅ Đồng ý gửi"),
    Await(0, "Tuần lễ người tốt"),
    Await(1, "Tuần lễ người tốt"),
];

const PAUSE: &[Act] = &[Press(MAI, "⏸ Tạm dừng"), Await(MAI, "Tạm dừng theo yêu cầu")];

const STOP: &[Act] = &[
    Press(MAI, "▶️ Tiếp tục"),
    Await(MAI, "– đang gửi"),
    Press(MAI, "⏹ Dừng hẳn"),
    Await(MAI, "Không thể gửi tiếp"),
    Press(MAI, "⏹ Dừng hẳn"),
    Await(MAI, "Báo cáo:"),
    Press(MAI, "📄 Danh sách chưa nhận"),
    Await(MAI, ".csv"),
    Write(0, "DỪNG"),
    Await(0, "Đã tắt tin"),
];

/// The same rooms in English.
const ENGLISH: &[Act] = &[
    Write(DUNG, "/language"),
    Press(DUNG, "English"),
    Write(DUNG, "/campaign"),
    Await(DUNG, "Campaigns"),
    Write(DUNG, "/broadcast"),
    Await(DUNG, "Broadcasts"),
];

/// Pictures of the guide and some telephones at both widths, light and dark, nothing wider than the
/// window.
async fn pictures(browser: &Browser, name: &str) {
    for (width, height) in [(1440, 900), (390, 844)] {
        for dark in [false, true] {
            browser.shape(width, height, dark).await;
            for who in [MAI, DUNG] {
                let show = format!(
                    "(document.querySelectorAll('#tabs button')[{who}]?.click(), \
                     document.querySelectorAll('.phone')[{who}].scrollIntoView(), true)"
                );
                browser.eval(&show).await;
                browser.until("[...document.images].every((image) => image.complete)").await;
                browser.until(&format!("{WIDER}.length === 0")).await;
                let shade = if dark { "dark" } else { "light" };
                browser.picture(&format!("admin-{name}-{width}-{shade}-{who}")).await;
            }
        }
    }
    browser.shape(1440, 900, false).await;
}

#[tokio::test]
async fn two_admins_an_editor_and_two_citizens_play_the_running_of_the_movement_in_two_languages() {
    let Some(browser) = Browser::start().await else { return };
    let (_demo, url) = Program::demo(None);
    browser.shape(1440, 900, false).await;
    browser.client.goto(&url).await.unwrap();
    // Whatever time it is here, it is no quiet hour there.
    browser.press("#clock", "Vặn tới lúc khác").await;
    browser.click(".menu [role=menuitem]:nth-child(3)").await;
    browser.until("/0?7:0/.test(document.querySelector('.clock-time').textContent)").await;
    play(&browser, RUN).await;
    browser.click("[data-chapter='1']").await;
    browser.until("document.querySelectorAll('#guide li.done').length === 4").await;
    pictures(&browser, "rooms").await;
    browser.click("[data-chapter='2']").await;
    play(&browser, SUBSCRIBE).await;
    browser.press("#guide", "Thêm 5.000 người").await;
    browser.until("document.querySelector('.notices').innerText.includes('Đã thêm 5.000')").await;
    browser.until("document.querySelector('.crowd-count').textContent.includes('5.000')").await;
    play(&browser, COMPOSE).await;
    // The draft comes again below the preview, and its buttons above are of no use any more.
    let last =
        format!("[...document.querySelectorAll('.phone')[{MAI}].querySelectorAll('.msg')].at(-1)");
    browser.until(&format!("{last}.innerText.includes('Gửi thử cho tôi')")).await;
    play(&browser, SEND).await;
    play(&browser, PAUSE).await;
    pictures(&browser, "paused").await;
    play(&browser, STOP).await;
    browser.until("document.querySelectorAll('#guide li.done').length === 5").await;
    pictures(&browser, "reported").await;
    browser.click("[data-lang=en]").await;
    play(&browser, ENGLISH).await;
    pictures(&browser, "english").await;
    assert_eq!(browser.complaints(&url).await, Vec::<String>::new());
}
