//! What most stories of messages to many are made of: those who want news, and the steps of an editor
//! from the first word to the last confirmation.

use hoadep::demo::telegram::Message;
use hoadep::store::Store;

use crate::audience::{BROADCAST, run};
use crate::tester::{Person, World, eventually};

/// Somebody who wants news.
pub async fn subscriber<'w>(world: &'w World, name: &str) -> Person<'w> {
    let person = world.agreed(name).await;
    person.say("/nhantin");
    person.sees("Từ nay, hệ thống gửi tin").await;
    person
}

/// The same with an English app.
pub async fn english_subscriber<'w>(world: &'w World, name: &str) -> Person<'w> {
    let person = world.speaker(name, "en");
    person.say("/start");
    person.sees("Welcome").await;
    person.press("I agree");
    person.sees("Thank you for agreeing").await;
    person.say("/news");
    person.sees("From now on").await;
    person
}

/// Begins a draft that says these words.
pub async fn drafts(editor: &Person<'_>, words: &str) {
    editor.say("/phattin");
    editor.sees("Tin gửi đến nhiều người").await;
    editor.press("✍️ Soạn tin mới");
    editor.sees("Bản nháp").await;
    editor.say(words);
    editor.sees(words).await;
    editor.world.settles().await;
}

/// The same of an editor who reads English.
pub async fn drafts_in_english(editor: &Person<'_>, words: &str) {
    editor.say("/broadcast");
    editor.sees("Broadcasts").await;
    editor.press("✍️ Write a new one");
    editor.sees("Draft").await;
    editor.say(words);
    editor.sees(words).await;
    editor.world.settles().await;
}

/// Plans the draft on the screen for a time of today.
pub async fn plans(editor: &Person<'_>, time: &str) {
    editor.press("🕗 Hẹn giờ");
    editor.sees("ngày giờ gửi").await;
    editor.say(time);
    editor.sees(&format!("{time} 01/12/2026")).await;
    editor.world.settles().await;
}

/// The button that confirms for so many people.
pub fn for_people(count: usize) -> String {
    format!("✅ Xác nhận gửi {count} người")
}

/// Waits until there is this button, as there is once all is counted; the newest message that has it.
pub async fn offers(editor: &Person<'_>, label: &str) -> Message {
    let with = || editor.messages().into_iter().rev().find(|one| one.button(label).is_some());
    eventually(async || with().is_some()).await;
    with().expect("it was there")
}

/// Confirms what is on the screen, for so many people.
pub async fn confirms(editor: &Person<'_>, count: usize) {
    let label = for_people(count);
    let panel = offers(editor, &label).await;
    editor.press_on(panel.id, &label);
    editor.sees("Xác nhận lần cuối").await;
    editor.press(&label);
}

/// The same of an editor who reads English, for one person.
pub async fn confirms_in_english(editor: &Person<'_>) {
    let label = "✅ Confirm for 1 person";
    let panel = offers(editor, label).await;
    editor.press_on(panel.id, label);
    editor.sees("Confirm once more").await;
    editor.press(label);
}

/// Writes to so many people.
pub async fn sends(editor: &Person<'_>, words: &str, count: usize) {
    drafts(editor, words).await;
    confirms(editor, count).await;
}

/// The same, and waits for the report.
pub async fn has_sent(editor: &Person<'_>, words: &str, count: usize) {
    sends(editor, words, count).await;
    editor.sees(&format!("Báo cáo: {words}")).await;
    editor.world.settles().await;
}

/// Begins to put these words in the place of what was sent.
pub async fn begins_to_correct(editor: &Person<'_>, words: &str) {
    editor.press("↩️ Thu hồi");
    editor.sees("Thu hồi tin này?").await;
    editor.press("✏️ Thay lời khác");
    editor.sees("Bản nháp lời đính chính").await;
    editor.say(words);
    editor.sees(words).await;
    editor.world.settles().await;
}

/// Whether somebody has a message that says so.
pub fn has(person: &Person<'_>, words: &str) -> bool {
    person.messages().iter().any(|one| one.text.contains(words))
}

/// Has it be quiet now, or not.
pub async fn set_quiet(world: &World, quiet: bool) {
    let mut connection = world.database.connect().await;
    let (from, until) = if quiet { ("13:00", "20:00") } else { ("23:00", "23:30") };
    for (name, value) in [("quiet-from", from), ("quiet-until", until)] {
        let sql = "INSERT INTO settings (name, value, changed_at) VALUES ($1, $2, 0)
                    ON CONFLICT (name) DO UPDATE SET value = $2";
        sqlx::query(sql).bind(name).bind(value).execute(&mut connection).await.unwrap();
    }
    sqlx::query("UPDATE rules SET mark = mark + 1").execute(&mut connection).await.unwrap();
}

/// Keeps another that is going out to the same people: other news, or a pass over the first.
pub async fn seed_beside(store: &Store, id: i64, kind: &str, words: &str) {
    let of = if kind == "news" { "NULL".to_owned() } else { BROADCAST.to_string() };
    for sql in [
        format!(
            "INSERT INTO broadcasts (id, version, kind, of_id, state, audience, links, created_by,
                created_at, total)
             SELECT {id}, 1, '{kind}', CAST({of} AS BIGINT), 'draft', '{{}}', '[]', created_by, 0, total
               FROM broadcasts WHERE id = {BROADCAST}"
        ),
        format!(
            "INSERT INTO broadcast_contents (broadcast_id, locale, text, files)
             VALUES ({id}, 'vi', '{words}', '[]')"
        ),
        format!(
            "INSERT INTO broadcast_recipients (broadcast_id, contact_id, state, part, messages,
                attempts, due_at)
             SELECT {id}, contact_id, 'waiting', 0, '', 0, 0 FROM broadcast_recipients
              WHERE broadcast_id = {BROADCAST}"
        ),
        format!("UPDATE broadcasts SET state = 'sending' WHERE id = {id}"),
    ] {
        run(store, sql).await;
    }
}
