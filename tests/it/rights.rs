//! What people may ask of their data, through the whole program.

use hoadep::clock::{DAY, HOUR};
use hoadep::conversation::press::{Press, Rights};
use hoadep::domain::role::Role;
use hoadep::i18n::{Locale, text};
use hoadep::store::chain::{self, Verdict};
use sqlx::{AnyConnection, AssertSqlSafe};

use crate::appeal::refuses;
use crate::behalf;
use crate::databases::Database;
use crate::tester::{Person, STORY, World, code_in};

/// Words that only she writes.
const HERS: &str = "Chính mắt tôi thấy bác chống gậy đi vá đường lúc mờ sáng.";
const WHY: &str = "Cả thôn chúng tôi đều quý bác, xin xem lại giúp.";
const HALF: &str = "Còn một chuyện nữa tôi kể dở về cô giáo làng bên.";

/// Every column of every table.
async fn columns(database: &Database, connection: &mut AnyConnection) -> Vec<(String, String)> {
    let sql = if database.url.starts_with("sqlite") {
        "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
          WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"
    } else {
        "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT) FROM information_schema.columns
          WHERE table_schema = current_schema()"
    };
    sqlx::query_as(sql).fetch_all(connection).await.unwrap()
}

/// Where any of these words still stands: table, column and the words.
async fn traces(world: &World, words: &[&str]) -> Vec<(String, String, String)> {
    let mut connection = world.database.connect().await;
    let mut found = Vec::new();
    for (table, column) in columns(&world.database, &mut connection).await {
        for word in words {
            let sql = format!(
                "SELECT COUNT(*) FROM \"{table}\" WHERE CAST(\"{column}\" AS TEXT) LIKE $1"
            );
            let count: i64 = sqlx::query_scalar(AssertSqlSafe(sql))
                .bind(format!("%{word}%"))
                .fetch_one(&mut connection)
                .await
                .unwrap();
            if count > 0 {
                found.push((table.clone(), column.clone(), (*word).to_owned()));
            }
        }
    }
    found
}

async fn count(world: &World, sql: &'static str) -> i64 {
    let mut connection = world.database.connect().await;
    sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap()
}

/// The file that the bot sent them last.
async fn file_of(world: &World, person: &Person<'_>, words: &str) -> String {
    let message = person.sees(words).await;
    let media = message.media.clone().expect("it has a file");
    assert!(media.file_name.as_deref().is_some_and(|name| name.ends_with(".html")), "{media:?}");
    String::from_utf8(world.telegram.file(&media.file_id).unwrap()).unwrap()
}

/// Opens the list of what is kept, and erases all of it.
async fn erases(person: &Person<'_>) {
    person.say("/dulieu");
    person.sees("Dữ liệu đang giữ về Ông/Bà").await;
    person.press("Yêu cầu xoá dữ liệu");
    person.sees("Xoá ngay").await;
    person.press("Đã đọc, xoá dữ liệu");
    person.sees("không lấy lại được").await;
    person.press("Xoá vĩnh viễn");
    person.sees("đã được xoá").await;
}

/// Somebody who sent a nomination with her own phone number, and what she told as its story.
async fn nominates_with_phone(person: &Person<'_>, name: &str) -> String {
    person.writes_up_to_the_summary(name, HERS).await;
    person.press("Sửa");
    person.sees("Ông/Bà muốn sửa").await;
    person.press("Điện thoại của Ông/Bà");
    person.sees("điện thoại").await;
    person.share_contact("+84987654321");
    person.sees("Bước 4/4").await;
    person.press("✅ Gửi");
    code_in(&person.sees("Mã hồ sơ").await.text)
}

#[tokio::test]
async fn a_citizen_sees_what_is_kept_and_gets_it_as_a_file_once_a_day() {
    for database in Database::each().await {
        let world = World::on(database).await;
        let huong = world.reviewer("Hương").await;
        let lan = world.agreed("Trần Lan").await;
        let code = lan.nominates("Nguyễn Văn Tư").await;
        lan.say("/nhantin");
        lan.sees("Từ nay").await;
        let card = huong.sees(&code).await;
        refuses(&huong, card.id).await;
        lan.sees("chưa được ghi nhận").await;
        lan.press("Đề nghị xem lại");
        lan.sees("Vì sao Ông/Bà đề nghị xem lại").await;
        lan.say(WHY);
        lan.sees("Đã nhận đề nghị xem lại").await;
        lan.say(HALF);
        lan.sees("giới thiệu gương này").await;
        lan.say("/dulieu");
        let kept = lan.sees("Dữ liệu đang giữ về Ông/Bà").await;
        for part in ["Trần Lan", "Hồ sơ đã gửi: 1", "Nhận tin: có", "viết dở", "91/2025/QH15"]
        {
            assert!(kept.text.contains(part), "{part}: {}", kept.text);
        }
        lan.press("Nhận tệp dữ liệu của tôi");
        lan.sees("đang làm tệp dữ liệu").await;
        let page = file_of(&world, &lan, "tất cả dữ liệu hệ thống giữ").await;
        let address = lan.id.to_string();
        for part in [&code, "Trần Lan", &address, STORY, WHY, HALF, "Đã tiếp nhận", "@media print"]
        {
            assert!(page.contains(part), "{part}: {page}");
        }
        // Of the reviewers not even the name.
        assert!(!page.contains("Hương</") && !page.contains("Hương:"), "{page}");
        lan.press("Nhận tệp dữ liệu của tôi");
        lan.sees("Mỗi ngày chỉ làm một tệp").await;
        world.clock.advance(DAY);
        lan.press("Nhận tệp dữ liệu của tôi");
        file_of(&world, &lan, "tất cả dữ liệu hệ thống giữ").await;
        assert_eq!(count(&world, "SELECT COUNT(*) FROM data_files").await, 1);
        assert_eq!(count(&world, "SELECT COUNT(*) FROM audit WHERE act = 'mydata'").await, 2);
        world.end().await;
    }
}

#[tokio::test]
async fn a_file_whose_making_was_broken_off_is_made_anew() {
    for database in Database::each().await {
        let mut world = World::on(database).await;
        let lan = world.agreed("Trần Lan").await.id;
        world.settles().await;
        world.stop().await;
        // As a process leaves it that is killed at it.
        let mut connection = world.database.connect().await;
        for sql in [
            "INSERT INTO timers (contact_id, kind, due_at) SELECT id, 'mydata', $2 FROM contacts
              WHERE address = $1",
            "INSERT INTO uploads (id, name, size, created_at, contact_id)
             SELECT 5, 'a.html', -1, $2, id FROM contacts WHERE address = $1",
            "INSERT INTO upload_pieces (upload_id, position, bytes)
             SELECT 5, 0, 'PGh0bWw+' FROM contacts WHERE address = $1 AND $2 > 0",
        ] {
            let query = sqlx::query(sql).bind(lan.to_string()).bind(world.clock.now() + HOUR);
            assert_eq!(query.execute(&mut connection).await.unwrap().rows_affected(), 1);
        }
        drop(connection);
        world.start().await;
        // Until then somebody else may still be at it.
        world.person(lan).say("/dulieu");
        world.person(lan).sees("Dữ liệu đang giữ").await;
        world.person(lan).press("Nhận tệp dữ liệu của tôi");
        world.person(lan).sees("đang làm tệp").await;
        assert_eq!(count(&world, "SELECT COUNT(*) FROM data_files").await, 0);
        world.clock.advance(HOUR);
        let page = file_of(&world, &world.person(lan), "tất cả dữ liệu").await;
        assert!(page.ends_with("</html>\n") && page.contains("Trần Lan"), "{page}");
        world.settles().await;
        for table in ["SELECT COUNT(*) FROM uploads", "SELECT COUNT(*) FROM timers"] {
            assert_eq!(count(&world, table).await, 0);
        }
        assert_eq!(count(&world, "SELECT COUNT(*) FROM audit WHERE act = 'mydata'").await, 1);
        world.end().await;
    }
}

#[tokio::test]
async fn a_bot_that_ends_while_it_makes_a_file_sends_one_in_the_end() {
    let mut world = World::new().await;
    let lan = world.agreed("Trần Lan").await;
    lan.nominates("Nguyễn Văn Tư").await;
    lan.say("/dulieu");
    lan.sees("Dữ liệu đang giữ").await;
    lan.press("Nhận tệp dữ liệu của tôi");
    lan.sees("đang làm tệp").await;
    let lan = lan.id;
    world.stop().await;
    world.start().await;
    world.clock.advance(HOUR);
    file_of(&world, &world.person(lan), "tất cả dữ liệu").await;
    world.settles().await;
    let messages = world.person(lan).messages();
    assert_eq!(messages.iter().filter(|message| message.media.is_some()).count(), 1);
    assert_eq!(count(&world, "SELECT COUNT(*) FROM audit WHERE act = 'mydata'").await, 1);
    world.end().await;
}

#[tokio::test]
async fn very_much_data_comes_in_parts() {
    let world = World::new().await;
    let lan = world.agreed("Trần Lan").await;
    let mut connection = world.database.connect().await;
    let news = format!("Tin dài {}", "hoa đẹp ".repeat(10_000));
    for sql in [
        "INSERT INTO broadcasts (id, version, kind, state, audience, links, created_by, created_at,
            reported_at, total)
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)
         SELECT n.i, 1, 'news', 'done', '', '', c.id, 0, 1, 1 FROM n, contacts c
          WHERE c.address = $1 AND $2 <> ''",
        "INSERT INTO broadcast_contents (broadcast_id, locale, text, files)
         SELECT id, 'vi', $2 || id || '.', '' FROM broadcasts WHERE $1 <> ''",
        "INSERT INTO broadcast_recipients (broadcast_id, contact_id, state, part, messages, attempts,
            due_at, at)
         SELECT id, created_by, 'sent', 1, '55', 1, 0, 400 FROM broadcasts
          WHERE $1 <> '' AND $2 <> ''",
    ] {
        let query = sqlx::query(sql).bind(lan.id.to_string()).bind(&news);
        query.execute(&mut connection).await.unwrap();
    }
    lan.say("/dulieu");
    lan.sees("Dữ liệu đang giữ").await;
    lan.press("Nhận tệp dữ liệu của tôi");
    let first = file_of(&world, &lan, "Phần 1/2").await;
    let second = file_of(&world, &lan, "Phần 2/2").await;
    for page in [&first, &second] {
        assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"));
    }
    assert!(first.len() < 16 << 20, "{}", first.len());
    // Each piece of it once.
    for id in 1..=100 {
        let end = format!("đẹp {id}.");
        assert_eq!(first.matches(&end).count() + second.matches(&end).count(), 1, "{id}");
    }
    let names: Vec<_> = lan.messages().into_iter().filter_map(|one| one.media?.file_name).collect();
    assert!(names[0].ends_with("-phan-1.html") && names[1].ends_with("-phan-2.html"), "{names:?}");
    world.end().await;
}

#[tokio::test]
async fn what_somebody_wrote_is_no_markup_in_their_file() {
    let world = World::new().await;
    let lan = world.agreed("<script>alert(1)</script>").await;
    lan.say("<img src=x onerror=alert(2)> là một câu chuyện đủ dài để kể lại");
    lan.sees("giới thiệu gương này").await;
    lan.say("/dulieu");
    lan.sees("Dữ liệu đang giữ").await;
    lan.press("Nhận tệp dữ liệu của tôi");
    let page = file_of(&world, &lan, "tất cả dữ liệu").await;
    assert!(!page.contains("<script") && !page.contains("<img"), "{page}");
    assert!(page.contains("&lt;script&gt;") && page.contains("&lt;img"), "{page}");
    world.end().await;
}

#[tokio::test]
async fn who_takes_consent_back_sends_nothing_new_until_they_agree_again() {
    for database in Database::each().await {
        let world = World::on(database).await;
        let lan = world.agreed("Lan").await;
        let code = lan.nominates("Nguyễn Văn Tư").await;
        lan.say("/nhantin");
        lan.sees("Từ nay").await;
        lan.writes_up_to_the_deed("Trần Thị Bảy").await;
        lan.say("/dulieu");
        lan.sees("Dữ liệu đang giữ").await;
        lan.press("Rút lại đồng ý");
        lan.sees("Hồ sơ đã gửi vẫn ở lại").await;
        lan.press("Rút lại sự đồng ý");
        lan.sees("Đã rút lại sự đồng ý").await;
        assert_eq!(count(&world, "SELECT COUNT(*) FROM timers").await, 0);
        let news = "SELECT COUNT(*) FROM subscriptions WHERE withdrawn_at IS NULL";
        assert_eq!(count(&world, news).await, 0);
        lan.say("/gioithieu");
        lan.sees("Kính chào").await;
        lan.say("/hoso");
        lan.sees(&code).await;
        lan.say("/dulieu");
        let kept = lan.sees("đã rút lại ngày").await;
        assert!(kept.button("Rút lại đồng ý").is_none());
        lan.press_forged(kept.id, &Press::Rights(Rights::DisagreeSure).encode());
        lan.is_told("không có sự đồng ý nào").await;
        lan.say("/start");
        lan.sees("Kính chào").await;
        lan.press("Đồng ý");
        lan.sees("Cảm ơn").await;
        lan.nominates("Trần Thị Bảy").await;
        world.end().await;
    }
}

#[tokio::test]
async fn after_erasure_nothing_of_the_person_is_found_in_any_table() {
    for database in Database::each().await {
        let world = World::on(database).await;
        let huong = world.reviewer("Hương").await;
        let lan = world.agreed("Trần Thị Ngọc Lan").await;
        let open = nominates_with_phone(&lan, "Đặng Xuân Bách").await;
        let card = huong.sees(&open).await;
        assert!(card.text.contains("Trần Thị Ngọc Lan"), "{}", card.text);
        let recognised = lan.nominates("Nguyễn Văn Tư").await;
        let other = huong.sees(&recognised).await;
        huong.approves(other.id).await;
        lan.sees("Tin vui").await;
        let refused = lan.nominates("Lê Quang Hợp").await;
        let third = huong.sees(&refused).await;
        refuses(&huong, third.id).await;
        lan.sees("chưa được ghi nhận").await;
        lan.say(HALF);
        lan.sees("giới thiệu gương này").await;
        lan.say("/dulieu");
        lan.sees("Dữ liệu đang giữ").await;
        lan.press("Nhận tệp dữ liệu của tôi");
        lan.sees("tất cả dữ liệu").await;
        world.settles().await;
        let address = lan.id.to_string();
        let personal = ["Trần Thị Ngọc Lan", "87654321", HALF, HERS, "Đặng Xuân Bách", &address];
        for word in personal {
            assert!(!traces(&world, &[word]).await.is_empty(), "{word} was never there");
        }
        erases(&lan).await;
        world.settles().await;
        assert_eq!(traces(&world, &personal).await, Vec::new());
        assert_eq!(count(&world, "SELECT COUNT(*) FROM uploads").await, 0);
        // What the office decided is its record: the deed and who did it, in these places alone.
        let kept = traces(&world, &["Nguyễn Văn Tư", STORY]).await;
        let places: Vec<_> = kept.iter().map(|(table, column, _)| (&**table, &**column)).collect();
        for place in &places {
            let of_the_deed = [
                ("nominations", "nominee_name"),
                ("nominations", "story"),
                ("exemplars", "name"),
                // What is published is drawn from here, if somebody wrote it.
                ("publications", "story"),
            ];
            assert!(of_the_deed.contains(place), "{place:?}");
        }
        assert!(places.contains(&("nominations", "story")));
        let mut reader = world.store.read().await.unwrap();
        match chain::verify(&mut reader, None).await.unwrap() {
            Verdict::Whole { removed, .. } => assert!(removed > 0),
            broken => panic!("{broken:?}"),
        }
        drop(reader);
        // Reviewers see that it was taken back, and no more who it was.
        let card = huong.sees_on(card.id, "Đã rút").await;
        assert!(!card.text.contains("Lan") && !card.text.contains("Xuân Bách"), "{}", card.text);
        huong.say("/tim 0987654321");
        huong.sees("Không").await;
        // And she begins anew.
        lan.say("/start");
        lan.sees("Kính chào").await;
        lan.press("Đồng ý");
        lan.sees("Cảm ơn").await;
        lan.say("/hoso");
        lan.sees("chưa gửi hồ sơ nào").await;
        world.end().await;
    }
}

#[tokio::test]
async fn the_last_question_is_good_for_a_while_and_no_old_button_erases() {
    let world = World::new().await;
    let lan = world.agreed("Lan").await;
    lan.say("/dulieu");
    lan.sees("Dữ liệu đang giữ").await;
    lan.press("Yêu cầu xoá dữ liệu");
    lan.sees("Xoá ngay").await;
    lan.press("Đã đọc, xoá dữ liệu");
    let asked = lan.sees("không lấy lại được").await;
    world.clock.advance(HOUR);
    lan.press_on(asked.id, "Xoá vĩnh viễn");
    lan.is_told("xác nhận lại").await;
    let later = Press::Rights(Rights::EraseSure(world.clock.now() + HOUR)).encode();
    lan.press_forged(asked.id, &later);
    lan.is_told("xác nhận lại").await;
    assert_eq!(count(&world, "SELECT COUNT(*) FROM contacts WHERE erased_at IS NOT NULL").await, 0);
    lan.press("Không xoá");
    lan.sees("Dữ liệu đang giữ").await;
    world.end().await;
}

#[tokio::test]
async fn the_team_and_the_muted_are_told_what_comes_first() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    let forged = Press::Rights(Rights::EraseSure(world.clock.now())).encode();
    admin.press_forged(admin.newest().id, &forged);
    admin.sees("thôi giao việc").await;
    let lan = world.agreed("Lan").await;
    let mut connection = world.database.connect().await;
    sqlx::query(
        "INSERT INTO sanctions (id, contact_id, kind, reason, by_id, at)
         SELECT 1, l.id, 'mute', '#spam', a.id, 0 FROM contacts l, contacts a
          WHERE l.address = $1 AND a.address = $2",
    )
    .bind(lan.id.to_string())
    .bind(admin.id.to_string())
    .execute(&mut connection)
    .await
    .unwrap();
    lan.say("/dulieu");
    let kept = lan.sees("Dữ liệu đang giữ").await;
    assert!(kept.text.contains("tạm dừng gửi bài"), "{}", kept.text);
    lan.press("Nhận tệp dữ liệu của tôi");
    let page = file_of(&world, &lan, "tất cả dữ liệu").await;
    assert!(page.contains("Lý do: Gửi nhiều lần") && !page.contains("Dũng"), "{page}");
    lan.press("Yêu cầu xoá dữ liệu");
    lan.sees("chưa xoá được dữ liệu ở đây").await;
    world.end().await;
}

#[tokio::test]
async fn what_was_entered_for_others_goes_on_without_who_entered_it() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    let huong = behalf::agreed(&world, "Hương").await;
    let binh = world.reviewer("Bình").await;
    let code = behalf::enters(&huong, "Nguyễn Văn Tư").await;
    let card = binh.sees(&code).await;
    // And another, of which she has written no more than who tells it.
    huong.say("/nhapho");
    huong.sees("Ai kể cho Ông/Bà việc này?").await;
    huong.say("Vũ Thị Chín");
    huong.sees("Số điện thoại").await;
    huong.say("0987111222");
    huong.sees("bằng cách nào?").await;
    huong.press("Đồng ý qua điện thoại");
    huong.sees("Bước 1/4").await;
    huong.press("Cá nhân");
    huong.sees("họ và tên").await;
    huong.say("Lê Thị Mười");
    huong.sees("Bước 2/4").await;
    admin.dismisses("Hương").await;
    admin.sees("Đã thôi giao việc cho Hương").await;
    // It is other people's data, and only counted in hers.
    huong.say("/dulieu");
    huong.sees("Dữ liệu đang giữ về Ông/Bà").await;
    huong.press("Nhận tệp dữ liệu của tôi");
    let page = file_of(&world, &huong, "tất cả dữ liệu").await;
    assert!(page.contains("nhập hộ người khác: 1"), "{page}");
    assert!(page.contains("đang nhập hộ"), "{page}");
    for others in ["Phạm Thị Tám", "Nguyễn Văn Tư", "0912", "Vũ Thị Chín", "0987", "Lê Thị Mười"]
    {
        assert!(!page.contains(others), "{others}: {page}");
    }
    erases(&huong).await;
    world.settles().await;
    binh.approves(card.id).await;
    world.settles().await;
    // Her chat gets nothing of it any more.
    assert!(huong.newest().text.contains("đã được xoá"), "{}", huong.newest().text);
    assert_eq!(traces(&world, &["Hương"]).await, Vec::new());
    assert!(!traces(&world, &["Phạm Thị Tám"]).await.is_empty());
    world.end().await;
}

#[tokio::test]
async fn data_is_seen_had_and_erased_in_english() {
    let world = World::new().await;
    let ann = world.speaker("Ann", "en");
    let label = |key: &str| text(Locale::En, key, &[]);
    ann.say("/start");
    ann.sees("Welcome").await;
    ann.press(&label("consent"));
    ann.sees("Thank you for agreeing").await;
    ann.say("/help");
    ann.sees("You can").await;
    ann.press(&label("button-notice"));
    ann.sees("Your rights").await;
    ann.press(&label("button-mydata"));
    ann.sees("What is kept about you").await;
    ann.press(&label("rights-file"));
    let page = file_of(&world, &ann, "This is all that is kept").await;
    assert!(page.contains("<html lang=\"en\">") && page.contains("What the log says"), "{page}");
    ann.press(&label("rights-disagree"));
    ann.sees("Taking your consent back").await;
    ann.press(&label("back"));
    ann.sees("What is kept about you").await;
    ann.press(&label("rights-erase"));
    ann.sees("Erased at once").await;
    ann.press(&label("rights-erase-next"));
    ann.sees("cannot be brought back").await;
    ann.press(&label("rights-erase-sure"));
    ann.sees("Your data is erased").await;
    world.end().await;
}
