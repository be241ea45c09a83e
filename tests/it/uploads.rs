//! Files that the program makes, on their way to a person.

use hoadep::channels::TELEGRAM;
use hoadep::conversation::message::{Act, Choice, Message, Upload};
use hoadep::delivery::outgoing::{Lane, Outgoing, Placement};
use hoadep::demo::telegram::{Fault, FaultKind, MediaKind, MessageMedia};
use hoadep::domain::evidence::FileKind;
use hoadep::domain::retention::Kind as Retained;
use hoadep::ids::Ids;
use hoadep::store::{outbox, uploads};

use crate::databases::Database;
use crate::store::forget;
use crate::store_uploads::noise;
use crate::tester::{World, eventually};

/// The least that is a picture: one point of PNG.
const PNG: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\
    \0\0\0\nIDATx\x9cc\0\x01\0\0\x05\0\x01\r\n-\xb4\0\0\0\0IEND\xaeB`\x82";

/// Writes a message with a file into the outbox, as a turn does.
async fn post(world: &World, to: i64, text: &str, kind: FileKind, name: &str, bytes: Vec<u8>) {
    let (ids, now) = (Ids::new(world.clock.clone()), world.clock.now());
    let (text, name) = (text.to_owned(), name.to_owned());
    let written = world.store.write(0, move |tx| {
        Box::pin(async move {
            let id = ids.next();
            uploads::put(tx, id, &name, &bytes, now).await?;
            let again = Choice { label: "Xem lại".to_owned(), act: Act::Press("x".to_owned()) };
            let message = Message {
                choices: vec![vec![again]],
                upload: Some(Upload { id, name, kind }),
                ..Message::of(text)
            };
            let outgoing = Outgoing {
                channel: TELEGRAM.to_owned(),
                address: to.to_string(),
                lane: Lane::Answer,
                slot: None,
                placement: Placement::Fresh,
                message,
            };
            outbox::insert(tx, &mut || ids.next(), &[outgoing], now).await
        })
    });
    written.await.unwrap();
}

/// The dead rows' reasons, once there are so many.
async fn given_up(world: &World, count: usize) -> Vec<String> {
    eventually(async || {
        let mut reader = world.store.read().await.unwrap();
        outbox::count_dead(&mut reader).await.unwrap() == count as i64
    })
    .await;
    let dead = outbox::dead(&mut world.store.read().await.unwrap(), 10).await.unwrap();
    dead.into_iter().map(|(_, why)| why).collect()
}

#[tokio::test]
async fn a_file_arrives_as_it_was_made_also_after_a_restart() {
    for database in Database::each().await {
        let mut world = World::on(database).await;
        let lan = world.agreed("Lan").await.id;
        // Committed, and the program ends before it was sent.
        world.settles().await;
        world.stop().await;
        post(
            &world,
            lan,
            "Tệp của <b>Ông/Bà</b>",
            FileKind::Document,
            "hồ sơ.csv",
            noise(3_000_000),
        )
        .await;
        post(&world, lan, "Biểu đồ", FileKind::Photo, "bieu-do.png", PNG.to_vec()).await;
        world.start().await;
        let lan = world.person(lan);
        let file = lan.sees("Tệp của Ông/Bà").await;
        let MessageMedia { kind, file_id, file_name, mime, .. } = file.media.clone().unwrap();
        assert_eq!(kind, MediaKind::Document);
        assert_eq!(file_name.as_deref(), Some("hồ sơ.csv"));
        assert_eq!(mime.as_deref(), Some("text/csv"));
        assert!(world.telegram.file(&file_id).unwrap() == noise(3_000_000), "other bytes");
        assert!(file.button("Xem lại").is_some());
        assert!(file.html.contains("<b>Ông/Bà</b>"), "{}", file.html);
        let picture = lan.sees("Biểu đồ").await;
        let MessageMedia { kind, file_id, .. } = picture.media.clone().unwrap();
        assert_eq!(kind, MediaKind::Photo);
        assert_eq!(world.telegram.file(&file_id).unwrap(), PNG);
        // What was sent is kept no longer.
        world.settles().await;
        let mut connection = world.database.connect().await;
        let kept = "SELECT (SELECT COUNT(*) FROM uploads) + (SELECT COUNT(*) FROM upload_pieces)";
        let kept: i64 = sqlx::query_scalar(kept).fetch_one(&mut connection).await.unwrap();
        assert_eq!(kept, 0);
        world.end().await;
    }
}

#[tokio::test]
async fn a_file_with_more_words_than_a_caption_holds_comes_after_them() {
    let world = World::new().await;
    let lan = world.agreed("Lan").await;
    lan.say("/trogiup");
    let words = "Hoa đẹp. ".repeat(200);
    post(&world, lan.id, &words, FileKind::Document, "bang.xlsx", noise(10)).await;
    lan.sees("Hoa đẹp.").await;
    world.settles().await;
    let messages = lan.messages();
    let [.., before, file] = messages.as_slice() else { panic!("{messages:#?}") };
    assert_eq!((before.text.trim(), file.text.as_str()), (words.trim(), ""));
    assert!(file.media.is_some() && file.button("Xem lại").is_some());
    world.end().await;
}

#[tokio::test]
async fn what_is_throttled_or_cut_off_is_sent_once_more_and_what_is_refused_is_given_up() {
    let mut world = World::new().await;
    world.forgive();
    let lan = world.agreed("Lan").await;
    world.settles().await;
    for kind in [FaultKind::TooManyRequests { retry_after: 1 }, FaultKind::CutBefore] {
        world.telegram.fault(Fault::new(kind).method("sendDocument").count(1));
        lan.say("/trogiup");
        post(&world, lan.id, "Tệp này", FileKind::Document, "a.csv", noise(10)).await;
        lan.sees("Tệp này").await;
    }
    // No picture is read from it, it is too large for one, and too large for a file.
    post(&world, lan.id, "Không phải ảnh", FileKind::Photo, "a.png", noise(10)).await;
    let large = [PNG, &noise(10 * 1024 * 1024)].concat();
    post(&world, lan.id, "Ảnh quá lớn", FileKind::Photo, "a.png", large).await;
    post(&world, lan.id, "Tệp trống", FileKind::Document, "a.csv", Vec::new()).await;
    let reasons = given_up(&world, 3).await.join("\n");
    for reason in ["IMAGE_PROCESS_FAILED", "file is too big", "file must be non-empty"] {
        assert!(reasons.contains(reason), "{reasons}");
    }
    world.end().await;
}

#[tokio::test]
async fn a_message_whose_file_is_gone_is_given_up_at_once() {
    let mut world = World::new().await;
    world.forgive();
    let lan = world.agreed("Lan").await.id;
    world.settles().await;
    world.stop().await;
    post(&world, lan, "Tệp cũ", FileKind::Document, "a.csv", noise(10)).await;
    let later = world.clock.now() + 1;
    assert_eq!(forget(&world.store, Retained::Uploads, later).await, 1);
    world.start().await;
    let reasons = given_up(&world, 1).await;
    assert_eq!(reasons, ["its file is not kept any more"]);
    assert!(world.person(lan).messages().iter().all(|message| message.text != "Tệp cũ"));
    world.end().await;
}
