//! What is kept no longer is forgotten each day, listed before, and told in the audit.

use hoadep::clock::DAY;
use hoadep::domain::retention::Kind;
use hoadep::store::Store;
use sqlx::{AssertSqlSafe, Executor};

use crate::audit::{hoadep, said};
use crate::databases::Database;
use crate::store::{meet, nominate, set_the_stage, turn};
use crate::tester::{World, eventually};

async fn number(store: &Store, sql: &str) -> i64 {
    let mut reader = store.read().await.unwrap();
    sqlx::query_scalar(AssertSqlSafe(sql.to_owned())).fetch_one(&mut *reader).await.unwrap()
}

#[tokio::test]
async fn a_refused_nomination_loses_its_files_then_its_words_as_the_days_pass() {
    for database in Database::each().await {
        let world = World::on(database).await;
        world.set("keep-files-days", 60).await;
        world.set("keep-refused-days", 90).await;
        world.set("keep-idle-days", 100).await;
        let binh = world.reviewer("Bình").await;
        let lan = world.agreed("Lan").await;
        // Somebody who only said hello, and is not heard of again.
        world.agreed("Người ghé qua").await;
        lan.writes_up_to_the_deed("Nguyễn Văn Tư").await;
        lan.send_photo("Bác tự bỏ tiền vá lại con đường đầu làng cho các cháu đi học.");
        lan.sees("Đã nhận").await;
        lan.press("Xong");
        lan.sees("Bước 4/4").await;
        lan.press("✅ Gửi");
        let code = crate::tester::code_in(&lan.sees("Mã hồ sơ").await.text);
        binh.sees(&code).await;
        lan.say("/hoso");
        world.settles().await;
        // It was taken back; how is another test's business.
        let now = world.clock.now();
        turn!(world.store, |tx| {
            let sql =
                "UPDATE nominations SET state = 'withdrawn', state_since = $1, decided_at = $1";
            sqlx::query(sql).bind(now).execute(tx.connection()).await?;
            tx.connection().execute("DELETE FROM desk_timers").await?;
            Ok(())
        });
        let count = async |sql: &str| number(&world.store, sql).await;
        let erased = "SELECT COUNT(*) FROM nominations WHERE erased_at IS NOT NULL";
        let files = "SELECT COUNT(*) FROM evidence WHERE kind = 'photo'";
        assert_eq!((count(files).await, count(erased).await), (1, 0));
        world.clock.advance(59 * DAY);
        // The day's work is done once the old events are gone.
        eventually(async || count("SELECT COUNT(*) FROM inbox").await == 0).await;
        world.settles().await;
        assert_eq!(count(files).await, 1);
        world.clock.advance(2 * DAY);
        eventually(async || count(files).await == 0).await;
        assert_eq!(count(erased).await, 0);
        world.clock.advance(30 * DAY);
        eventually(async || count(erased).await == 1).await;
        world.clock.advance(15 * DAY);
        let gone = "SELECT COUNT(*) FROM contacts WHERE erased_at IS NOT NULL";
        eventually(async || count(gone).await == 1).await;
        world.settles().await;
        // Each is told in the audit, and the days with their numbers.
        let one = "SELECT COUNT(*) FROM audit WHERE act = 'retain' AND nomination_id IS NOT NULL";
        assert_eq!(count(one).await, 2);
        let days = "SELECT COUNT(*) FROM audit WHERE act = 'retain' AND subject = 'database'
            AND detail LIKE '%\"refused\":1%'";
        eventually(async || count(days).await == 1).await;
        let proof = said(&hoadep(&world.database, &["audit", "verify"], "vi"), 0);
        assert!(proof.contains("unbroken"), "{proof}");
        world.end().await;
    }
}

#[tokio::test]
async fn an_operator_lists_what_is_kept_no_longer_and_then_has_it_forgotten() {
    for database in Database::each().await {
        let store = database.store().await;
        set_the_stage(&store).await;
        meet(&store, 2, "78").await;
        nominate(&store, 10, "HD-AAAAA", 500).await;
        turn!(store, |tx| {
            let sql = "UPDATE nominations SET state = 'refused', state_since = 86400000";
            tx.connection().execute(sql).await?;
            Ok(())
        });
        let dry = said(&hoadep(&database, &["retention", "--dry-run"], "vi"), 0);
        assert_eq!(dry.lines().count(), Kind::ALL.len() + 1, "{dry}");
        let line = |said: &str, kind: Kind| {
            let line = said.lines().find(|line| line.starts_with(&format!("{} ", kind.code())));
            let line = line.unwrap_or_else(|| panic!("nothing of {kind:?}: {said}"));
            line.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(line(&dry, Kind::Refused)[1..4], ["1095", "1", "02/01/1970"]);
        assert_eq!(line(&dry, Kind::Idle)[1..4], ["730", "1", "01/01/1970"]);
        assert_eq!(line(&dry, Kind::Ledger)[1..4], ["365", "0", "–"]);
        assert!(dry.contains("giữ mã, địa bàn, kết quả"), "{dry}");
        assert!(!dry.contains("Bà Tám") && !dry.contains("HD-AAAAA"), "{dry}");
        let erased = "SELECT COUNT(*) FROM nominations WHERE erased_at IS NOT NULL";
        assert_eq!(number(&store, erased).await, 0);
        let done = said(&hoadep(&database, &["retention"], "en"), 0);
        assert!(done.contains("3 items were past their time"), "{done}");
        assert_eq!(number(&store, erased).await, 1);
        let dry = said(&hoadep(&database, &["retention", "--dry-run"], "en"), 0);
        for kind in Kind::ALL {
            assert_eq!(line(&dry, kind)[2], "0", "{dry}");
        }
        let life = said(&hoadep(&database, &["audit", "show", "HD-AAAAA"], "en"), 0);
        assert!(life.contains("forgot what is kept no longer"), "{life}");
        said(&hoadep(&database, &["audit", "verify"], "vi"), 0);
        store.close().await;
    }
}
