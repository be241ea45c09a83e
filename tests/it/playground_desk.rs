//! The whole desk as it is played in the browser: two citizens in two languages, three reviewers, one
//! of whom reads English, and their group.

use super::browser::Browser;
use super::playground::WIDER;
use super::playground_play::Act::{self, Await, Hour, Pictures, Press, Write};
use super::playground_play::play;
use super::program::Program;

/// Lan nominates, and a reviewer in the third telephone from the right reads of it in English.
const NOMINATE: &[Act] = &[
    Write(4, "/language"),
    Press(4, "English"),
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
    Press(0, "Sửa"),
    Press(0, "Lĩnh vực"),
    Press(0, "Bảo vệ môi trường, cảnh quan"),
    Press(0, "✅ Gửi"),
    Await(0, "HD-"),
    Await(4, "✅ Approve"),
];

/// The commune's reviewer takes it up and asks for more, Lan answers, it goes back to all.
const ASK: &[Act] = &[
    Press(3, "Nhận xử lý"),
    Await(3, "đang xử lý"),
    Await(4, "is working on it"),
    Press(3, "Hỏi thêm"),
    Press(3, "☐ Thời gian"),
    Await(3, "☑ Thời gian"),
    Press(3, "Gửi yêu cầu"),
    Press(0, "Bổ sung ngay"),
    Press(0, "Hôm qua"),
    Await(0, "Ông/Bà đã bổ sung"),
    Press(0, "Xong"),
    Await(3, "Vừa bổ sung"),
    Await(4, "Just added"),
    Press(3, "Trả lại hàng chờ"),
];

/// Minh tells of the same deed in English, and the reviewer who reads English merges the two.
const MERGE: &[Act] = &[
    Press(1, "Bắt đầu"),
    Press(1, "I agree"),
    Write(1, "/nominate"),
    Press(1, "A person"),
    Await(1, "full name"),
    Write(1, "Trần Văn Tư"),
    Await(1, "2/4"),
    Write(1, "pho hien"),
    Await(1, "3/4"),
    Write(1, "Bác Tư cuối ngõ tự bỏ tiền túi vá lại đoạn đường đầu làng. He does so each month."),
    Press(1, "Done"),
    Press(1, "Edit"),
    Press(1, "Field"),
    Press(1, "Care for nature and surroundings"),
    Press(1, "✅ Send"),
    Await(1, "HD-"),
    Await(4, "May be the same"),
];

const MERGED: &[Act] = &[
    Press(4, "Merge – the same deed"),
    Press(4, "Confirm merging"),
    Await(1, "was merged"),
    Await(0, "Có thêm một người cùng giới thiệu"),
];

/// In the group it is approved, and that is taken back.
const GROUP: &[Act] = &[
    Press(2, "Tổ duyệt hồ sơ"),
    Await(2, "2 người cùng giới thiệu"),
    Press(2, "✅ Duyệt"),
    Press(2, "✅ Xác nhận duyệt"),
    Press(2, "↩️ Hoàn tác"),
    Await(2, "Chờ duyệt"),
];

/// The commune's reviewer refuses it; both citizens hear of it, each in their language.
const REFUSE: &[Act] = &[
    Press(3, "Từ chối"),
    Press(3, "Chưa đủ thông tin xác minh"),
    Press(3, "Xác nhận từ chối"),
    Await(3, "Hoàn tác"),
    Hour,
    Await(0, "chưa được ghi nhận"),
    Await(1, "was not recognised"),
];

/// Lan asks for another look, which somebody else takes, in English.
const APPEAL: &[Act] = &[
    Press(0, "Đề nghị xem lại"),
    Await(0, "Vì sao Ông/Bà"),
    Write(0, "Việc làm này có cả thôn chứng kiến, xin xem lại giúp."),
    Await(0, "Đã nhận đề nghị xem lại"),
    Await(4, "cả thôn chứng kiến"),
    Press(4, "✅ Approve"),
    Press(4, "✅ Confirm approval"),
    Await(4, "Undo"),
    Hour,
    Await(0, "Sau khi xem lại"),
    Await(1, "Good news"),
];

/// Pictures of two telephones at both widths, nothing of them wider than the window.
async fn pictures(browser: &Browser, name: &str) {
    for (width, height) in [(1440, 900), (390, 844)] {
        browser.shape(width, height, false).await;
        for who in [2, 4] {
            let show = format!("(document.querySelectorAll('#tabs button')[{who}]?.click(), true)");
            browser.eval(&show).await;
            browser.until("[...document.images].every((image) => image.complete)").await;
            browser.until(&format!("{WIDER}.length === 0")).await;
            browser.picture(&format!("desk-{name}-{width}-{who}")).await;
        }
    }
    browser.shape(1440, 900, false).await;
}

#[tokio::test]
async fn three_reviewers_a_group_and_two_citizens_play_the_whole_desk_in_two_languages() {
    let Some(browser) = Browser::start().await else { return };
    let (_demo, url) = Program::demo(None);
    browser.shape(1440, 900, false).await;
    browser.client.goto(&url).await.unwrap();
    play(&browser, NOMINATE).await;
    play(&browser, ASK).await;
    play(&browser, MERGE).await;
    play(&browser, &[Press(4, "🔎 Like 1 others"), Press(4, "Compare 1")]).await;
    play(&browser, &[Await(4, "Merge – the same deed")]).await;
    pictures(&browser, "compared").await;
    play(&browser, MERGED).await;
    play(&browser, GROUP).await;
    pictures(&browser, "undone").await;
    play(&browser, REFUSE).await;
    play(&browser, APPEAL).await;
    pictures(&browser, "appealed").await;
    assert_eq!(browser.complaints(&url).await, Vec::<String>::new());
}
