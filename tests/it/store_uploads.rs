//! The queries about files that the program makes.

use std::path::Path;

use hoadep::conversation::message::{Message, Upload};
use hoadep::domain::evidence::FileKind;
use hoadep::domain::retention::Kind as Retained;
use hoadep::store::{Dialect, Store, StoreError, outbox, uploads};
use sqlx::migrate::Migrator;
use sqlx::{Executor as _, Row as _};

use crate::databases::Database;
use crate::store::{each, forget, outgoing_answer, turn};

/// Bytes of which no stretch is like another.
pub fn noise(count: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_u32;
    let next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state.to_le_bytes()[0]
    };
    std::iter::repeat_with(next).take(count).collect()
}

async fn read(store: &Store, id: i64) -> Option<Vec<u8>> {
    uploads::bytes(&mut store.read().await.unwrap(), id).await.unwrap()
}

#[tokio::test]
async fn a_file_is_kept_whole_in_pieces_until_it_is_old() {
    each(async |store| {
        for (id, size) in [(1, 0), (2, 1), (3, 196_608), (4, 196_609), (5, 3_000_000)] {
            let (bytes, kept) = (noise(size), noise(size));
            turn!(store, |tx| uploads::put(tx, id, "tệp.bin", &bytes, 1_000 + id).await);
            assert_eq!(read(store, id).await, Some(kept));
            let mut reader = store.read().await.unwrap();
            assert_eq!(uploads::size(&mut reader, id).await.unwrap(), Some(size as u64));
        }
        let mut reader = store.read().await.unwrap();
        let first = uploads::piece(&mut reader, 4, 0).await.unwrap().unwrap();
        assert_eq!(first.len(), 196_608);
        assert_eq!(uploads::piece(&mut reader, 4, 1).await.unwrap().unwrap().len(), 1);
        assert_eq!(uploads::piece(&mut reader, 4, 2).await.unwrap(), None);
        drop(reader);

        assert_eq!(forget(store, Retained::Uploads, 1_003).await, 2);
        assert_eq!(read(store, 2).await, None);
        assert_eq!(read(store, 3).await, Some(noise(196_608)));
    })
    .await;
}

#[tokio::test]
async fn a_file_goes_with_the_last_message_that_names_it() {
    each(async |store| {
        let upload = Upload { id: 7, name: "a.csv".to_owned(), kind: FileKind::Document };
        let mut outgoing = outgoing_answer();
        outgoing.message.upload = Some(upload);
        turn!(store, |tx| {
            uploads::put(tx, 7, "a.csv", b"a", 1_000).await?;
            uploads::put(tx, 70, "b.csv", b"b", 1_000).await?;
            let mut ids = 1..;
            let two = [outgoing.clone(), outgoing];
            outbox::insert(tx, &mut || ids.next().unwrap(), &two, 1_000).await
        });
        for (row, left) in [(1, Some(b"a".to_vec())), (2, None)] {
            turn!(store, |tx| {
                outbox::settle(tx, &[(row, outbox::Settled::Done)]).await?;
                uploads::forget_used(tx, &[7]).await
            });
            assert_eq!(read(store, 7).await, left);
        }
        assert!(read(store, 70).await.is_some());
        turn!(store, |tx| uploads::forget(tx, 70).await);
        assert_eq!(read(store, 70).await, None);
    })
    .await;
}

#[tokio::test]
async fn who_needs_a_file_is_found_by_an_index_and_by_no_word_of_a_message() {
    each(async |store| {
        let mut outgoing = outgoing_answer();
        outgoing.message = Message::of("\"upload\":{\"id\":7,\"name\"");
        turn!(store, |tx| {
            uploads::put(tx, 7, "a.csv", b"a", 1_000).await?;
            outbox::insert(tx, &mut || 1, &[outgoing], 1_000).await?;
            uploads::forget_used(tx, &[7]).await
        });
        assert_eq!(read(store, 7).await, None);
        let mut reader = store.read().await.unwrap();
        if store.dialect() == Dialect::Sqlite {
            let sql = "EXPLAIN QUERY PLAN SELECT COUNT(*) FROM outbox
                WHERE upload_id = $1 AND dead_reason IS NULL";
            let plan = sqlx::query(sql).bind(7_i64).fetch_all(&mut *reader).await.unwrap();
            let plan: Vec<String> = plan.iter().map(|row| row.get("detail")).collect();
            assert!(plan.join("; ").contains("USING INDEX outbox_upload"), "{plan:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_file_larger_than_one_may_be_is_not_made() {
    each(async |store| {
        let mut growing = turn!(store, |tx| uploads::begin(tx, 7, "a.csv", 1_000).await);
        growing = turn!(store, |tx| {
            let mut growing = growing;
            uploads::append(tx, &mut growing, &[0; 1_000]).await?;
            Ok(growing)
        });
        let more = vec![0; uploads::SIZE_MAX as usize - 999];
        let refused = store.write(0, move |tx| {
            Box::pin(async move { uploads::append(tx, &mut growing, &more).await })
        });
        assert!(matches!(refused.await, Err(StoreError::Large)));
    })
    .await;
}

#[tokio::test]
async fn the_files_of_somebodys_own_data_are_forgotten_with_them() {
    each(async |store| {
        turn!(store, |tx| {
            for id in [7, 8, 9] {
                let mut growing = uploads::begin(tx, id, "a.html", 1_000).await?;
                uploads::append(tx, &mut growing, &[1; 200_000]).await?;
                uploads::note_whose(tx, &growing, if id == 9 { 2 } else { 1 }).await?;
                if id > 7 {
                    uploads::finish(tx, growing).await?;
                }
            }
            uploads::forget_of(tx, 1).await
        });
        assert_eq!(forget(store, Retained::Uploads, 2_000).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_file_that_is_written_page_by_page_is_there_once_it_is_finished() {
    each(async |store| {
        let mut growing = turn!(store, |tx| uploads::begin(tx, 7, "bang.csv", 1_000).await);
        for page in noise(500_000).chunks(70_001).map(<[u8]>::to_vec) {
            growing = turn!(store, |tx| {
                let mut growing = growing;
                uploads::append(tx, &mut growing, &page).await?;
                Ok(growing)
            });
        }
        assert_eq!(growing.size(), 500_000);
        assert_eq!(read(store, 7).await, None, "half a file is none");
        turn!(store, |tx| uploads::finish(tx, growing).await);
        assert_eq!(read(store, 7).await, Some(noise(500_000)));

        // What nobody finished goes with the others.
        let _ = turn!(store, |tx| uploads::begin(tx, 8, "bang.csv", 1_001).await);
        assert_eq!(forget(store, Retained::Uploads, 2_000).await, 2);
    })
    .await;
}

#[tokio::test]
async fn messages_of_before_still_name_their_files() {
    for database in Database::each().await {
        // Makes the file.
        Store::open(&database.url).await.unwrap().close().await;
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
        let migrator = Migrator::new(folder).await.unwrap();
        let mut connection = database.connect().await;
        migrator.run_to(23, &mut connection).await.unwrap();
        for old in [
            "INSERT INTO contacts (id, channel, address, name, app_language, created_at)
             VALUES (1, 'telegram', '77', 'Lan', 'vi', 1)",
            "INSERT INTO uploads (id, name, size, created_at) VALUES (7, 'a', 0, 1), (77, 'b', 0, 1)",
            "INSERT INTO data_files (contact_id, upload_id, made_at) VALUES (1, 77, 5)",
            r#"INSERT INTO outbox (id, channel, address, lane, redraw, payload, attempts, due_at,
                maybe_sent, created_at)
             VALUES (1, 'telegram', '77', 0, 0, '{"text":"a","upload":{"id":77,"name":"b"}}', 0, 0, 0, 0),
                (2, 'telegram', '77', 0, 0, '{"text":"a","upload":{"id":7,"name":"a"}}', 0, 0, 0, 0),
                (3, 'telegram', '77', 0, 0, '{"text":"a"}', 0, 0, 0, 0)"#,
        ] {
            connection.execute(old).await.unwrap_or_else(|error| panic!("{old}: {error}"));
        }
        migrator.run_to(24, &mut connection).await.unwrap();
        let named =
            sqlx::query_scalar::<_, Option<i64>>("SELECT upload_id FROM outbox ORDER BY id");
        assert_eq!(named.fetch_all(&mut connection).await.unwrap(), [Some(77), Some(7), None]);
        let whose =
            sqlx::query_scalar::<_, Option<i64>>("SELECT contact_id FROM uploads ORDER BY id");
        assert_eq!(whose.fetch_all(&mut connection).await.unwrap(), [None, Some(1)]);
    }
}
