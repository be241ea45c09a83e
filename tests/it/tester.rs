//! The whole bot on an emulated Telegram, in verbs that read as prose.
//!
//! A [`World`] runs the real bot over HTTP, unpaced. A [`Person`] does something and then sees
//! what came of it. Ended, a world fails if anything was left unsent, refused or parked.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use hoadep::bot::Bot;
use hoadep::channels::TELEGRAM;
use hoadep::clock::Clock;
use hoadep::config::{self, Address, Config, Secret, TelegramConfig};
use hoadep::demo::telegram::{Call, Emulator, Media, MediaKind, Message};
use hoadep::domain::policy::Figure;
use hoadep::domain::role::Role;
use hoadep::domain::scope::Scope;
use hoadep::i18n::Locale;
use hoadep::ids::Ids;
use hoadep::store::campaigns::{self, Campaign};
use hoadep::store::contacts::{self, Caller};
use hoadep::store::{Store, inbox, members, outbox, rules};

use crate::databases::Database;

pub const TOKEN: &str = "5550001:AAtester_tester_tester";
/// How long to wait for what must come. Far beyond what it takes, for machines that are busy.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A story that is long enough.
pub const STORY: &str = "Bác tự bỏ tiền vá lại con đường đầu làng cho các cháu đi học.";

/// The bot, its database and the people around it.
pub struct World {
    pub telegram: Emulator,
    pub clock: Clock,
    pub config: Config,
    pub database: Database,
    /// The test's own way into the database.
    pub store: Store,
    /// The bot's, to make trouble on.
    pub bots_store: Store,
    bot: Option<Bot>,
    forgiving: bool,
}

impl World {
    /// A world on SQLite.
    pub async fn new() -> Self {
        Self::on(Database::sqlite()).await
    }

    /// A world on this database, with an open campaign.
    pub async fn on(database: Database) -> Self {
        Self::with(database, |_| ()).await
    }

    /// A world whose configuration was changed before the start.
    pub async fn with(database: Database, change: impl FnOnce(&mut Config)) -> Self {
        let clock = afternoon();
        let telegram = Emulator::new(TOKEN, clock.clone());
        let base = telegram.bind().await.unwrap();
        let mut config = configuration(&base, &database);
        change(&mut config);
        let store = database.store().await;
        open_campaign(&store, &clock).await;
        // Most facts are not about the time in which a decision can be undone.
        set_figure(&store, "undo-minutes", 0).await;
        let bots_store = store.clone();
        let mut world = Self {
            telegram,
            clock,
            config,
            database,
            store,
            bots_store,
            bot: None,
            forgiving: false,
        };
        world.start().await;
        world
    }

    /// Sets a figure of the desk.
    pub async fn set(&self, name: &'static str, value: u32) {
        set_figure(&self.store, name, value).await;
    }

    /// Starts the bot, again if it was stopped.
    pub async fn start(&mut self) {
        self.bots_store = self.database.store().await;
        let store = self.bots_store.clone();
        self.bot = Some(Bot::start(&self.config, store, self.clock.clone()).await.unwrap());
    }

    /// Stops the bot in an orderly way.
    pub async fn stop(&mut self) {
        self.bot.take().unwrap().stop(Duration::from_secs(5)).await;
    }

    /// The bot's own routes.
    pub fn routes(&self) -> axum::Router {
        self.bot.as_ref().unwrap().routes()
    }

    /// From now on calls that Telegram refuses, and what is given up, are no fault of the bot's.
    pub fn forgive(&mut self) {
        self.forgiving = true;
    }

    /// Somebody who has not written yet, with a Vietnamese app.
    pub fn citizen(&self, name: &str) -> Person<'_> {
        self.speaker(name, "vi")
    }

    /// Somebody who has not written yet, with an app in this language.
    pub fn speaker(&self, name: &str, language: &str) -> Person<'_> {
        let id = self.telegram.add_user(name, None, Some(language));
        Person::new(self, id, id)
    }

    /// Somebody known from before.
    pub fn person(&self, id: i64) -> Person<'_> {
        Person::new(self, id, id)
    }

    /// A citizen who has agreed to the data notice.
    pub async fn agreed(&self, name: &str) -> Person<'_> {
        let person = self.citizen(name);
        person.say("/start");
        person.sees("Kính chào").await;
        person.press("Đồng ý");
        person.sees("Cảm ơn").await;
        person
    }

    /// A reviewer of these communes alone, who has greeted the bot.
    pub async fn reviewer_of(&self, name: &str, communes: &[&str]) -> Person<'_> {
        let person = self.reviewer(name).await;
        let mut scope = Scope::default();
        communes.iter().for_each(|code| assert!(scope.toggle_commune(code), "{code}"));
        let address = person.id.to_string();
        let limited = self.store.write(0, move |tx| {
            Box::pin(async move {
                let found = contacts::at(tx.connection(), TELEGRAM, &address).await?;
                members::set_scope(tx, found.expect("they have written").id, &scope).await
            })
        });
        limited.await.unwrap();
        person
    }

    /// Somebody with a role, who has greeted the bot.
    pub async fn member(&self, name: &str, role: Role) -> Person<'_> {
        let person = self.member_speaking(name, role, "vi").await;
        person.say("/start");
        person.sees("Kính chào").await;
        person
    }

    /// Somebody with a role, who has not written yet, with an app in this language.
    pub async fn member_speaking(
        &self,
        name: &str,
        role: Role,
        language: &'static str,
    ) -> Person<'_> {
        let person = self.speaker(name, language);
        let (id, now) = (Ids::new(self.clock.clone()).next(), self.clock.now());
        let (address, name) = (person.id.to_string(), name.to_owned());
        let granted = self.store.write(0, move |tx| {
            Box::pin(async move {
                let caller = Caller {
                    channel: TELEGRAM,
                    address: &address,
                    name: &name,
                    app_language: language,
                };
                let contact = contacts::meet(tx, caller, id, now).await?;
                members::grant(tx, contact.id, role, None, now).await
            })
        });
        granted.await.unwrap();
        person
    }

    /// A reviewer who has greeted the bot.
    pub async fn reviewer(&self, name: &str) -> Person<'_> {
        self.member(name, Role::Reviewer).await
    }

    /// Waits until the bot has taken every update and sent everything.
    pub async fn settles(&self) {
        let taken = |telegram: &Emulator| telegram.pending_updates().is_empty().then_some(());
        self.telegram.wait_for(taken, PATIENCE).await.expect("updates were left waiting");
        eventually(async || {
            let mut reader = self.store.read().await.unwrap();
            outbox::oldest(&mut reader).await.unwrap().is_none()
        })
        .await;
    }

    /// How many decisions the audit knows.
    pub async fn decisions(&self) -> i64 {
        let decided = "SELECT COUNT(*) FROM audit WHERE to_state IN ('recognised', 'refused')";
        let mut connection = self.database.connect().await;
        sqlx::query_scalar(decided).fetch_one(&mut connection).await.unwrap()
    }

    /// Stops the bot and fails if something was lost, refused or given up.
    pub async fn end(mut self) {
        self.settles().await;
        self.stop().await;
        let mut reader = self.store.read().await.unwrap();
        if !self.forgiving {
            let dead = outbox::dead(&mut reader, 10).await.unwrap();
            assert!(dead.is_empty(), "messages were given up: {dead:?}");
            // Drawing a card again for a press that came late may find nothing to change.
            let known = |call: &Call| call.result.to_string().contains("is not modified");
            let calls = self.telegram.calls().into_iter();
            let refused: Vec<_> = calls.filter(|call| call.status != 200 && !known(call)).collect();
            assert!(refused.is_empty(), "calls were refused: {refused:#?}");
        }
        assert_eq!(inbox::count_dead(&mut reader).await.unwrap(), 0, "turns were parked");
    }
}

/// A clock that begins on Tuesday 2026-12-01 at two in the afternoon, whenever the test runs: no digest
/// is sent then, no holiday is near, and working days count the same each time.
fn afternoon() -> Clock {
    let clock = Clock::default();
    clock.advance(1_796_108_400_000 - clock.now());
    clock
}

/// The configuration of a bot on this emulator and database: unpaced, polling.
pub fn configuration(base: &str, database: &Database) -> Config {
    Config {
        telegram: Some(TelegramConfig {
            token: Secret::new(TOKEN),
            api_url: base.to_owned(),
            webhook_secret: None,
            rate: 0,
            paid_rate: 0,
        }),
        database_url: config::database_url(&database.url).unwrap(),
        listen: "127.0.0.1:0".parse().unwrap(),
        public_url: None,
        admins: Vec::<Address>::new(),
        review_chat: None,
        locale: Locale::Vi,
        holidays: None,
        backup: None,
    }
}

/// Opens a campaign, so that nominations can be sent.
pub async fn open_campaign(store: &Store, clock: &Clock) {
    let (id, now) = (Ids::new(clock.clone()).next(), clock.now());
    let campaign = Campaign { id, title: "Bông hoa đẹp".into(), prefix: "HD".into() };
    let opened = store.write(0, move |tx| {
        Box::pin(async move { campaigns::ensure_default(tx, &campaign, now).await })
    });
    opened.await.unwrap();
}

/// Waits until `holds` does; looks again and again, and fails when it never does.
pub async fn eventually(mut holds: impl AsyncFnMut() -> bool) {
    let waiting = async {
        while !holds().await {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(PATIENCE, waiting).await.expect("it never came to hold");
}

/// Somebody with a phone.
pub struct Person<'w> {
    pub world: &'w World,
    pub id: i64,
    /// The chat that they look at: the private one, or a group.
    pub chat: i64,
    /// The bot's messages as they were at the last action: id and number of edits.
    seen: Mutex<HashMap<i64, u32>>,
    pressed: Mutex<Option<String>>,
    /// How many buttons they pressed.
    taps: AtomicUsize,
}

impl<'w> Person<'w> {
    fn new(world: &'w World, id: i64, chat: i64) -> Self {
        let (seen, pressed, taps) = (Mutex::default(), Mutex::default(), AtomicUsize::default());
        Self { world, id, chat, seen, pressed, taps }
    }

    /// The same person, looking at another chat.
    pub fn at(&self, chat: i64) -> Self {
        Self::new(self.world, self.id, chat)
    }

    /// Writes to the bot.
    pub fn say(&self, text: &str) -> i64 {
        self.look();
        self.world.telegram.say(self.chat, self.id, text)
    }

    /// Writes to the bot with formatting, given as HTML.
    pub fn say_formatted(&self, html: &str) -> i64 {
        self.look();
        self.world.telegram.say_formatted(self.chat, self.id, html)
    }

    /// Writes in a topic of the group.
    pub fn say_in(&self, thread: i64, text: &str) -> i64 {
        self.look();
        self.world.telegram.say_in(self.chat, thread, self.id, text)
    }

    /// Sends a photo with a caption.
    pub fn send_photo(&self, caption: &str) -> i64 {
        self.send(Media::new(MediaKind::Photo).caption(caption))
    }

    /// Sends a file.
    pub fn send(&self, media: Media) -> i64 {
        self.look();
        self.world.telegram.send_media(self.chat, self.id, media)
    }

    /// Sends so many photos as one album, with a caption on the first.
    pub fn send_album(&self, count: usize, caption: &str) {
        self.look();
        for place in 0..count {
            let caption = if place == 0 { caption } else { "" };
            let photo = Media::new(MediaKind::Photo).group("77").caption(caption);
            self.world.telegram.send_media(self.chat, self.id, photo);
        }
    }

    /// Changes an own message.
    pub fn edit(&self, message: i64, text: &str) {
        self.look();
        self.world.telegram.edit(self.chat, self.id, message, text);
    }

    /// Shares the own phone number.
    pub fn share_contact(&self, phone: &str) {
        self.look();
        self.world.telegram.share_contact(self.chat, self.id, phone);
    }

    /// Presses the newest button that says so.
    pub fn press(&self, label: &str) {
        let messages = self.messages();
        let with = messages.iter().rev().find(|message| message.button(label).is_some());
        let Some(with) = with else { panic!("no button {label:?} in {:#?}", self.screen()) };
        self.press_on(with.id, label);
    }

    /// Presses a button of a certain message.
    pub fn press_on(&self, message: i64, label: &str) {
        self.look();
        self.taps.fetch_add(1, Ordering::Relaxed);
        let query = self.world.telegram.press_label(self.chat, self.id, message, label);
        *self.pressed.lock().unwrap() = Some(query);
    }

    /// Presses what may not be there.
    pub fn press_forged(&self, message: i64, data: &str) {
        self.look();
        self.taps.fetch_add(1, Ordering::Relaxed);
        let query = self.world.telegram.press(self.chat, self.id, message, data);
        *self.pressed.lock().unwrap() = Some(query);
    }

    /// How many buttons they have pressed.
    pub fn taps(&self) -> usize {
        self.taps.load(Ordering::Relaxed)
    }

    /// Waits for a message of the bot, new or changed since the last action, that says so.
    pub async fn sees(&self, text: &str) -> Message {
        let seen = self.seen.lock().unwrap().clone();
        let sought = |telegram: &Emulator| {
            let mut messages = telegram.messages(self.chat).into_iter().rev();
            messages.find(|message| {
                message.from_bot
                    && message.text.contains(text)
                    && seen.get(&message.id) != Some(&message.edits)
            })
        };
        match self.world.telegram.wait_for(sought, PATIENCE).await {
            Some(message) => message,
            None => panic!("{text:?} did not come; there is {:#?}", self.screen()),
        }
    }

    /// Waits for what the bot says on the last press.
    pub async fn is_told(&self, text: &str) {
        let query = self.pressed.lock().unwrap().clone().expect("nothing was pressed");
        let answer = |telegram: &Emulator| telegram.callback_answer(&query);
        let answer = self.world.telegram.wait_for(answer, PATIENCE).await;
        let answer = answer.expect("the press was not answered");
        assert!(answer.text.contains(text), "told {answer:?}, not {text:?}");
    }

    /// Waits until this message of the bot says so.
    pub async fn sees_on(&self, message: i64, text: &str) -> Message {
        let sought = |telegram: &Emulator| {
            telegram.message(self.chat, message).filter(|message| message.text.contains(text))
        };
        match self.world.telegram.wait_for(sought, PATIENCE).await {
            Some(message) => message,
            None => panic!("{text:?} did not come to stand there; there is {:#?}", self.screen()),
        }
    }

    /// Waits until the last press was answered, with words or without.
    pub async fn is_answered(&self) {
        self.is_told("").await;
    }

    /// The newest message of the bot.
    pub fn newest(&self) -> Message {
        self.world.telegram.last_bot_message(self.chat).expect("the bot has said something")
    }

    /// All messages of the private chat.
    pub fn messages(&self) -> Vec<Message> {
        self.world.telegram.messages(self.chat)
    }

    /// The bot's messages, as text and buttons, for a failed test to show.
    fn screen(&self) -> Vec<(String, Vec<String>)> {
        let messages = self.messages().into_iter().filter(|message| message.from_bot);
        messages
            .map(|message| {
                let labels = message.labels().into_iter().map(str::to_owned).collect();
                (message.text, labels)
            })
            .collect()
    }

    fn look(&self) {
        let messages = self.messages().into_iter().filter(|message| message.from_bot);
        *self.seen.lock().unwrap() = messages.map(|message| (message.id, message.edits)).collect();
    }

    /// Approves by the card in this message.
    pub async fn approves(&self, card: i64) {
        self.press_on(card, "✅ Duyệt");
        self.sees("Duyệt và ghi nhận").await;
        self.press_on(card, "✅ Xác nhận duyệt");
    }

    /// Takes somebody's role away.
    pub async fn dismisses(&self, name: &str) {
        self.say("/doingu");
        self.sees("Đội ngũ").await;
        self.press(name);
        self.sees("Gần đây: ").await;
        self.press("Thôi giao việc…");
        self.sees("Có hiệu lực ngay").await;
        self.press("Thôi giao việc");
    }

    /// Nominates with what is required, and gives the code.
    pub async fn nominates(&self, name: &str) -> String {
        self.writes_up_to_the_summary(name, STORY).await;
        self.press("✅ Gửi");
        code_in(&self.sees("Mã hồ sơ").await.text)
    }

    /// The same, of somebody who lives in a commune.
    pub async fn nominates_in(&self, name: &str, commune: &str) -> String {
        self.writes_up_to_the_place(name).await;
        self.say(commune);
        self.sees("Bước 3/4").await;
        self.say(STORY);
        self.sees("Đã nhận").await;
        self.press("Xong");
        self.sees("Bước 4/4").await;
        self.press("✅ Gửi");
        code_in(&self.sees("Mã hồ sơ").await.text)
    }

    /// Writes a nomination up to the last step.
    pub async fn writes_up_to_the_summary(&self, name: &str, story: &str) -> Message {
        self.writes_up_to_the_deed(name).await;
        self.say(story);
        self.sees("Đã nhận").await;
        self.press("Xong");
        self.sees("Bước 4/4").await
    }

    /// Writes a nomination up to the question what was done.
    pub async fn writes_up_to_the_deed(&self, name: &str) {
        self.writes_up_to_the_place(name).await;
        self.say("pho hien");
        self.sees("Bước 3/4").await;
    }

    async fn writes_up_to_the_place(&self, name: &str) {
        self.say("/gioithieu");
        self.sees("Bước 1/4").await;
        self.press("Cá nhân");
        self.sees("họ và tên").await;
        self.say(name);
        self.sees("Bước 2/4").await;
    }
}

/// The first code in a text.
pub fn code_in(text: &str) -> String {
    let at = text.find("HD-").unwrap_or_else(|| panic!("no code in {text:?}"));
    text[at..at + 8].to_owned()
}

async fn set_figure(store: &Store, name: &'static str, value: u32) {
    Figure::named(name).unwrap();
    let set = store.write(0, move |tx| {
        Box::pin(async move {
            let sql = "INSERT INTO settings (name, value, changed_at) VALUES ($1, $2, 0)
                ON CONFLICT (name) DO UPDATE SET value = $2";
            let set = sqlx::query(sql).bind(name).bind(value.to_string());
            set.execute(tx.connection()).await?;
            rules::touch(tx).await
        })
    });
    set.await.unwrap();
}
