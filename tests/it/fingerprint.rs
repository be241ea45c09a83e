//! Photos are fetched and known again, whatever the platform does.

use std::io::Cursor;

use hoadep::clock::{HOUR, MINUTE};
use hoadep::demo::telegram::{Fault, FaultKind, Media, MediaKind};
use hoadep::store::{likeness, photos};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

use crate::databases::Database;
use crate::tester::{Person, STORY, World, code_in, eventually};

/// A picture with light and shade, as a PNG of this width.
fn picture(width: u32) -> Vec<u8> {
    let shade = |x: u32, y: u32| ((x * 7 + y * 13) % 97 * 2 + x * y % 60) % 256;
    let image = RgbImage::from_fn(width, width, |x, y| {
        let light = u8::try_from(shade(x * 8 / width, y * 8 / width)).unwrap();
        Rgb([light, light, 255 - light])
    });
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(image).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// Nominates with one photo, as somebody new.
async fn nominate(world: &World, citizen: &str, name: &str, bytes: Vec<u8>) {
    nominates(&world.agreed(citizen).await, name, bytes).await;
}

async fn nominates(person: &Person<'_>, name: &str, bytes: Vec<u8>) -> String {
    person.writes_up_to_the_deed(name).await;
    person.say(STORY);
    person.sees("Đã nhận").await;
    person.send(Media::new(MediaKind::Photo).bytes(bytes));
    person.sees("1 ảnh").await;
    person.press("Xong");
    person.sees("Bước 4/4").await;
    person.press("✅ Gửi");
    code_in(&person.sees("Mã hồ sơ").await.text)
}

/// The nominations, in the order they were sent.
async fn nominations(world: &World) -> Vec<i64> {
    let mut connection = world.database.connect().await;
    let sql = "SELECT id FROM nominations ORDER BY id";
    sqlx::query_scalar(sql).fetch_all(&mut connection).await.unwrap()
}

async fn hash_of(world: &World, nomination: i64) -> Option<u64> {
    let mut reader = world.store.read().await.unwrap();
    photos::of(&mut reader, nomination).await.unwrap()[0].1
}

#[tokio::test]
async fn the_same_photo_sent_by_two_citizens_leads_from_one_to_the_other() {
    for database in Database::each().await {
        let world = World::on(database).await;
        nominate(&world, "Lan", "bác Toàn", picture(96)).await;
        nominate(&world, "Hoa", "Nguyễn Văn Toàn", picture(64)).await;
        let [one, other] = nominations(&world).await[..] else { panic!("two were sent") };
        eventually(async || hash_of(&world, one).await.is_some()).await;
        eventually(async || hash_of(&world, other).await.is_some()).await;
        let mut reader = world.store.read().await.unwrap();
        let found = likeness::matches(&mut reader, other, other, 5).await.unwrap();
        assert_eq!(found.len(), 1);
        assert!(found[0].likeness.reasons.iter().any(|reason| reason.key() == "same-photo"));
        drop(reader);
        world.end().await;
    }
}

#[tokio::test]
async fn a_citizen_who_sends_the_same_photo_twice_is_found_as_well_and_what_is_withdrawn_is_let_go()
{
    let mut world = World::new().await;
    world.forgive();
    let lan = world.agreed("Lan").await;
    nominates(&lan, "bác Toàn", picture(96)).await;
    let one = nominations(&world).await[0];
    eventually(async || hash_of(&world, one).await.is_some()).await;
    let throttled = Fault::new(FaultKind::TooManyRequests { retry_after: 30 }).method("getFile");
    world.telegram.fault(throttled.count(1));
    nominates(&lan, "Nguyễn Văn Toàn", picture(64)).await;
    let other = nominations(&world).await[1];
    let waits = async |nomination| {
        let mut connection = world.database.connect().await;
        let sql = "SELECT COUNT(*) FROM photo_hashes WHERE nomination_id = $1 AND due_at > $2";
        let now = world.clock.now();
        let query = sqlx::query_scalar::<_, i64>(sql).bind(nomination).bind(now);
        query.fetch_one(&mut connection).await.unwrap() > 0
    };
    eventually(async || waits(other).await).await;
    world.clock.advance(MINUTE);
    eventually(async || hash_of(&world, other).await.is_some()).await;
    let mut reader = world.store.read().await.unwrap();
    let found = likeness::matches(&mut reader, other, other, 5).await.unwrap();
    assert!(found[0].likeness.reasons.iter().any(|reason| reason.key() == "same-photo"));
    drop(reader);

    world.telegram.fault(Fault::new(FaultKind::ServerError).method("getFile").count(1));
    let code = nominates(&lan, "cô Mận", picture(80)).await;
    let third = nominations(&world).await[2];
    eventually(async || waits(third).await).await;
    lan.say("/hoso");
    lan.sees("cô Mận").await;
    lan.press(&format!("{code} · cô Mận"));
    lan.sees("Diễn biến").await;
    lan.press("Rút hồ sơ");
    lan.sees("muốn rút hồ sơ").await;
    lan.press("Rút hồ sơ này");
    lan.sees("Đã rút hồ sơ").await;
    eventually(async || !waits(third).await).await;
    world.end().await;
}

#[tokio::test]
async fn a_photo_that_cannot_be_had_at_first_is_tried_again_and_a_broken_one_is_given_up() {
    let mut world = World::new().await;
    world.forgive();
    let of = |method: &str, kind| Fault::new(kind).method(method).count(1);
    world.telegram.fault(of("getFile", FaultKind::TooManyRequests { retry_after: 30 }));
    nominate(&world, "Lan", "bác Toàn", picture(96)).await;
    let one = nominations(&world).await[0];
    let tries = async |nomination: i64| {
        let mut connection = world.database.connect().await;
        let sql = "SELECT tries FROM photo_hashes WHERE nomination_id = $1";
        let tries: i64 =
            sqlx::query_scalar(sql).bind(nomination).fetch_one(&mut connection).await.unwrap();
        tries
    };
    eventually(async || tries(one).await == 1).await;
    for (tried, kind, method, wait) in [
        (2, FaultKind::ServerError, "file", MINUTE),
        (3, FaultKind::CutBefore, "file", 10 * MINUTE),
        (4, FaultKind::BadGateway, "getFile", HOUR),
    ] {
        world.telegram.fault(of(method, kind));
        world.clock.advance(wait);
        eventually(async || tries(one).await == tried).await;
        assert_eq!(hash_of(&world, one).await, None);
    }
    world.clock.advance(6 * HOUR);
    eventually(async || hash_of(&world, one).await.is_some()).await;

    nominate(&world, "Hoa", "cô Mận", b"\x89PNG\r\n\x1a\n and no more".to_vec()).await;
    let other = nominations(&world).await[1];
    eventually(async || tries(other).await == 1).await;
    let mut reader = world.store.read().await.unwrap();
    assert_eq!(photos::due(&mut reader, i64::MAX, 9).await.unwrap(), []);
    drop(reader);
    world.end().await;
}
