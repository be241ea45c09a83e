//! The queries about messages to many as their authors see them, on SQLite and on PostgreSQL.

use hoadep::clock::DAY;
use hoadep::domain::audience::{Activity, Audience, Tick, Who};
use hoadep::domain::broadcast::content::{Attached, Content, Link};
use hoadep::domain::broadcast::{Move, Outcome, Pause, Skip, State};
use hoadep::domain::evidence::{File, FileKind};
use hoadep::domain::role::Role;
use hoadep::domain::scope::Scope;
use hoadep::i18n::Locale;
use hoadep::store::audience::Asked;
use hoadep::store::broadcasts::{Advance, Broadcast};
use hoadep::store::contacts::Caller;
use hoadep::store::{Store, audience, broadcasts, contacts, members, subscriptions};

use crate::store::{each, lan, meet, nominate, set_the_stage, turn};

const NOW: i64 = 400 * DAY;

fn draft(id: i64) -> Broadcast {
    Broadcast::draft(id, 1, NOW, Audience::default().stored())
}

fn moved(step: Move, by: Option<i64>) -> Advance {
    Advance { step, pause: (step == Move::Pause).then_some(Pause::Asked), by, now: NOW + 1 }
}

/// Moves one through these states.
async fn walk(store: &Store, mut one: Broadcast, steps: &'static [Move]) -> Broadcast {
    for step in steps {
        let mut next = one.clone();
        one = turn!(store, |tx| {
            assert!(broadcasts::advance(tx, &mut next, moved(*step, Some(1))).await?, "{step:?}");
            Ok(next)
        });
    }
    one
}

async fn read(store: &Store, id: i64) -> Broadcast {
    broadcasts::by_id(&mut store.read().await.unwrap(), id).await.unwrap().unwrap()
}

async fn subscribe(store: &Store, contact: i64) {
    turn!(store, |tx| subscriptions::grant(tx, contact, 1, NOW).await);
}

#[tokio::test]
async fn one_is_moved_on_only_from_where_it_was_read() {
    each(async |store| {
        meet(store, 1, "77").await;
        meet(store, 2, "78").await;
        let one = draft(10);
        turn!(store, |tx| broadcasts::insert(tx, &draft(10)).await);
        assert_eq!(read(store, 10).await, one);
        let proposed = walk(store, one.clone(), &[Move::Propose]).await;
        assert_eq!((proposed.state, proposed.version), (State::Proposed, 2));
        assert_eq!(read(store, 10).await, proposed);
        let mut old = one.clone();
        turn!(store, |tx| {
            assert!(!broadcasts::advance(tx, &mut old, moved(Move::Schedule, Some(2))).await?);
            assert!(!broadcasts::touch(tx, &mut old).await?, "an old version");
            Ok(())
        });
        let mut second = proposed.clone();
        let scheduled = turn!(store, |tx| {
            broadcasts::advance(tx, &mut second, moved(Move::Schedule, Some(2))).await?;
            Ok(second)
        });
        assert_eq!(scheduled.confirmed, Some((1, NOW + 1)));
        assert_eq!(scheduled.seconded, Some((2, NOW + 1)));
        let mut timed = scheduled.clone();
        let timed = turn!(store, |tx| {
            timed.due_at = Some(NOW + DAY);
            broadcasts::must_touch(tx, &mut timed).await?;
            broadcasts::set_reach(tx, 10, 7).await?;
            Ok(broadcasts::hold(tx, 10).await?.unwrap())
        });
        assert_eq!((timed.due_at, timed.reach, timed.version), (Some(NOW + DAY), Some(7), 4));
        let begun = walk(store, timed, &[Move::Start, Move::Pause]).await;
        assert_eq!((begun.pause, begun.started_at), (Some(Pause::Asked), Some(NOW + 1)));
        let mut late = begun.clone();
        turn!(store, |tx| {
            let postponed = broadcasts::advance(tx, &mut late, moved(Move::Postpone, None)).await?;
            assert!(!postponed, "it had begun");
            assert!(broadcasts::note_told(tx, 10, late.version).await?);
            assert!(!broadcasts::note_told(tx, 10, late.version).await?);
            Ok(())
        });
        let stopped = walk(store, begun, &[Move::Resume, Move::Send, Move::Stop]).await;
        assert_eq!(stopped.ended_at, Some(NOW + 1));
        assert_eq!(read(store, 10).await, stopped);
    })
    .await;
}

#[tokio::test]
async fn what_it_says_is_kept_by_language_and_found_by_who_gave_it() {
    each(async |store| {
        meet(store, 1, "77").await;
        let mut one = draft(10);
        one.links = vec![Link { to: "https://a.vn".into(), vi: "Xem".into(), en: None }];
        turn!(store, |tx| broadcasts::insert(tx, &one).await);
        assert_eq!(read(store, 10).await.links.len(), 1);
        let file = File { kind: FileKind::Photo, handle: "photo:a".into(), name: None, size: None };
        let content = Content {
            text: "<b>Chào</b>".into(),
            source: Some("1:5".into()),
            files: vec![Attached { file, source: "1:6".into() }],
        };
        let kept = content.clone();
        turn!(store, |tx| {
            broadcasts::put_content(tx, 10, Locale::Vi, &Content::default()).await?;
            broadcasts::put_content(tx, 10, Locale::Vi, &kept).await?;
            broadcasts::put_content(tx, 10, Locale::En, &Content::default()).await
        });
        let mut reader = store.read().await.unwrap();
        let contents = broadcasts::contents(&mut reader, 10).await.unwrap();
        assert_eq!((contents.vi, contents.en), (content, Some(Content::default())));
        for (source, found) in
            [("1:5", Some((10, Locale::Vi))), ("1:6", Some((10, Locale::Vi))), ("1:7", None)]
        {
            assert_eq!(broadcasts::given_by(&mut reader, source).await.unwrap(), found, "{source}");
        }
        turn!(store, |tx| broadcasts::remove_content(tx, 10, Locale::En).await);
        assert_eq!(broadcasts::contents(&mut reader, 10).await.unwrap().en, None);
    })
    .await;
}

#[tokio::test]
async fn who_watches_and_what_is_live_or_unreported_is_known() {
    each(async |store| {
        meet(store, 1, "77").await;
        for id in [10, 11, 12] {
            turn!(store, |tx| broadcasts::insert(tx, &draft(id)).await);
        }
        let pass = Broadcast { of: Some(11), ..draft(13) };
        turn!(store, |tx| broadcasts::insert(tx, &pass).await);
        walk(store, draft(10), &[Move::Schedule]).await;
        walk(store, draft(11), &[Move::Schedule, Move::Start, Move::Send, Move::Finish]).await;
        walk(store, draft(12), &[Move::Discard]).await;
        let mut reader = store.read().await.unwrap();
        let ids = |all: Vec<Broadcast>| all.into_iter().map(|one| one.id).collect::<Vec<_>>();
        assert_eq!(broadcasts::live(&mut reader).await.unwrap(), [10]);
        assert_eq!(broadcasts::unreported(&mut reader).await.unwrap(), [11]);
        assert_eq!(ids(broadcasts::latest(&mut reader, 2, 0).await.unwrap()), [13, 11]);
        assert_eq!(ids(broadcasts::latest(&mut reader, 2, 2).await.unwrap()), [10]);
        assert_eq!(ids(broadcasts::passes(&mut reader, 11).await.unwrap()), [13]);
        turn!(store, |tx| {
            assert!(broadcasts::report(tx, 11, NOW).await?);
            assert!(!broadcasts::report(tx, 11, NOW).await?, "told once");
            broadcasts::watch(tx, 11, 1).await?;
            broadcasts::watch(tx, 11, 1).await?;
            broadcasts::wish(tx, 11, 1, true).await
        });
        assert!(broadcasts::unreported(&mut reader).await.unwrap().is_empty());
        assert_eq!(broadcasts::watchers(&mut reader, 11).await.unwrap(), [1]);
        assert_eq!(broadcasts::wishes(&mut reader).await.unwrap(), [(11, 1)]);
        turn!(store, |tx| broadcasts::wish(tx, 11, 1, false).await);
        assert!(broadcasts::wishes(&mut reader).await.unwrap().is_empty());
    })
    .await;
}

fn including(ticks: &[Tick]) -> Audience {
    let mut audience = Audience::default();
    assert!(ticks.iter().all(|tick| audience.include.toggle(tick.clone())));
    audience
}

fn excluding(ticks: &[Tick]) -> Audience {
    let Audience { include, .. } = including(ticks);
    Audience { exclude: include, ..Audience::default() }
}

#[tokio::test]
async fn an_audience_is_who_wants_news_and_fits() {
    each(async |store| {
        set_the_stage(store).await;
        // 1 nominated; 2 reviews a commune; 3 is an admin by configuration; 4 reads English; 5 wants no
        // news; 6 stopped the bot.
        for (id, address) in [(2, "78"), (3, "79"), (5, "81"), (6, "82")] {
            meet(store, id, address).await;
        }
        let john = Caller { address: "80", app_language: "en-GB", ..lan() };
        turn!(store, |tx| contacts::meet(tx, john, 4, 1_000).await);
        nominate(store, 20, "HD-1", NOW - 20 * DAY).await;
        for id in [1, 2, 3, 4, 6] {
            subscribe(store, id).await;
        }
        let mut scope = Scope::default();
        assert!(scope.toggle_commune("11953"));
        turn!(store, |tx| {
            contacts::set_blocked(tx, 6, Some(1)).await?;
            members::grant(tx, 2, Role::Reviewer, None, 1).await?;
            members::set_scope(tx, 2, &scope).await
        });
        let admins = [("telegram".to_owned(), "79".to_owned())];
        let everybody = Audience::default();
        for (audience, who) in [
            (everybody, vec![1, 2, 3, 4]),
            (including(&[Tick::Who(Who::Reviewer)]), vec![2]),
            (including(&[Tick::Who(Who::Admin), Tick::Who(Who::Editor)]), vec![3]),
            (including(&[Tick::Who(Who::Citizen)]), vec![1, 4]),
            (including(&[Tick::Language(Locale::En)]), vec![4]),
            (including(&[Tick::Language(Locale::Vi)]), vec![1, 2, 3]),
            (including(&[Tick::Channel("telegram".into())]), vec![1, 2, 3, 4]),
            (including(&[Tick::Channel("zalo".into())]), vec![]),
            (including(&[Tick::Commune("11953".into())]), vec![2]),
            (including(&[Tick::Activity(Activity::Nominated)]), vec![1]),
            (including(&[Tick::Activity(Activity::Never)]), vec![2, 3, 4]),
            (including(&[Tick::Activity(Activity::Within7)]), vec![]),
            (including(&[Tick::Activity(Activity::Within30)]), vec![1]),
            (including(&[Tick::Campaign(5)]), vec![1]),
            (including(&[Tick::Campaign(6)]), vec![]),
            (including(&[Tick::Who(Who::Citizen), Tick::Language(Locale::Vi)]), vec![1]),
            (excluding(&[Tick::Who(Who::Reviewer), Tick::Language(Locale::En)]), vec![1, 3]),
            (excluding(&[Tick::Campaign(5), Tick::Who(Who::Admin)]), vec![2, 4]),
        ] {
            let asked =
                Asked { audience: &audience, admins: &admins, locale: Locale::Vi, now: NOW };
            let mut reader = store.read().await.unwrap();
            let count = audience::count(&mut reader, asked).await.unwrap();
            assert_eq!(count, who.len() as i64, "{audience:?}");
            drop(reader);
            assert_eq!(collected(store, &audience).await, who, "{audience:?}");
        }
        let mut reader = store.read().await.unwrap();
        let campaigns = audience::campaigns(&mut reader).await.unwrap();
        assert_eq!(campaigns, [(5, "Hoa đẹp".to_owned())]);
    })
    .await;
}

/// Whom it is fixed to, two looked at at a time.
async fn collected(store: &Store, audience: &Audience) -> Vec<i64> {
    let audience = audience.clone();
    turn!(store, |tx| {
        for table in ["broadcast_recipients", "broadcasts"] {
            let sql = format!("DELETE FROM {table}");
            sqlx::query(sqlx::AssertSqlSafe(sql)).execute(tx.connection()).await?;
        }
        let mut one = draft(30);
        broadcasts::insert(tx, &one).await?;
        broadcasts::advance(tx, &mut one, moved(Move::Schedule, Some(1))).await?;
        broadcasts::advance(tx, &mut one, moved(Move::Start, None)).await?;
        let admins = [("telegram".to_owned(), "79".to_owned())];
        let asked = Asked { audience: &audience, admins: &admins, locale: Locale::Vi, now: NOW };
        let mut from = Some(0);
        while let Some(after) = from {
            from = audience::collect(tx, 30, asked, after, 2).await?;
        }
        broadcasts::set_collected(tx, 30, i64::MAX).await
    });
    let mut reader = store.read().await.unwrap();
    let all = "SELECT contact_id FROM broadcast_recipients ORDER BY contact_id";
    let who: Vec<i64> = sqlx::query_scalar(all).fetch_all(&mut *reader).await.unwrap();
    let one = broadcasts::by_id(&mut reader, 30).await.unwrap().unwrap();
    assert_eq!((one.counts.total, one.collected_to), (who.len() as i64, i64::MAX));
    who
}

#[tokio::test]
async fn who_missed_it_is_listed_and_a_pass_goes_to_who_got_it() {
    each(async |store| {
        for (id, address) in [(1, "77"), (2, "78"), (3, "79"), (4, "80")] {
            meet(store, id, address).await;
            subscribe(store, id).await;
        }
        // Who subscribed after it had begun gets the next one.
        meet(store, 5, "81").await;
        turn!(store, |tx| subscriptions::grant(tx, 5, 1, NOW + 1).await);
        assert_eq!(collected(store, &Audience::default()).await, [1, 2, 3, 4]);
        turn!(store, |tx| {
            let sql = "UPDATE broadcast_recipients SET state = 'sent', messages = '9', at = $1
                        WHERE contact_id = 1";
            sqlx::query(sql).bind(NOW).execute(tx.connection()).await?;
            let sql = "UPDATE broadcast_recipients SET state = 'unknown', at = $1, reason = 'cut'
                        WHERE contact_id = 2";
            sqlx::query(sql).bind(NOW).execute(tx.connection()).await?;
            assert_eq!(broadcasts::skip_waiting(tx, 30, Skip::Stopped, NOW, 1).await?, 1);
            assert_eq!(broadcasts::skip_waiting(tx, 30, Skip::Stopped, NOW, 9).await?, 1);
            assert_eq!(broadcasts::skip_waiting(tx, 30, Skip::Stopped, NOW, 9).await?, 0);
            let mut pass = Broadcast { of: Some(30), ..draft(31) };
            broadcasts::insert(tx, &pass).await?;
            broadcasts::advance(tx, &mut pass, moved(Move::Schedule, Some(1))).await?;
            broadcasts::advance(tx, &mut pass, moved(Move::Start, None)).await?;
            assert_eq!(audience::collect_pass(tx, 31, 30, NOW, 0, 2).await?, Some(2));
            assert_eq!(audience::collect_pass(tx, 31, 30, NOW, 2, 9).await?, None);
            Ok(())
        });
        let mut reader = store.read().await.unwrap();
        assert_eq!(audience::count_pass(&mut reader, 30, NOW).await.unwrap(), 1);
        assert_eq!(audience::count_pass(&mut reader, 30, NOW + 1).await.unwrap(), 0);
        let missed = broadcasts::missed(&mut reader, 30, 0, 2).await.unwrap();
        let missed: Vec<_> = missed.iter().map(|one| (one.contact, one.outcome)).collect();
        assert_eq!(missed, [(2, Outcome::Unknown), (3, Outcome::Skipped)]);
        let rest = broadcasts::missed(&mut reader, 30, 3, 2).await.unwrap();
        assert_eq!((rest.len(), rest[0].reason.as_deref()), (1, Some("stopped")));
        assert_eq!(broadcasts::skips(&mut reader, 30).await.unwrap(), [(Skip::Stopped, 2)]);
        let one = broadcasts::by_id(&mut reader, 30).await.unwrap().unwrap();
        assert_eq!((one.counts.skipped, one.counts.left()), (2, 2));
    })
    .await;
}
