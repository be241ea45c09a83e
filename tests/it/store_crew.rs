//! The team's queries: invitations that wait, roles that change, what was done lately; and the
//! catalogue of fields and reasons.

use std::path::Path;

use hoadep::domain::catalog::{Change, Kind, Part};
use hoadep::domain::policy::Figure;
use hoadep::domain::role::Role;
use hoadep::domain::scope::Scope;
use hoadep::store::audit::{self, Act, Actor, Entry, Subject};
use hoadep::store::invites::{self, Invitation, Worth};
use hoadep::store::{Store, catalog, members, settings};
use sqlx::Executor;
use sqlx::migrate::Migrator;

use crate::databases::Database;
use crate::store::{each, meet, turn};

fn invitation(id: i64, by: Option<i64>) -> Invitation {
    let scope = Scope::from_stored(Some("11953;")).unwrap();
    Invitation { id, role: Role::Editor, scope, by, made_at: id, expires_at: 100 }
}

#[tokio::test]
async fn an_invitation_waits_until_it_is_used_taken_back_or_over() {
    each(async |store| {
        meet(store, 1, "77").await;
        turn!(store, |tx| {
            for (id, code) in [(1, "used"), (2, "revoked"), (3, "waits")] {
                invites::insert(tx, code, &invitation(id, Some(1))).await?;
            }
            invites::insert(tx, "own", &invitation(4, None)).await
        });
        let pending = async |now| {
            let mut reader = store.read().await.unwrap();
            let all = invites::pending(&mut reader, now, 10, 0).await.unwrap();
            let count = invites::count_pending(&mut reader, now).await.unwrap();
            assert_eq!(count, all.len() as i64);
            all.into_iter().map(|one| one.id).collect::<Vec<_>>()
        };
        assert_eq!(pending(50).await, [3, 2, 1]);
        assert!(turn!(store, |tx| invites::take(tx, "used", 1, 50).await));
        assert!(turn!(store, |tx| invites::revoke(tx, 2, 50).await));
        assert_eq!(pending(50).await, [3]);
        // Neither undoes what the other did, and the program's own is not the team's to take back.
        assert!(!turn!(store, |tx| invites::revoke(tx, 1, 50).await));
        assert!(!turn!(store, |tx| invites::revoke(tx, 4, 50).await));
        assert!(!turn!(store, |tx| invites::take(tx, "revoked", 1, 50).await));
        let mut reader = store.read().await.unwrap();
        assert_eq!(invites::look(&mut reader, "revoked", 50).await.unwrap(), Worth::Revoked);
        let one = invites::by_id(&mut reader, 3, 50).await.unwrap();
        assert_eq!(one, Some(invitation(3, Some(1))));
        assert_eq!(invites::by_id(&mut reader, 2, 50).await.unwrap(), None);
        drop(reader);
        let longer = turn!(store, |tx| invites::prolong(tx, "waits", 200, 60).await);
        assert_eq!(longer, Some(Invitation { expires_at: 200, ..invitation(3, Some(1)) }));
        for gone in ["used", "revoked", "own", "nothing"] {
            assert_eq!(turn!(store, |tx| invites::prolong(tx, gone, 200, 60).await), None);
        }
        assert_eq!(pending(150).await, [3]);
        assert_eq!(pending(200).await, Vec::<i64>::new());
        assert_eq!(turn!(store, |tx| invites::prolong(tx, "waits", 300, 200).await), None);
        assert!(!turn!(store, |tx| invites::revoke(tx, 3, 200).await));
    })
    .await;
}

#[tokio::test]
async fn a_role_changes_once_from_what_it_was_and_keeps_its_scope() {
    each(async |store| {
        meet(store, 1, "77").await;
        let scope = Scope::from_stored(Some("11953;")).unwrap();
        let kept = scope.clone();
        turn!(store, |tx| {
            members::grant(tx, 1, Role::Reviewer, None, 10).await?;
            members::set_scope(tx, 1, &scope).await
        });
        let recast = async |since, now| {
            turn!(store, |tx| members::recast(tx, 1, Role::Editor, 1, (since, now)).await)
        };
        assert!(!recast(9, 20).await);
        assert!(recast(10, 10).await);
        let mut reader = store.read().await.unwrap();
        assert_eq!(members::since(&mut reader, 1).await.unwrap(), Some(11));
        assert_eq!(members::since(&mut reader, 2).await.unwrap(), None);
        assert_eq!(members::scope(&mut reader, 1).await.unwrap(), kept);
        drop(reader);
        assert!(!recast(10, 30).await);
    })
    .await;
}

#[tokio::test]
async fn what_somebody_did_and_what_was_set_are_listed_from_the_newest() {
    each(async |store| {
        meet(store, 1, "77").await;
        let figure = Figure::named("claim-hours").unwrap();
        turn!(store, |tx| {
            let lan = Some(Actor { id: 1, name: "Lan" });
            let entry = Entry::new(10, Act::Role, Subject::Contact(1), lan, 5);
            audit::record(tx, &entry.with("joined")).await?;
            settings::set(tx, 11, figure, 48, lan, 6).await?;
            settings::set(tx, 12, figure, 24, None, 7).await
        });
        let mut reader = store.read().await.unwrap();
        let acts = audit::by(&mut reader, 1, 10, 0).await.unwrap();
        let seen: Vec<_> = acts.iter().map(|one| (one.at, one.act.as_str())).collect();
        assert_eq!(seen, [(6, "setting"), (5, "role")]);
        assert_eq!(acts[1].detail.as_deref(), Some("joined"));
        assert_eq!(audit::by(&mut reader, 1, 10, 1).await.unwrap(), acts[1..]);
        assert_eq!(audit::last_by(&mut reader, 1).await.unwrap(), Some(6));
        assert_eq!(audit::last_by(&mut reader, 2).await.unwrap(), None);
        let set = audit::settings(&mut reader, 10, 0).await.unwrap();
        assert_eq!(set.iter().map(|one| one.at).collect::<Vec<_>>(), [7, 6]);
        assert_eq!((set[0].actor, set[1].actor), (None, Some(1)));
        assert_eq!(set[1].subject, "setting:claim-hours");
        assert_eq!(audit::settings(&mut reader, 1, 1).await.unwrap(), set[1..]);
    })
    .await;
}

#[tokio::test]
async fn what_is_changed_of_the_catalogue_is_read_with_the_figures() {
    each(async |store| {
        let mut reader = store.read().await.unwrap();
        let (policy, before) = settings::rules(&mut reader).await.unwrap();
        assert_eq!(policy, settings::policy(&mut reader).await.unwrap());
        drop(reader);
        let added = Change {
            kind: Kind::Field,
            code: "x1".into(),
            words: [Some("Hòa giải".into()), None, None, None],
            hidden: None,
            place: Some(-1),
            version: 1,
        };
        turn!(store, |tx| {
            catalog::insert(tx, &added).await?;
            let figure = Figure::named("claim-hours").unwrap();
            settings::set(tx, 11, figure, 48, None, 6).await
        });
        for part in Part::ALL {
            let renamed = turn!(store, |tx| {
                let version = part as i64;
                let which = (Kind::Reason, "unverified", version);
                catalog::rename(tx, which, part, part.code()).await
            });
            assert!(renamed, "{part:?}");
        }
        let field = |version| (Kind::Field, "honesty", version);
        assert!(turn!(store, |tx| catalog::hide(tx, field(0), true).await));
        // Who saw it before knows nothing of what was done since.
        assert!(!turn!(store, |tx| catalog::hide(tx, field(0), false).await));
        assert!(!turn!(store, |tx| catalog::rename(tx, field(0), Part::Vi, "Khác").await));
        turn!(store, |tx| catalog::put(tx, Kind::Field, "work", -2).await);
        let mut reader = store.read().await.unwrap();
        let (policy, after) = settings::rules(&mut reader).await.unwrap();
        assert_eq!(policy.claim_hours, 48);
        let first: Vec<_> = after.offered_fields().take(3).map(|one| &*one.code).collect();
        assert_eq!(first, ["work", "x1", "rescue"]);
        assert!(after.offered_field("honesty").is_none());
        assert_eq!(after.field("honesty").map(|one| one.version), Some(1));
        let reason = after.reason("unverified").unwrap();
        assert_eq!((reason.label("vi"), reason.text("en")), ("vi", "en-long"));
        assert_eq!(after.entries(Kind::Field).len(), before.entries(Kind::Field).len() + 1);
    })
    .await;
}

#[tokio::test]
async fn invitations_of_before_get_an_id_each() {
    for database in Database::each().await {
        // Makes the file.
        Store::open(&database.url).await.unwrap().close().await;
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
        let migrator = Migrator::new(folder).await.unwrap();
        let mut connection = database.connect().await;
        migrator.run_to(17, &mut connection).await.unwrap();
        let old = "INSERT INTO invites (code_hash, role, created_at, expires_at)
                   VALUES ('b', 'admin', 1, 2), ('a', 'reviewer', 1, 2)";
        connection.execute(old).await.unwrap();
        migrator.run_to(18, &mut connection).await.unwrap();
        let ids = sqlx::query_scalar::<_, i64>("SELECT id FROM invites ORDER BY code_hash");
        assert_eq!(ids.fetch_all(&mut connection).await.unwrap(), [1, 2]);
    }
}
