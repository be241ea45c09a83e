//! Turns through the engine: one core, SQLite at FULL, outbox rows written, sent and deleted.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hoadep::channels::{Channel, SendError, Sent, TELEGRAM};
use hoadep::clock::Clock;
use hoadep::conversation::command::Command;
use hoadep::conversation::input::Input;
use hoadep::conversation::message::{Act, Message};
use hoadep::conversation::press::Press;
use hoadep::delivery::{Delivery, Doors};
use hoadep::engine::{Engine, Event, Settings, What};
use hoadep::ids::Ids;
use hoadep::store::Store;
use hoadep::store::campaigns::{self, Campaign};
use tokio::sync::Notify;

/// Citizens who write at the same time.
const CITIZENS: usize = 256;
/// How long is measured, after a warm-up.
const MEASURED: Duration = Duration::from_secs(8);
const WARM_UP: Duration = Duration::from_secs(2);

/// A door that takes everything at once and remembers the buttons of each chat's last message.
#[derive(Default)]
struct Door {
    chats: Mutex<HashMap<String, Arc<Chat>>>,
}

#[derive(Default)]
struct Chat {
    buttons: Mutex<Vec<(String, String)>>,
    told: Notify,
}

impl Door {
    fn chat(&self, address: &str) -> Arc<Chat> {
        Arc::clone(self.chats.lock().unwrap().entry(address.to_owned()).or_default())
    }
}

impl Channel for Door {
    fn send<'a>(
        &'a self,
        to: &'a str,
        message: &'a Message,
        _edits: Option<&'a str>,
    ) -> BoxFuture<'a, Result<Sent, SendError>> {
        let chat = self.chat(to);
        let choices = message.choices.iter().flatten();
        *chat.buttons.lock().unwrap() = choices
            .filter_map(|choice| match &choice.act {
                Act::Press(data) => Some((choice.label.clone(), data.clone())),
                Act::Open(_) => None,
            })
            .collect();
        chat.told.notify_one();
        async { Ok(Sent { message_id: Some("1".to_owned()), ..Sent::default() }) }.boxed()
    }

    fn open_topic<'a>(
        &'a self,
        _to: &'a str,
        _name: &'a str,
    ) -> BoxFuture<'a, Result<String, SendError>> {
        async { Err(SendError::NoForum) }.boxed()
    }

    fn acknowledge<'a>(
        &'a self,
        _press_id: &'a str,
        _text: Option<&'a str>,
        _alert: bool,
    ) -> BoxFuture<'a, Result<(), SendError>> {
        async { Ok(()) }.boxed()
    }
}

/// Prints turns a second, with at most `batch` sharing a commit.
pub fn measure(batch: usize) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let rate = runtime.block_on(run(batch));
    println!("{rate}");
}

async fn run(batch: usize) -> f64 {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("bench.db").display());
    let store = Store::open_with_batch(&url, batch).await.unwrap();
    store.migrate().await.unwrap();
    let clock = Clock::default();
    let ids = Ids::new(clock.clone());
    let campaign = Campaign { id: ids.next(), title: "Đo".into(), prefix: "HD".into() };
    let now = clock.now();
    store
        .write(0, move |tx| {
            Box::pin(async move { campaigns::ensure_default(tx, &campaign, now).await })
        })
        .await
        .unwrap();
    let door = Arc::new(Door::default());
    let mut doors = Doors::new();
    doors.insert(TELEGRAM, door.clone());
    let (_sender, on_duty) = tokio::sync::watch::channel(true);
    let delivery = Delivery::start(store.clone(), clock.clone(), doors, 0, on_duty);
    let engine = Engine::new(store, delivery, clock, ids.clone(), Settings::default());
    let turns = Arc::new(Mutex::new(0_u64));
    for number in 0..CITIZENS {
        let (engine, door, ids, turns) =
            (engine.clone(), door.clone(), ids.clone(), Arc::clone(&turns));
        tokio::spawn(async move {
            for round in 0.. {
                let person = (1_000_000 * (round + 1) + number).to_string();
                nominate(&engine, &door, &ids, &person, &turns).await;
            }
        });
    }
    tokio::time::sleep(WARM_UP).await;
    let (before, began) = (*turns.lock().unwrap(), Instant::now());
    tokio::time::sleep(MEASURED).await;
    let after = *turns.lock().unwrap();
    #[expect(clippy::cast_precision_loss, reason = "some thousands")]
    let rate = (after - before) as f64 / began.elapsed().as_secs_f64();
    rate
}

/// Greets, agrees, and nominates: nine turns.
async fn nominate(engine: &Engine, door: &Door, ids: &Ids, person: &str, turns: &Mutex<u64>) {
    let chat = door.chat(person);
    let text = |text: &str| Input::Text {
        text: text.to_owned(),
        marked: None,
        source: ids.next().to_string(),
    };
    let steps: [Result<Input, &str>; 9] = [
        Ok(Input::Command(Command::Start(None))),
        Err("Đồng ý"),
        Ok(Input::Command(Command::Nominate)),
        Err("Cá nhân"),
        Ok(text("Nguyễn Văn Tư")),
        Ok(text("pho hien")),
        Ok(text("Bác tự bỏ tiền vá lại con đường đầu làng cho các cháu đi học.")),
        Err("Xong"),
        Err("✅ Gửi"),
    ];
    for step in steps {
        let input = match step {
            Ok(input) => input,
            Err(label) => {
                let buttons = chat.buttons.lock().unwrap();
                let button = buttons.iter().find(|(text, _)| text == label);
                let (_, data) = button.unwrap_or_else(|| panic!("no {label} in {buttons:?}"));
                Input::Press(Press::decode(data).unwrap())
            }
        };
        let event = Event {
            channel: TELEGRAM,
            number: ids.next(),
            person: person.to_owned(),
            name: "Lan".to_owned(),
            app_language: "vi".to_owned(),
            chat: person.to_owned(),
            thread: None,
            is_forum: false,
            what: What::Said(input),
            pressed: None,
        };
        engine.submit(event).await.await;
        *turns.lock().unwrap() += 1;
        chat.told.notified().await;
    }
    door.chats.lock().unwrap().remove(person);
}
