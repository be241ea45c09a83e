//! Citizens on the emulated Telegram, each nominating once, timed from update to answer.

use std::time::{Duration, Instant};

use hoadep::demo::telegram::{Emulator, Message};

/// An answer that takes longer counts as not having come.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// What one citizen saw.
#[derive(Default)]
pub struct Seen {
    /// How long each answer took.
    pub waits: Vec<Duration>,
    /// How many answers did not come within [`PATIENCE`].
    pub missed: usize,
}

enum Step {
    Say(&'static str),
    Press(&'static str),
}

/// Nine steps, and a word by which each answer is known.
const STEPS: [(Step, &str); 9] = [
    (Step::Say("/start"), "Kính chào"),
    (Step::Press("Đồng ý"), "Cảm ơn"),
    (Step::Say("/gioithieu"), "Bước 1/4"),
    (Step::Press("Cá nhân"), "họ và tên"),
    (Step::Say("Nguyễn Văn Tư"), "Bước 2/4"),
    (Step::Say("pho hien"), "Bước 3/4"),
    (Step::Say("Bác tự bỏ tiền vá lại con đường đầu làng cho các cháu đi học."), "Đã nhận"),
    (Step::Press("Xong"), "Bước 4/4"),
    (Step::Press("✅ Gửi"), "Mã hồ sơ"),
];

/// Updates that one conversation takes.
pub const UPDATES: usize = STEPS.len();

/// Goes through the nine steps.
pub async fn nominate(telegram: &Emulator, chat: i64) -> Seen {
    let mut seen = Seen::default();
    for (step, answer) in STEPS {
        let began = Instant::now();
        match step {
            Step::Say(text) => {
                telegram.say(chat, chat, text);
            }
            Step::Press(label) => {
                let with = |message: &Message| message.button(label).is_some();
                let message = newest(telegram, chat, with).expect("the button has been seen");
                telegram.press_label(chat, chat, message.id, label);
            }
        }
        let says = |message: &Message| message.text.contains(answer);
        let came = |telegram: &Emulator| newest(telegram, chat, says);
        if telegram.wait_in(chat, came, PATIENCE).await.is_none() {
            seen.missed += 1;
            let late = telegram.wait_in(chat, came, 12 * PATIENCE).await;
            assert!(late.is_some(), "no answer at all to {answer:?}");
        }
        seen.waits.push(began.elapsed());
    }
    seen
}

/// The newest message of the bot that fits. It may not be the last: what was cut off after it was
/// delivered is sent once more, and then stands below.
fn newest(telegram: &Emulator, chat: i64, fits: impl Fn(&Message) -> bool) -> Option<Message> {
    let last = telegram.last_bot_message(chat)?;
    if fits(&last) {
        return Some(last);
    }
    telegram.messages(chat).into_iter().rev().find(|message| message.from_bot && fits(message))
}
