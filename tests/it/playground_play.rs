//! The real demo as a new user meets it: the program is started, people are played in the browser.

use fantoccini::Locator;
use fantoccini::key::Key;

use super::browser::Browser;
use super::program::Program;

/// What is done, by whom: telephones are counted from the left.
pub enum Act {
    /// Presses the newest button that says so.
    Press(usize, &'static str),
    /// Writes a message.
    Write(usize, &'static str),
    /// Has the page's guide send the three sample pictures for the first person.
    Pictures,
    /// Moves the clock an hour ahead: decisions are told after a few minutes.
    Hour,
    /// Waits until this person's telephone shows these words.
    Await(usize, &'static str),
}

use Act::{Await, Hour, Pictures, Press, Write};

/// Lan nominates somebody with three photos.
pub const NOMINATE: &[Act] = &[
    Press(0, "Bắt đầu"),
    Press(0, "Đồng ý"),
    Write(0, "/gioithieu"),
    Press(0, "Cá nhân"),
    Await(0, "họ và tên"),
    Write(0, "Trần Văn Tư"),
    Await(0, "2/4"),
    Write(0, "pho hien"),
    Await(0, "3/4"),
    Pictures,
    Press(0, "Xong"),
    Press(0, "✅ Gửi"),
    Await(0, "HD-"),
];

/// The reviewer refuses Lan's, and says why.
const REFUSE: &[Act] = &[
    Press(2, "Từ chối"),
    Press(2, "Chưa đủ thông tin xác minh"),
    Press(2, "Xác nhận từ chối"),
    Await(2, "Hoàn tác"),
    Hour,
    // The words of the preset reason, not of the notice around them.
    Await(0, "chưa đủ thông tin để xác minh"),
];

/// Minh nominates in English, and the reviewer approves.
const APPROVE: &[Act] = &[
    Press(1, "Bắt đầu"),
    Press(1, "I agree"),
    Write(1, "/nominate"),
    Press(1, "A person"),
    Await(1, "full name"),
    Write(1, "Nguyễn Thị Hoa"),
    Await(1, "2/4"),
    Write(1, "pho hien"),
    Await(1, "3/4"),
    Write(1, "Each Sunday she teaches the children of the street to read and write, for nothing."),
    Press(1, "Done"),
    Press(1, "✅ Send"),
    Await(1, "HD-"),
    Await(2, "Nguyễn Thị Hoa"),
    Press(2, "✅ Duyệt"),
    Press(2, "✅ Xác nhận duyệt"),
    Await(2, "Đã ghi nhận – "),
    Hour,
    Await(1, "Good news"),
];

/// Plays on a page that is open.
pub async fn play(browser: &Browser, acts: &[Act]) {
    browser.until("document.querySelectorAll('.phone').length >= 6").await;
    for act in acts {
        match *act {
            Press(who, label) => press(browser, who, label).await,
            Write(who, text) => {
                let css = format!(".phone:nth-child({}) textarea", who + 1);
                browser.find(&css).await.send_keys(text).await.unwrap();
                browser.press_keys(&[Key::Enter]).await;
            }
            Pictures => {
                browser.click("#guide li:nth-child(2) .btn").await;
                browser.until("document.querySelectorAll('.photos.n3').length === 1").await;
            }
            Hour => browser.click("#clock .btn").await,
            Await(who, words) => {
                let phone = format!("document.querySelectorAll('.phone')[{who}]");
                browser.until(&format!("{phone}.innerText.includes('{words}')")).await;
            }
        }
    }
}

/// Presses the newest button of a telephone that says so, once there is one.
async fn press(browser: &Browser, who: usize, label: &str) {
    // The strip of telephones snaps to whole ones: half of one that is cut off is not clicked on.
    let whole = format!(
        "(document.querySelectorAll('.phone')[{who}]\
           .scrollIntoView({{inline: 'start', block: 'nearest'}}), true)"
    );
    browser.eval(&whole).await;
    let path = format!(
        "(//*[starts-with(@id,'phone-')][{}]//button[normalize-space(.)='{label}'])[last()]",
        who + 1
    );
    browser.click_at(Locator::XPath(&path)).await;
}

#[tokio::test]
async fn a_nomination_a_refusal_a_kill_and_an_approval_are_played_in_the_browser() {
    let Some(browser) = Browser::start().await else { return };
    let data = tempfile::tempdir().unwrap();
    let (demo, url) = Program::demo(Some(data.path()));
    browser.shape(1440, 900, false).await;
    browser.client.goto(&url).await.unwrap();
    let (start, rest) = NOMINATE.split_at(1);
    play(&browser, start).await;
    play(&browser, &[Await(0, "có đồng ý không?")]).await;
    let done = browser.eval("document.querySelectorAll('#guide li.done').length").await;
    assert_eq!(done, 0, "who has not agreed has not begun");
    play(&browser, rest).await;
    play(&browser, REFUSE).await;
    let before = browser.eval(WORDS).await;
    let address = url.trim_start_matches("http://").to_owned();
    demo.kill();
    browser.until("document.querySelector('#offline').hidden === false").await;
    let _demo = Program::demo_on(&address, Some(data.path()));
    browser.until("document.querySelector('#offline').hidden === true").await;
    browser.client.refresh().await.unwrap();
    browser.until(&format!("{WORDS} === {before}")).await;
    play(&browser, APPROVE).await;
    browser.until("document.querySelectorAll('#guide li.done').length === 5").await;
    browser.picture("played").await;
}

/// What the bot and Lan have said to each other. What was shown and not yet marked as sent when the
/// program was killed is sent once more: that is no other conversation.
const WORDS: &str = "[...document.querySelectorAll('.phone:first-child .msg .text')]\
     .map((text) => text.innerText).filter((text, i, all) => text !== all[i - 1]).join('|')";
