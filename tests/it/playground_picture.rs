//! Takes the picture of the playground for the README: the real demo, played by mouse and keyboard.
//!
//! ```sh
//! cargo test --test it -- --ignored picture
//! ```
//!
//! It starts `hoadep demo` and writes `docs/playground.png`, or the file that `HOADEP_PICTURE`
//! names. A font with the flowers of the texts belongs to it (Debian: fonts-noto-color-emoji).

use std::path::PathBuf;

use super::browser::Browser;
use super::playground_play::Act::{Await, Press};
use super::playground_play::{NOMINATE, play};
use super::program::Program;

#[tokio::test]
#[ignore = "it takes the README's picture"]
async fn the_picture_of_the_playground_is_taken() {
    let (_demo, url) = Program::demo(None);
    let browser = Browser::start().await.expect("a picture needs a browser");
    browser.shape(1440, 900, false).await;
    browser.client.goto(&url).await.unwrap();
    play(&browser, NOMINATE).await;
    // Two languages, the card in the reviewer's group, and a colleague's own copy.
    let rest = [
        Press(1, "Bắt đầu"),
        Press(1, "I agree"),
        Await(2, "✅ Duyệt"),
        Press(2, "Tổ duyệt hồ sơ"),
        Await(2, "✅ Duyệt"),
        // The reviewer of the commune.
        Await(3, "✅ Duyệt"),
    ];
    play(&browser, &rest).await;
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
