//! Takes the picture of the playground for the README: the real demo, played by mouse and keyboard.
//!
//! ```sh
//! cargo test --test it -- --ignored picture
//! ```
//!
//! It starts `hoadep demo` and writes `docs/playground.png`. `HOADEP_PICTURE` names another file;
//! `HOADEP_PICTURE_OF` the address of a demo that runs already and is fresh.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use fantoccini::Locator;
use fantoccini::key::Key;

use super::browser::Browser;

/// What is done, by whom: people are counted from the left.
enum Act {
    /// Presses the newest button that says so.
    Press(usize, &'static str),
    /// Writes a message.
    Write(usize, &'static str),
    /// Has the page's guide send the three sample pictures for the first person.
    Pictures,
    /// Waits until this person's telephone shows these words.
    Await(usize, &'static str),
}

use Act::{Await, Pictures, Press, Write};

/// Lan nominates with three photos; Hương has the card and has not decided yet.
const PLAY: &[Act] = &[
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
    Press(1, "Bắt đầu"),
    Press(1, "I agree"),
    Await(2, "✅ Duyệt"),
    Press(2, "Tổ duyệt hồ sơ"),
    Await(2, "✅ Duyệt"),
];

#[tokio::test]
#[ignore = "it takes the README's picture"]
async fn the_picture_of_the_playground_is_taken() {
    let demo = Demo::start();
    let browser = Browser::start().await.expect("a picture needs a browser");
    browser.shape(1440, 900, false).await;
    browser.client.goto(&demo.url).await.unwrap();
    browser.until("document.querySelectorAll('.phone').length === 4").await;
    for act in PLAY {
        match *act {
            Press(who, label) => press(&browser, who, label).await,
            Write(who, text) => {
                let css = format!(".phone:nth-child({}) textarea", who + 1);
                browser.find(&css).await.send_keys(text).await.unwrap();
                browser.press_keys(&[Key::Enter]).await;
            }
            Pictures => {
                let css = "#guide li:nth-child(2) .btn";
                browser.find(css).await.click().await.unwrap();
                browser.until("document.querySelectorAll('.photos.n3').length === 1").await;
            }
            Await(who, words) => {
                let phone = format!("document.querySelectorAll('.phone')[{who}]");
                browser.until(&format!("{phone}.innerText.includes('{words}')")).await;
            }
        }
    }
    // Whatever is still on its way or fading belongs to no picture.
    browser.until("document.querySelectorAll('.notice, .toast, .waiting').length === 0").await;
    browser.until("[...document.images].every((image) => image.complete)").await;
    browser.eval("document.activeElement.blur()").await;
    let to = std::env::var_os("HOADEP_PICTURE").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/playground.png"),
        PathBuf::from,
    );
    std::fs::create_dir_all(to.parent().unwrap()).unwrap();
    std::fs::write(&to, browser.client.screenshot().await.unwrap()).unwrap();
    eprintln!("written: {}", to.display());
}

/// Presses the newest button of a telephone that says so, once there is one.
async fn press(browser: &Browser, who: usize, label: &str) {
    let path = format!(
        "(//*[starts-with(@id,'phone-')][{}]//button[normalize-space(.)='{label}'])[last()]",
        who + 1
    );
    match browser.client.wait().for_element(Locator::XPath(&path)).await {
        Ok(button) => button.click().await.unwrap(),
        Err(error) => panic!("{label}: {error}\n{}", browser.eval("document.body.innerText").await),
    }
}

/// A running demo.
struct Demo {
    child: Option<Child>,
    url: String,
}

impl Demo {
    fn start() -> Demo {
        if let Ok(url) = std::env::var("HOADEP_PICTURE_OF") {
            return Demo { child: None, url };
        }
        let mut child = Command::new(env!("CARGO_BIN_EXE_hoadep"))
            .args(["demo", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let url = lines.map_while(Result::ok).find_map(|line| {
            let at = line.find("http://")?;
            line[at..].split_whitespace().next().map(str::to_owned)
        });
        Demo { child: Some(child), url: url.expect("the demo prints its address") }
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
