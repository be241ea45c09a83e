//! The admins' work as it is played in the browser: a message to five thousand with a second admin's
//! word, its live control, one through trouble and back, and what else there is to run the movement
//! with, in two languages.

use fantoccini::Locator;

use super::browser::Browser;
use super::playground::WIDER;
use super::playground_play::Act::{Await, Press, Write};
use super::playground_play::{Act, NOMINATE, play};
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

/// The numbers, as a picture and as a table.
const COUNT: &[Act] = &[
    Write(DUNG, "/thongke"),
    Await(DUNG, "Hồ sơ đã gửi: 1"),
    Press(DUNG, "Nơi chưa có hồ sơ"),
    Await(DUNG, "Xã, phường chưa có hồ sơ:"),
    Press(DUNG, "📄 Lấy bảng Excel"),
    Press(DUNG, "Mọi trạng thái"),
    Await(DUNG, "ho-so-thang-nay-"),
];

/// A campaign gets a title and is opened.
const OPEN: &[Act] = &[
    Write(DUNG, "/chiendich"),
    Press(DUNG, "➕ Tạo đợt phát động mới"),
    Await(DUNG, "Cần có trước khi mở"),
    Press(DUNG, "✏️ Sửa"),
    Press(DUNG, "Tên đợt"),
    Await(DUNG, "Xin Ông/Bà viết tên đợt"),
    Write(DUNG, "Hoa đẹp mùa xuân"),
    Await(DUNG, "Tên đợt: Hoa đẹp mùa xuân"),
    Press(DUNG, "👁 Xem trước"),
    Await(DUNG, "Đó là những gì người dân đọc"),
    Press(DUNG, "🟢 Mở ngay"),
    Await(DUNG, "gửi được hồ sơ và đọc lời mở đầu ngay"),
    Press(DUNG, "Mở ngay"),
    Await(DUNG, "Đợt này đang nhận hồ sơ"),
];

/// A setting is changed by words.
const SET: &[Act] = &[
    Write(DUNG, "/caidat"),
    Press(DUNG, "Giờ yên tĩnh"),
    Press(DUNG, "✎ 1"),
    Await(DUNG, "từ 00:00 đến 23:59"),
    Write(DUNG, "21h30"),
    Await(DUNG, "Có hiệu lực ngay"),
];

const INVITE: &[Act] = &[
    Write(DUNG, "/moi"),
    Press(DUNG, "Mời cán bộ xét duyệt"),
    Press(DUNG, "Cả tỉnh"),
    Await(DUNG, "?start="),
];

/// Lan has what is kept of her erased.
const ERASE: &[Act] = &[
    Write(0, "/dulieu"),
    Await(0, "Hồ sơ đã gửi: 1"),
    Press(0, "Yêu cầu xoá dữ liệu"),
    Await(0, "Rút và xoá luôn: 1"),
    Press(0, "Đã đọc, xoá dữ liệu"),
    Press(0, "Xoá vĩnh viễn"),
    Await(0, "Dữ liệu của Ông/Bà đã được xoá"),
    Await(DUNG - 1, "Người giới thiệu: (tên đã xoá)"),
];

#[tokio::test]
async fn numbers_a_campaign_a_setting_an_invitation_and_an_erasure_are_played_in_the_browser() {
    let Some(browser) = Browser::start().await else { return };
    let (_demo, url) = Program::demo(None);
    browser.shape(1440, 900, false).await;
    browser.client.goto(&url).await.unwrap();
    play(&browser, NOMINATE).await;
    browser.click("[data-chapter='1']").await;
    play(&browser, COUNT).await;
    let drawn = format!(
        "[...document.querySelectorAll('.phone')[{DUNG}].querySelectorAll('.photo img')]\
           .some((image) => image.naturalWidth > 600)"
    );
    browser.until(&drawn).await;
    pictures(&browser, "numbers").await;
    play(&browser, OPEN).await;
    pictures(&browser, "campaign").await;
    play(&browser, SET).await;
    play(&browser, INVITE).await;
    // The link is passed on from hand to hand: Minh opens it and has a part.
    let pass =
        format!("(//*[starts-with(@id,'phone-')][{}]//button[contains(@class,'pass')])", DUNG + 1);
    browser.click_at(Locator::XPath(&format!("{pass}[last()]"))).await;
    browser.click_at(Locator::XPath("//*[@role='menuitem'][contains(., 'Minh')]")).await;
    play(&browser, &[Await(1, "Welcome"), Await(DUNG, "Minh Lê đã nhận lời mời")]).await;
    pictures(&browser, "invited").await;
    play(&browser, ERASE).await;
    browser.until("document.querySelectorAll('#guide li.done').length === 4").await;
    pictures(&browser, "erased").await;
    assert_eq!(browser.complaints(&url).await, Vec::<String>::new());
}

/// The editor reads English, and two citizens want news, one of them in English.
const READERS: &[Act] = &[
    Press(0, "Start"),
    Press(0, "Đồng ý"),
    Write(0, "/nhantin"),
    Await(0, "Từ nay"),
    Press(1, "Start"),
    Press(1, "I agree"),
    Write(1, "/news"),
    Await(1, "From now on"),
    Write(MAI, "/language"),
    Press(MAI, "English"),
    Write(MAI, "/broadcast"),
    Press(MAI, "✍️ Write a new one"),
    Await(MAI, "Send here what it says in Vietnamese"),
];

/// What it says in English follows.
const ENGLISH_TOO: &[Act] = &[
    Await(MAI, "Vietnamese: 1 photo"),
    Press(MAI, "✍️ English"),
    Await(MAI, "Send here what it says in English"),
];

/// Its button, and whom it is for.
const ADDRESS: &[Act] = &[
    Await(MAI, "English: 1 photo"),
    Press(MAI, "🔗 Add a link button"),
    Await(MAI, "the address begins with"),
    Write(MAI, "Xem kế hoạch | See the plan https://hoadep.example.vn/tuan-le"),
    Await(MAI, "→ https://hoadep.example.vn/tuan-le"),
    Press(MAI, "👥 Recipients"),
    Await(MAI, "You are choosing who gets it"),
    Press(MAI, "Role"),
    Press(MAI, "Citizens"),
    Await(MAI, "✓ Citizens"),
    Press(MAI, "‹ Back"),
    Press(MAI, "✅ Done"),
    Await(MAI, "Recipients: Citizens"),
];

/// It is looked at as it will be seen, tried, and confirmed.
const LOOK: &[Act] = &[
    Press(MAI, "👁 See it in English"),
    Await(MAI, "exactly what those who read English will see"),
    Press(MAI, "Send a test to me"),
    Await(MAI, "The test was sent"),
];

const HALT: &[Act] = &[Press(MAI, "⏸ Pause"), Await(MAI, "Paused on request")];

const REPORT: &[Act] = &[
    Press(MAI, "▶️ Go on"),
    Await(0, "Tuần lễ người tốt"),
    Await(1, "A week of good deeds begins"),
    Await(MAI, "Report:"),
    Await(MAI, "Blocked the bot or left:"),
    Await(MAI, "Refused:"),
    Press(MAI, "📄 Who did not get it"),
    Await(MAI, ".csv"),
];

/// Its words are replaced, for whoever has it …
const CORRECT: &[Act] = &[
    Press(MAI, "↩️ Take back"),
    Await(MAI, "Take this message back?"),
    Press(MAI, "✏️ Replace the words"),
    Await(MAI, "Draft of a correction"),
    Write(MAI, "Tuần lễ bắt đầu từ thứ Ba."),
    Await(MAI, "Vietnamese: 1 photo · “Tuần lễ bắt đầu từ thứ Ba.”"),
    Press(MAI, "✍️ English"),
    Await(MAI, "Send here the new words in English"),
    Write(MAI, "The week begins on Tuesday."),
    Await(MAI, "English: 1 photo · “The week begins on Tuesday.”"),
];

const CORRECTED: &[Act] = &[
    Await(0, "bắt đầu từ thứ Ba"),
    Await(1, "begins on Tuesday"),
    Await(MAI, "Report of the correction"),
];

/// … and then it is deleted.
const DELETE: &[Act] = &[
    Press(MAI, "↩️ Take back"),
    Press(MAI, "🗑 Delete it"),
    Await(MAI, "It cannot be brought back."),
    Press(MAI, "🗑 Delete it"),
    Await(MAI, "Report of taking back"),
];

/// Confirms what is drafted, twice as asked, for however many it is.
async fn confirm(browser: &Browser) {
    let phone = format!("//*[starts-with(@id,'phone-')][{}]", MAI + 1);
    let button = "//button[starts-with(., '✅ Confirm for')]";
    browser.click_at(Locator::XPath(&format!("({phone}{button})[last()]"))).await;
    let asked = "//*[contains(@class,'msg')][contains(., 'Confirm once more')]";
    browser.click_at(Locator::XPath(&format!("({phone}{asked}{button})[last()]"))).await;
}

/// Sends one of the page's sample pictures with a caption.
async fn send_sample(browser: &Browser, who: usize, caption: &'static str) {
    let phone = format!("//*[starts-with(@id,'phone-')][{}]", who + 1);
    let attach = format!("{phone}//button[@aria-label='Attach']");
    browser.click_at(Locator::XPath(&attach)).await;
    browser.click(".menu [role=menuitem]:first-child").await;
    for other in [2, 3] {
        browser.click(&format!(".dialog .sample:nth-child({other}) input")).await;
    }
    browser.click(".dialog .btn.main").await;
    browser.until("document.querySelectorAll('.attached img').length === 1").await;
    browser.until("document.querySelector('dialog') === null").await;
    play(browser, &[Write(who, caption)]).await;
}

#[tokio::test]
async fn a_message_in_english_goes_through_trouble_is_corrected_and_taken_back_in_the_browser() {
    let Some(browser) = Browser::start().await else { return };
    let (_demo, url) = Program::demo(None);
    browser.shape(1440, 900, false).await;
    browser.client.goto(&url).await.unwrap();
    browser.press("#clock", "Vặn tới lúc khác").await;
    browser.click(".menu [role=menuitem]:nth-child(3)").await;
    browser.click("[data-lang=en]").await;
    browser.click("[data-chapter='3']").await;
    // As the page adds five thousand, but fewer: thirty a second are sent to.
    let crowd = "fetch('/api/demo/audience', {method: 'POST', body: '{\"count\": 240}', \
                 headers: {'content-type': 'application/json'}}).then((added) => added.ok)";
    assert_eq!(browser.eval(crowd).await, true);
    play(&browser, READERS).await;
    send_sample(&browser, MAI, "Tuần lễ người tốt, việc tốt bắt đầu từ thứ Hai.").await;
    play(&browser, ENGLISH_TOO).await;
    send_sample(&browser, MAI, "A week of good deeds begins on Monday.").await;
    play(&browser, ADDRESS).await;
    pictures(&browser, "addressed").await;
    play(&browser, LOOK).await;
    pictures(&browser, "tried").await;
    browser.click("#trouble").await;
    browser.picture("admin-trouble-1440").await;
    browser.click(".dialog .btn.main").await;
    browser.until("document.querySelector('#trouble').classList.contains('lit')").await;
    confirm(&browser).await;
    play(&browser, HALT).await;
    pictures(&browser, "halted").await;
    play(&browser, REPORT).await;
    pictures(&browser, "listed").await;
    play(&browser, CORRECT).await;
    pictures(&browser, "correction").await;
    confirm(&browser).await;
    play(&browser, CORRECTED).await;
    play(&browser, DELETE).await;
    browser.until("!document.querySelectorAll('.phone')[1].innerText.includes('Tuesday')").await;
    browser.until("document.querySelectorAll('#guide li.done').length === 5").await;
    pictures(&browser, "taken-back").await;
    assert_eq!(browser.complaints(&url).await, Vec::<String>::new());
}
