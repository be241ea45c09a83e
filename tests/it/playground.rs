//! The playground in a real browser, with the test in the place of the bot.

use std::time::Duration;

use fantoccini::Locator;
use fantoccini::key::Key;
use hoadep::clock::{Clock, DAY};
use hoadep::config::DemoConfig;
use hoadep::demo::Stage;
use hoadep::demo::telegram::{Media, MediaKind, Message};
use serde_json::{Value, json};

use super::browser::Browser;

const SOON: Duration = Duration::from_secs(30);
const ROAD: &[u8] = include_bytes!("../../src/demo/playground/samples/road.png");

/// The demo without its bot, and a browser on its page.
struct Scene {
    stage: Stage,
    browser: Browser,
    client: reqwest::Client,
    base: String,
}

impl Scene {
    /// A fresh demo with the page not yet open. `None` where there is no browser.
    async fn set() -> Option<Scene> {
        let browser = Browser::start().await?;
        let config = DemoConfig { data: None, listen: "127.0.0.1:8080".parse().unwrap() };
        let stage = Stage::open(&config, Clock::default()).unwrap();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        stage.serve(listener, axum::Router::new());
        let client = reqwest::Client::builder().build().unwrap();
        Some(Scene { stage, browser, client, base })
    }

    /// Opens the page and waits until the eight telephones stand on it.
    async fn open(&self) {
        self.browser.client.goto(&self.base).await.unwrap();
        self.browser.until("document.querySelectorAll('.phone').length === 8").await;
    }

    fn lan(&self) -> i64 {
        self.stage.citizens[0]
    }

    /// Lan's telephone as a CSS selector.
    fn phone(&self) -> String {
        format!("#phone-{}", self.lan())
    }

    /// Calls the Bot API as the bot would; gives the result.
    async fn bot(&self, method: &str, params: Value) -> Value {
        let url = format!("{}/bot{}/{method}", self.base, self.stage.token());
        let answer = self.client.post(url).json(&params).send().await.unwrap();
        let answer: Value = answer.json().await.unwrap();
        assert_eq!(answer["ok"], true, "{answer}");
        answer["result"].clone()
    }

    /// The newest message of Lan's chat that `sought` likes, once there is one.
    async fn heard(&self, sought: impl Fn(&Message) -> bool) -> Message {
        let lan = self.lan();
        let found = self.stage.telegram.wait_in(
            lan,
            |telegram| telegram.messages(lan).into_iter().rev().find(&sought),
            SOON,
        );
        found.await.expect("such a message")
    }

    /// A conversation with something of everything, wide words included.
    async fn furnish(&self) {
        let (telegram, lan) = (&self.stage.telegram, self.lan());
        telegram.say(lan, lan, "/start");
        let keys = json!({"inline_keyboard": [
            [{"text": "Đồng ý", "callback_data": "yes"}, {"text": "Đọc thêm", "callback_data": "more"}],
            [{"text": "Một nút có nhãn dài hơn hẳn bề ngang của chiếc điện thoại", "callback_data": "long"}]]});
        self.bot(
            "sendMessage",
            json!({"chat_id": lan, "parse_mode": "HTML", "reply_markup": keys,
                "text": "<b>Kính chào Ông/Bà!</b> Đây là nơi giới thiệu người tốt, việc tốt.\n\
                    <i>Chúng tôi giữ</i> tên, <code>HD-7K3M9</code> và lời kể, xem thêm tại \
                    https://hoadep.example.vn/mot-duong-dan-rat-dai-khong-co-cho-nao-de-ngat-dong"}),
        )
        .await;
        for number in 0..3 {
            let photo = Media::new(MediaKind::Photo).bytes(ROAD.to_vec()).group("1");
            let caption =
                if number == 0 { "Ba tấm ảnh đoạn đường đầu làng" } else { "" };
            telegram.send_media(lan, lan, photo.caption(caption));
        }
        telegram.send_media(lan, lan, Media::new(MediaKind::Document).named("Đơn đề nghị.pdf"));
        telegram.say(lan, lan, &"Đườngđầulàng".repeat(9));
        let keyboard = json!({"resize_keyboard": true, "keyboard": [
            [{"text": "Giới thiệu"}, {"text": "Hồ sơ của tôi"}],
            [{"text": "Gửi số điện thoại", "request_contact": true}]]});
        self.bot(
            "sendMessage",
            json!({"chat_id": lan, "text": "Ông/Bà cần gì ạ?", "reply_markup": keyboard}),
        )
        .await;
        let english = self.stage.citizens[1];
        telegram.say(english, english, "/start");
        self.bot(
            "sendMessage",
            json!({"chat_id": english, "text": "Welcome! Who is the good person?",
                "reply_markup": {"inline_keyboard": [[
                    {"text": "A person", "callback_data": "1"}, {"text": "A group", "callback_data": "2"},
                    {"text": "A household", "callback_data": "3"}]]}}),
        )
        .await;
        let (reviewer, group) = (self.stage.reviewer, self.stage.review_chat);
        telegram.say(reviewer, reviewer, "/hangcho");
        telegram.say(group, reviewer, "Cả nhà xem giúp nhé");
        let card = json!({"inline_keyboard": [
            [{"text": "Duyệt", "callback_data": "a"}, {"text": "Từ chối", "callback_data": "r"}],
            [{"text": "Xem minh chứng", "callback_data": "e"}]]});
        for chat in [reviewer, group] {
            self.bot(
                "sendMessage",
                json!({"chat_id": chat, "text": "HD-7K3M9\nBác Tư, thôn Đông, vá đường đầu làng",
                    "reply_markup": card}),
            )
            .await;
        }
        self.bot(
            "setMyCommands",
            json!({"commands": [{"command": "gioithieu", "description": "Giới thiệu một gương"},
                {"command": "hoso", "description": "Hồ sơ của tôi"}]}),
        )
        .await;
    }
}

#[tokio::test]
async fn it_fits_every_width_in_light_and_dark_and_asks_nobody_else() {
    let Some(scene) = Scene::set().await else { return };
    let browser = &scene.browser;
    scene.furnish().await;
    for (width, height) in [(360, 740), (1440, 900)] {
        for (dark, name) in [(false, "light"), (true, "dark")] {
            browser.shape(width, height, dark).await;
            scene.open().await;
            browser.until("document.querySelectorAll('.photos img').length >= 3").await;
            browser
                .until(
                    "[...document.querySelectorAll('.phone.active img')].every((i) => i.complete)",
                )
                .await;
            let broken = browser.eval(WIDER).await;
            assert_eq!(broken, json!([]), "wider than the window at {width}");
            let shown = browser.eval("getComputedStyle(document.body).backgroundColor").await;
            browser.picture(&format!("page-{width}-{name}")).await;
            assert!(is_dark(shown.as_str().unwrap()) == dark, "{shown} in {name}");
        }
    }
    // The parts that open, at the narrowest.
    browser.shape(360, 740, false).await;
    scene.open().await;
    browser.click("#tools-toggle").await;
    browser.until(&format!("{WIDER}.length === 0")).await;
    browser.picture("page-360-tools").await;
    browser.click("#drawer-toggle").await;
    browser.until("document.querySelectorAll('.calls li').length >= 5").await;
    browser.until(&format!("{WIDER}.length === 0")).await;
    browser.picture("page-360-drawer").await;
    browser.shape(1440, 900, true).await;
    browser.picture("page-1440-drawer").await;
    assert_eq!(browser.complaints(&scene.base).await, Vec::<String>::new());
}

/// What reaches over the window's right edge and is not inside a part that scrolls by itself.
pub const WIDER: &str = "(() => {
    if (document.documentElement.scrollWidth <= innerWidth) return [];
    return [...document.querySelectorAll('body *')]
        .filter((el) => el.getBoundingClientRect().right > innerWidth + 1)
        .map((el) => el.tagName + '.' + el.className).concat('page').slice(0, 9);
})()";

/// Whether a colour such as `rgb(20, 18, 30)` is nearer to black.
fn is_dark(colour: &str) -> bool {
    let numbers = colour.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty());
    let sum: u32 = numbers.take(3).map(|n| n.parse::<u32>().unwrap()).sum();
    sum < 3 * 128
}

#[tokio::test]
async fn start_and_a_press_reach_the_bot_and_its_edit_is_drawn_in_place() {
    let Some(scene) = Scene::set().await else { return };
    let (browser, lan, phone) = (&scene.browser, scene.lan(), scene.phone());
    browser.shape(1440, 900, false).await;
    scene.open().await;
    browser.click(&format!("{phone} .gate.start")).await;
    assert_eq!(scene.heard(|message| !message.from_bot).await.text, "/start");
    let keys = json!({"inline_keyboard": [[{"text": "Đồng ý", "callback_data": "yes"}]]});
    let asked = scene
        .bot("sendMessage", json!({"chat_id": lan, "text": "Ông/Bà?", "reply_markup": keys}))
        .await;
    browser.press(&phone, "Đồng ý").await;
    let pressed = scene.stage.telegram.wait_for(
        |telegram| {
            let update = telegram.pending_updates().pop()?;
            (update["callback_query"]["data"] == "yes").then_some(update)
        },
        SOON,
    );
    let query = pressed.await.expect("the press")["callback_query"]["id"].clone();
    scene
        .bot("answerCallbackQuery", json!({"callback_query_id": query, "text": "Xin cảm ơn"}))
        .await;
    browser
        .until(&format!("document.querySelector('{phone} .toast')?.textContent === 'Xin cảm ơn'"))
        .await;
    scene
        .bot(
            "editMessageText",
            json!({"chat_id": lan, "message_id": asked["message_id"], "text": "Đã đồng ý <✓>"}),
        )
        .await;
    browser
        .until(&format!(
            "[...document.querySelectorAll('{phone} .msg.bot')].map((el) => \
             el.querySelector('.text').textContent + el.querySelectorAll('.key').length).join() \
             === 'Đã đồng ý <✓>0'"
        ))
        .await;
    // A person edits, too: arrow up in the empty field takes up the last message.
    let input = browser.find(&format!("{phone} textarea")).await;
    input.send_keys("xin chào").await.unwrap();
    browser.press_keys(&[Key::Enter]).await;
    scene.heard(|message| message.text == "xin chào").await;
    browser.until(&format!("document.querySelectorAll('{phone} .msg.own').length === 2")).await;
    browser.press_keys(&[Key::Up]).await;
    browser.write(" ạ").await;
    browser.press_keys(&[Key::Enter]).await;
    let edited = scene.heard(|message| message.text == "xin chào ạ").await;
    assert_eq!(edited.edits, 1);
    browser
        .until(&format!(
            "[...document.querySelectorAll('{phone} .msg.own .text')].at(-1).textContent === 'xin chào ạ'"
        ))
        .await;
    assert_eq!(browser.complaints(&scene.base).await, Vec::<String>::new());
}

#[tokio::test]
async fn an_album_of_samples_is_sent_by_keyboard_alone() {
    let Some(scene) = Scene::set().await else { return };
    let (browser, lan, phone) = (&scene.browser, scene.lan(), scene.phone());
    scene.stage.telegram.say(lan, lan, "/start");
    browser.shape(1440, 900, false).await;
    scene.open().await;
    // Tab from the top of the page to Lan's paper clip, as anybody without a mouse would.
    let there = format!(
        "document.activeElement === document.querySelector('{phone} .i-clip')?.closest('button')"
    );
    let mut tabs = 0;
    browser.until(&format!("document.querySelector('{phone} .i-clip') !== null")).await;
    while browser.eval(&there).await != true {
        browser.press_keys(&[Key::Tab]).await;
        tabs += 1;
        assert!(tabs < 60, "the paper clip cannot be reached by Tab");
    }
    browser.press_keys(&[Key::Enter]).await;
    browser.until("document.activeElement.role === 'menuitem'").await;
    browser.press_keys(&[Key::Enter]).await;
    browser.until("document.querySelector('dialog .sample') !== null").await;
    browser.picture("samples").await;
    // Three are chosen from the start; Enter in the dialog takes them.
    browser.press_keys(&[Key::Enter]).await;
    browser
        .until(&format!("document.querySelectorAll('{phone} .attached img').length === 3"))
        .await;
    browser
        .until(&format!("document.activeElement === document.querySelector('{phone} textarea')"))
        .await;
    browser.write("Bác Tư vá đường").await;
    browser.press_keys(&[Key::Enter]).await;
    scene.heard(|message| message.text == "Bác Tư vá đường").await;
    let album: Vec<_> =
        scene.stage.telegram.messages(lan).into_iter().filter(|one| one.media.is_some()).collect();
    assert_eq!(album.len(), 3);
    assert!(album.iter().all(|one| one.media_group_id == album[0].media_group_id));
    assert!(album.iter().all(|one| one.media.as_ref().unwrap().kind == MediaKind::Photo));
    browser
        .until(&format!(
            "document.querySelectorAll('{phone} .photos.n3 img').length === 3 && \
             [...document.querySelectorAll('{phone} .photos img')].every((i) => i.naturalWidth > 0)"
        ))
        .await;
    assert_eq!(browser.complaints(&scene.base).await, Vec::<String>::new());
}

#[tokio::test]
async fn a_number_is_shared_the_clock_moves_and_faults_strike() {
    let Some(scene) = Scene::set().await else { return };
    let (browser, lan, phone) = (&scene.browser, scene.lan(), scene.phone());
    scene.stage.telegram.say(lan, lan, "/start");
    browser.shape(1440, 900, true).await;
    scene.open().await;
    let keyboard = json!({"one_time_keyboard": true,
        "keyboard": [[{"text": "Gửi số điện thoại", "request_contact": true}]]});
    scene
        .bot("sendMessage", json!({"chat_id": lan, "text": "Số?", "reply_markup": keyboard}))
        .await;
    browser.press(&phone, "Gửi số điện thoại").await;
    browser.find("dialog input[type=tel]").await;
    browser.picture("contact").await;
    browser.press_keys(&[Key::Enter]).await;
    let contact = scene.heard(|message| message.contact.is_some()).await.contact.unwrap();
    assert_eq!(contact.user_id, Some(lan));
    scene
        .bot(
            "sendMessage",
            json!({"chat_id": lan, "text": "Vâng", "reply_markup": {"remove_keyboard": true}}),
        )
        .await;
    browser.until(&format!("document.querySelector('{phone} .reply-keys .key') === null")).await;

    browser.press("#clock", "Vặn đồng hồ tới 24 giờ").await;
    browser.until("document.querySelector('.clock-ahead').textContent === 'nhanh 1 ngày'").await;
    let day =
        scene.bot("sendMessage", json!({"chat_id": lan, "text": "mai"})).await["date"].clone();
    let start = scene.stage.telegram.messages(lan)[0].date;
    assert!(day.as_i64().unwrap() - start >= DAY / 1_000);
    browser
        .until(&format!(
            "[...document.querySelectorAll('{phone} .day')].map((el) => el.textContent).join() === 'Hôm qua,Hôm nay'"
        ))
        .await;

    browser.press(&phone, "Gây lỗi").await;
    browser.click("dialog input[value='500']").await;
    browser.picture("faults").await;
    browser.press_keys(&[Key::Enter]).await;
    browser.find(&format!("{phone} .lit")).await;
    let url = format!("{}/bot{}/sendMessage", scene.base, scene.stage.token());
    let send = || scene.client.post(&url).json(&json!({"chat_id": lan, "text": "ổn chứ?"})).send();
    assert_eq!(send().await.unwrap().status(), 500);
    assert_eq!(send().await.unwrap().status(), 200);
    browser.until(&format!("document.querySelector('{phone} .lit') === null")).await;
    assert_eq!(browser.complaints(&scene.base).await, Vec::<String>::new());
}

#[tokio::test]
async fn the_page_finds_its_way_back_after_the_demo_was_restarted() {
    let Some(browser) = Browser::start().await else { return };
    let dir = tempfile::tempdir().unwrap();
    let listen = "127.0.0.1:8080".parse().unwrap();
    let config = DemoConfig { data: Some(dir.path().to_owned()), listen };
    let stage = Stage::open(&config, Clock::default()).unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let served = stage.serve(listener, axum::Router::new());
    browser.shape(1440, 900, false).await;
    browser.client.goto(&format!("http://{address}")).await.unwrap();
    let lan = stage.citizens[0];
    let start = format!("#phone-{lan} .gate.start");
    browser.click(&start).await;
    browser.until(&format!("document.querySelectorAll('#phone-{lan} .msg').length === 1")).await;
    stage.close();
    tokio::time::timeout(SOON, served).await.expect("it ends").unwrap();
    drop(stage);
    browser.until("document.querySelector('#offline').hidden === false").await;
    let stage = Stage::open(&config, Clock::default()).unwrap();
    stage.telegram.say(lan, lan, "vẫn đây");
    let again = tokio::net::TcpListener::bind(address).await.unwrap();
    stage.serve(again, axum::Router::new());
    browser.until("document.querySelector('#offline').hidden === true").await;
    browser.until(&format!("document.querySelectorAll('#phone-{lan} .msg').length === 2")).await;
    assert!(browser.client.find(Locator::Css(&start)).await.is_err());
}

#[tokio::test]
async fn a_new_person_follows_an_invitation_that_the_admin_passes_on() {
    let Some(scene) = Scene::set().await else { return };
    let (browser, admin) = (&scene.browser, scene.stage.admin);
    let telegram = &scene.stage.telegram;
    telegram.say(admin, admin, "/moi");
    let link = "https://t.me/hoadep_demo_bot?start=moi_7K3M9";
    scene.bot("sendMessage", json!({"chat_id": admin, "text": format!("Mời: {link}")})).await;
    browser.shape(1440, 900, false).await;
    scene.open().await;
    // In English this time; the page remembers.
    browser.click("[data-lang=en]").await;
    browser.until("document.title === 'Hoa Đẹp · playground'").await;
    browser.click("#add-person").await;
    browser.find("dialog select").await;
    browser.press_keys(&[Key::Enter]).await;
    browser.until("document.querySelectorAll('.phone').length === 9").await;
    let mai = telegram.users().pop().unwrap();
    assert_eq!(mai.role.as_deref(), Some("citizen"));
    browser.press(&format!("#phone-{admin}"), "Pass the link to another phone").await;
    browser.picture("pass-on").await;
    let last = "[...document.querySelectorAll('[role=menuitem]')].at(-2)";
    browser.until(&format!("{last}?.textContent.includes('{}')", mai.first_name)).await;
    browser.eval(&format!("{last}.click()")).await;
    let came = telegram.wait_in(mai.id, |telegram| telegram.messages(mai.id).pop(), SOON).await;
    assert_eq!(came.unwrap().text, "/start moi_7K3M9");
    // Blocked, the bot is refused; the big button (no longer the one that starts) takes it back.
    telegram.block(mai.id, true);
    let gate = format!("#phone-{} .gate:not(.start)", mai.id);
    browser.click(&gate).await;
    let freed = telegram.wait_for(|t| (!t.user(mai.id)?.blocked).then_some(()), SOON).await;
    freed.expect("the block is taken back");
    browser.client.refresh().await.unwrap();
    browser.until("document.title === 'Hoa Đẹp · playground'").await;
    assert_eq!(browser.complaints(&scene.base).await, Vec::<String>::new());
}
