//! Every query of the store, on SQLite and on PostgreSQL.
//!
//! `sqlx::Any` checks no SQL when it is compiled, so a query that nobody ran may be wrong. The last
//! test here holds this file to naming every function that has one.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};

use hoadep::clock::Clock;
use hoadep::conversation::message::Message;
use hoadep::delivery::outgoing::{Lane, Outgoing, Placement};
use hoadep::domain::behalf::{How, OnBehalf};
use hoadep::domain::catalog::Catalog;
use hoadep::domain::draft::Draft;
use hoadep::domain::evidence::{File, FileKind};
use hoadep::domain::limit::Sent;
use hoadep::domain::nomination::{NomineeKind, State};
use hoadep::domain::policy::{Figure, Policy};
use hoadep::domain::queue::{Sight, Which};
use hoadep::domain::retention::Kind as Retained;
use hoadep::domain::role::Role;
use hoadep::domain::sanction::{Kind, Restriction};
use hoadep::domain::scope::Scope;
use hoadep::i18n::Locale;
use hoadep::ids::Ids;
use hoadep::store::audit::{Act, Actor, Entry, Subject};
use hoadep::store::campaigns::Campaign;
use hoadep::store::cards::Card;
use hoadep::store::chain::Verdict;
use hoadep::store::contacts::{Caller, Contact};
use hoadep::store::groups::{Group, Room};
use hoadep::store::invites::{Invitation, Worth};
use hoadep::store::nominations::{NewNomination, Transition};
use hoadep::store::outbox::Settled;
use hoadep::store::queue::Looking;
use hoadep::store::sanctions::NewSanction;
use hoadep::store::slots::Drawn;
use hoadep::store::{
    Store, audit, campaigns, cards, chain, contacts, evidence, groups, health, inbox, invites,
    leases, members, nominations, outbox, queue, retention, sanctions, settings, slots, timers,
};

use crate::databases::Database;

/// Runs a body in a turn of its own and gives what it gives, committed.
macro_rules! turn {
    ($store:expr, |$tx:ident| $body:expr) => {
        $store.write(0, move |$tx| Box::pin(async move { $body })).await.unwrap()
    };
}
pub(crate) use turn;

/// Runs a test on an empty migrated database of each kind.
pub async fn each(test: impl AsyncFn(&Store)) {
    for database in Database::each().await {
        let store = database.store().await;
        test(&store).await;
        store.close().await;
    }
}

pub fn lan() -> Caller<'static> {
    Caller { channel: "telegram", address: "77", name: "Lan Nguyễn", app_language: "vi-VN" }
}

/// Meets somebody with this id and address.
pub async fn meet(store: &Store, id: i64, address: &'static str) -> Contact {
    turn!(store, |tx| contacts::meet(tx, Caller { address, ..lan() }, id, 1_000).await)
}

fn photo(handle: &str) -> File {
    File { kind: FileKind::Photo, handle: handle.into(), name: None, size: None }
}

/// A draft with nothing but what must be there.
pub fn draft() -> Draft {
    let mut draft = Draft {
        kind: Some(NomineeKind::Person),
        name: Some("Bà Tám".into()),
        commune: Some("12345".into()),
        ..Draft::default()
    };
    draft.take("1", "Nấu cơm cho người nghèo mỗi ngày.", Some(photo("p1"))).unwrap();
    draft
}

/// A campaign, somebody who nominates, and their nomination with this id.
pub async fn nominate(store: &Store, id: i64, code: &'static str, at: i64) -> bool {
    let new = NewNomination { id, code: code.into(), campaign: 5, nominator: 1, due_at: at + 1 };
    turn!(store, |tx| nominations::insert(tx, &new, &draft(), at).await)
}

/// From how a nomination was sent to another state.
pub fn sent_to(to: State) -> Transition {
    Transition { from: State::Submitted, version: 1, to, due_at: None, by: Some(2), tell_at: None }
}

/// Forgets what there is of a kind from before a moment, and gives how much that was.
pub async fn forget(store: &Store, kind: Retained, before: i64) -> u64 {
    let ids = Ids::new(Clock::default());
    let done = turn!(store, |tx| retention::forget(tx, kind, before, 0, 9, (&ids, before)).await);
    assert_eq!(done.more, None);
    done.forgotten
}

pub async fn set_the_stage(store: &Store) {
    meet(store, 1, "77").await;
    let campaign = Campaign { id: 5, title: "Hoa đẹp".into(), prefix: "HD".into() };
    turn!(store, |tx| campaigns::insert(tx, &campaign, 0).await);
}

#[tokio::test]
async fn migrations_are_pending_once() {
    for database in Database::each().await {
        let store = Store::open(&database.url).await.unwrap();
        assert!(store.pending_migrations().await.unwrap() > 0);
        store.migrate().await.unwrap();
        assert_eq!(store.pending_migrations().await.unwrap(), 0);
        store.migrate().await.unwrap();
        turn!(store, |tx| {
            sqlx::query("UPDATE _sqlx_migrations SET version = 9999 WHERE version = 1")
                .execute(tx.connection())
                .await?;
            Ok(())
        });
        let said = store.pending_migrations().await.unwrap_err().to_string();
        assert!(said.contains("9999") && said.contains("newer program"), "{said}");
        let said = store.migrate().await.unwrap_err().to_string();
        assert!(said.contains("newer program"), "{said}");
    }
}

#[tokio::test]
async fn a_contact_is_met_once_and_followed() {
    each(async |store| {
        let new = meet(store, 1, "77").await;
        assert_eq!((new.id, new.address.as_str(), new.name.as_str()), (1, "77", "Lan Nguyễn"));
        assert_eq!((new.channel.as_str(), new.app_language.as_str()), ("telegram", "vi-VN"));
        assert_eq!(new.language, Some(Locale::Vi));
        assert_eq!((new.consented, new.role, new.session.clone()), (None, None, None));
        assert!(!new.blocked);

        // The id is for a new one only; the platform's new name is kept.
        let renamed = Caller { name: "Lan", app_language: "fr", ..lan() };
        let met = turn!(store, |tx| contacts::meet(tx, renamed, 2, 2_000).await);
        let mut reader = store.read().await.unwrap();
        let kept = contacts::by_id(&mut reader, 1).await.unwrap().unwrap();
        let taken = turn!(store, |tx| contacts::take_up(tx, 1).await).unwrap();
        for now in [met, kept, taken] {
            assert_eq!((now.id, now.name.as_str()), (1, "Lan"));
            assert_eq!((now.app_language.as_str(), now.language), ("fr", None));
        }
        assert!(contacts::by_id(&mut reader, 2).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn a_contact_keeps_session_language_consent_and_block() {
    each(async |store| {
        meet(store, 1, "77").await;
        turn!(store, |tx| {
            contacts::save_session(tx, 1, "{\"v\":1}").await?;
            contacts::speak(tx, 1, Locale::En).await?;
            contacts::consent(tx, 1, 3, 50).await?;
            contacts::consent(tx, 1, 3, 60).await?;
            contacts::consent(tx, 1, 2, 70).await?;
            contacts::set_blocked(tx, 1, Some(99)).await
        });
        let contact = meet(store, 2, "77").await;
        assert_eq!(contact.session.as_deref(), Some("{\"v\":1}"));
        assert_eq!((contact.language, contact.consented), (Some(Locale::En), Some(3)));
        assert!(contact.blocked);
        turn!(store, |tx| {
            sqlx::query("UPDATE consents SET withdrawn_at = 80 WHERE version = 3")
                .execute(tx.connection())
                .await?;
            Ok(())
        });
        assert_eq!(meet(store, 2, "77").await.consented, Some(2));
        turn!(store, |tx| contacts::consent(tx, 1, 3, 90).await);
        assert_eq!(meet(store, 2, "77").await.consented, Some(3));
        let granted = "SELECT granted_at FROM consents ORDER BY version";
        let mut reader = store.read().await.unwrap();
        let granted: Vec<i64> = sqlx::query_scalar(granted).fetch_all(&mut *reader).await.unwrap();
        assert_eq!(granted, [70, 90]);
        drop(reader);
        turn!(store, |tx| contacts::put_aside(tx, 1, 40).await);
        let contact = meet(store, 2, "77").await;
        assert_eq!(contact.session, None);
        assert_eq!(contact.session_aside.as_deref(), Some("{\"v\":1}"));
        assert_eq!(forget(store, Retained::Aside, 40).await, 0);
        assert_eq!(forget(store, Retained::Aside, 41).await, 1);
        assert_eq!(meet(store, 2, "77").await.session_aside, None);
        turn!(store, |tx| {
            contacts::save_session(tx, 1, "{}").await?;
            contacts::put_aside(tx, 1, 40).await?;
            contacts::take_from_aside(tx, 1).await
        });
        assert_eq!(meet(store, 2, "77").await.session_aside, None);
        turn!(store, |tx| contacts::set_blocked(tx, 1, None).await);
        assert!(!meet(store, 2, "77").await.blocked);
        turn!(store, |tx| {
            contacts::block_address(tx, "telegram", "77", Some(5)).await?;
            // A group has no contact, and that is no fault.
            contacts::block_address(tx, "telegram", "-100", Some(5)).await
        });
        assert!(meet(store, 2, "77").await.blocked);
        for nobody in [
            store.write(0, |tx| Box::pin(contacts::save_session(tx, 9, "{}"))).await,
            store.write(0, |tx| Box::pin(contacts::put_aside(tx, 9, 1))).await,
            store.write(0, |tx| Box::pin(contacts::take_from_aside(tx, 9))).await,
            store.write(0, |tx| Box::pin(contacts::speak(tx, 9, Locale::Vi))).await,
            store.write(0, |tx| Box::pin(contacts::set_blocked(tx, 9, None))).await,
        ] {
            assert!(nobody.unwrap_err().to_string().contains("0 rows"));
        }
    })
    .await;
}

#[tokio::test]
async fn members_are_granted_listed_and_dismissed() {
    each(async |store| {
        for (id, address) in [(1, "a"), (2, "b"), (3, "c")] {
            meet(store, id, address).await;
        }
        turn!(store, |tx| {
            members::grant(tx, 1, Role::Reviewer, None, 10).await?;
            members::grant(tx, 2, Role::Reviewer, Some(1), 10).await?;
            members::grant(tx, 2, Role::Admin, Some(1), 11).await
        });
        let mut reader = store.read().await.unwrap();
        let ids = |team: Vec<Contact>| team.iter().map(|member| member.id).collect::<Vec<_>>();
        assert_eq!(ids(contacts::members(&mut reader).await.unwrap()), [1, 2]);
        assert_eq!(members::count_admins(&mut reader).await.unwrap(), 1);
        drop(reader);
        assert_eq!(meet(store, 9, "b").await.role, Some(Role::Admin));
        turn!(store, |tx| members::lock_admins(tx).await);
        assert!(turn!(store, |tx| members::dismiss(tx, 2).await));
        assert!(!turn!(store, |tx| members::dismiss(tx, 2).await));
        assert_eq!(meet(store, 9, "b").await.role, None);
        let mut reader = store.read().await.unwrap();
        let found = contacts::at(&mut reader, "telegram", "b").await.unwrap().unwrap();
        assert_eq!((found.id, found.role), (2, None));
        assert!(contacts::at(&mut reader, "telegram", "z").await.unwrap().is_none());
    })
    .await;
}

fn narrow() -> Scope {
    let mut scope = Scope::default();
    assert!(
        scope.toggle_commune("11953") && scope.toggle_field(Catalog::built_in(), "environment")
    );
    scope
}

#[tokio::test]
async fn a_scope_limits_what_a_reviewer_is_listed_and_ends_with_the_role() {
    each(async |store| {
        set_the_stage(store).await;
        meet(store, 2, "78").await;
        meet(store, 3, "79").await;
        let place = |commune: &str, field: Option<&str>| Draft {
            commune: Some(commune.into()),
            field: field.map(str::to_owned),
            ..draft()
        };
        for (id, code, draft) in [
            (10, "HD-AAAAA", place("11953", Some("environment"))),
            (11, "HD-BBBBB", place("11953", None)),
            (12, "HD-CCCCC", place("13120", Some("environment"))),
        ] {
            let new = NewNomination { id, code: code.into(), campaign: 5, nominator: 1, due_at: 0 };
            assert!(turn!(store, |tx| nominations::insert(tx, &new, &draft, id).await));
        }
        turn!(store, |tx| {
            members::grant(tx, 2, Role::Reviewer, None, 0).await?;
            members::grant(tx, 3, Role::Reviewer, None, 0).await?;
            members::set_scope(tx, 2, &narrow()).await?;
            members::set_scope(tx, 2, &narrow()).await
        });
        let listed = async |contact| {
            let mut reader = store.read().await.unwrap();
            let scope = members::scope(&mut reader, contact).await.unwrap();
            let sight = Sight::from(&scope);
            let looking = Looking { reviewer: contact, now: 0, sight: &sight };
            let found = queue::page(&mut reader, &looking, Which::Waiting, 9, 0).await.unwrap();
            let sizes = queue::sizes(&mut reader, &looking).await.unwrap();
            assert_eq!(usize::try_from(sizes.waiting).unwrap(), found.len());
            found.into_iter().map(|one| one.id).collect::<Vec<_>>()
        };
        assert_eq!(listed(2).await, [10]);
        assert_eq!(listed(3).await, [10, 11, 12]);
        let mut place = Scope::default();
        place.toggle_commune("11953");
        let kept = place.clone();
        turn!(store, |tx| members::set_scope(tx, 2, &place).await);
        assert_eq!(listed(2).await, [10, 11]);
        let mut reader = store.read().await.unwrap();
        assert_eq!(members::scope(&mut reader, 2).await.unwrap(), kept);
        assert_eq!(members::scope(&mut reader, 3).await.unwrap(), Scope::default());
        assert_eq!(members::scopes(&mut reader).await.unwrap(), [(2, kept)].into());
        for (nomination, slot) in [(12, "a"), (10, "b")] {
            let card = Card {
                channel: "telegram".into(),
                address: "79".into(),
                slot: slot.to_owned(),
                language: Locale::Vi,
            };
            turn!(store, |tx| cards::insert(tx, nomination, &card).await);
        }
        let held = cards::subjects_in_chat(&mut reader, "telegram", "79").await.unwrap();
        let environment = Some("environment".to_owned());
        assert_eq!(
            held,
            [(10, "11953".into(), environment.clone()), (12, "13120".into(), environment)]
        );
        drop(reader);
        assert!(turn!(store, |tx| members::dismiss(tx, 2).await));
        let mut reader = store.read().await.unwrap();
        assert!(members::scopes(&mut reader).await.unwrap().is_empty());
    })
    .await;
}

fn group(address: &str, commune: Option<&str>, bound_by: Option<i64>) -> Group {
    let commune = commune.map(str::to_owned);
    Group { channel: "telegram".into(), address: address.into(), commune, bound_by }
}

#[tokio::test]
async fn a_group_gets_the_cards_it_is_bound_to_until_it_is_not() {
    each(async |store| {
        let found = async |commune| {
            let mut reader = store.read().await.unwrap();
            groups::for_commune(&mut reader, commune).await.unwrap()
        };
        let (one, all) = (group("-1", Some("11953"), Some(1)), group("-2", None, Some(2)));
        let kept = [one.clone(), all.clone()];
        turn!(store, |tx| {
            groups::bind(tx, &group("-1", Some("13120"), Some(7)), true, 0).await?;
            groups::bind(tx, &kept[0], false, 1).await?;
            groups::bind(tx, &kept[1], true, 1).await
        });
        assert_eq!(found("11953").await, [one.clone(), all.clone()]);
        assert_eq!(found("13120").await, [all]);
        let mut reader = store.read().await.unwrap();
        assert_eq!(groups::at(&mut reader, "telegram", "-1").await.unwrap(), Some(one));
        assert_eq!(groups::at(&mut reader, "telegram", "-3").await.unwrap(), None);
        drop(reader);
        turn!(store, |tx| groups::configure(tx, "telegram", Some("-3"), None, 2).await);
        turn!(store, |tx| groups::configure(tx, "telegram", Some("-4"), Some(true), 2).await);
        assert_eq!(found("13120").await.len(), 2, "one is configured at a time");
        turn!(store, |tx| groups::configure(tx, "telegram", Some("-2"), None, 2).await);
        assert_eq!(found("13120").await, [group("-2", None, None)]);
        turn!(store, |tx| groups::configure(tx, "telegram", None, None, 2).await);
        assert_eq!(found("13120").await, []);
        assert!(turn!(store, |tx| groups::unbind(tx, "telegram", "-1").await));
        assert!(!turn!(store, |tx| groups::unbind(tx, "telegram", "-1").await));
        assert_eq!(found("11953").await, []);
    })
    .await;
}

#[tokio::test]
async fn a_commune_has_one_topic_in_a_forum_that_lets_us_make_any() {
    each(async |store| {
        let room = async |address, commune| {
            let mut reader = store.read().await.unwrap();
            groups::room(&mut reader, "telegram", address, commune).await.unwrap()
        };
        assert_eq!(room("-1", "11953").await, Room::Common);
        turn!(store, |tx| groups::bind(tx, &group("-1", None, Some(7)), false, 0).await);
        assert_eq!(room("-1", "11953").await, Room::Common);
        turn!(store, |tx| groups::set_forum(tx, "telegram", "-1", true).await);
        assert_eq!(room("-1", "11953").await, Room::Missing);
        turn!(store, |tx| groups::note_topic(tx, "telegram", "-1", "11953", "4").await);
        turn!(store, |tx| groups::note_topic(tx, "telegram", "-1", "11953", "5").await);
        assert_eq!(room("-1", "11953").await, Room::Thread("5".into()));
        assert_eq!(room("-1", "13120").await, Room::Missing);
        let refused =
            async || turn!(store, |tx| groups::refuse_topics(tx, "telegram", "-1", 9).await);
        assert_eq!(refused().await, Some(7));
        assert_eq!(refused().await, None, "it is told once");
        assert_eq!(room("-1", "11953").await, Room::Thread("5".into()));
        assert_eq!(room("-1", "13120").await, Room::Common);
        let mut reader = store.read().await.unwrap();
        let refusing = groups::refusing(&mut reader, 7).await.unwrap();
        assert_eq!(refusing, [group("-1", None, Some(7))]);
        drop(reader);
        turn!(store, |tx| groups::allow_topics(tx, "telegram", "-1").await);
        assert_eq!(room("-1", "13120").await, Room::Missing);
        // Both the old address and the new one were bound.
        turn!(store, |tx| groups::bind(tx, &group("-9", Some("13120"), Some(7)), false, 0).await);
        turn!(store, |tx| groups::note_topic(tx, "telegram", "-9", "11953", "77").await);
        turn!(store, |tx| outbox::move_chat(tx, "telegram", "-1", "-9").await);
        assert_eq!(room("-9", "11953").await, Room::Thread("5".into()));
        assert_eq!(room("-1", "11953").await, Room::Common);
        let mut reader = store.read().await.unwrap();
        let moved = groups::at(&mut reader, "telegram", "-9").await.unwrap();
        assert_eq!(moved, Some(group("-9", None, Some(7))));
    })
    .await;
}

#[tokio::test]
async fn a_person_has_one_sanction_at_a_time_until_it_is_closed() {
    each(async |store| {
        meet(store, 1, "a").await;
        meet(store, 2, "b").await;
        let new = |id| NewSanction {
            id,
            contact: 1,
            kind: Kind::Mute,
            reason: "#spam",
            by: 2,
            until: Some(200),
        };
        turn!(store, |tx| sanctions::insert(tx, &new(10), 100).await);
        let second = store.write(0, move |tx| {
            Box::pin(async move { sanctions::insert(tx, &new(11), 101).await })
        });
        assert!(second.await.is_err());
        let mut restriction = Restriction { kind: Kind::Mute, until: Some(200), answered: false };
        assert_eq!(meet(store, 9, "a").await.restriction, Some(restriction));
        assert_eq!(meet(store, 9, "b").await.restriction, None);
        turn!(store, |tx| sanctions::mark_answered(tx, 10, 120).await);
        restriction.answered = true;
        assert_eq!(meet(store, 9, "a").await.restriction, Some(restriction));
        let mut reader = store.read().await.unwrap();
        let one = sanctions::by_id(&mut reader, 10).await.unwrap().unwrap();
        assert_eq!((one.contact, one.name.as_str(), one.kind), (1, "Lan Nguyễn", Kind::Mute));
        assert_eq!((one.reason.as_str(), one.by_name.as_str()), ("#spam", "Lan Nguyễn"));
        assert_eq!((one.at, one.until, one.lifted_at), (100, Some(200), None));
        assert!(one.holds(199) && !one.holds(200));
        let counted = async |now| {
            let mut reader = store.read().await.unwrap();
            let listed = sanctions::in_force(&mut reader, now, 9, 0).await.unwrap();
            let count = sanctions::count_in_force(&mut reader, now).await.unwrap();
            assert_eq!(listed.len(), usize::try_from(count).unwrap());
            count
        };
        assert_eq!((counted(199).await, counted(200).await), (1, 0));
        drop(reader);
        assert!(turn!(store, |tx| sanctions::lift(tx, 10, Some(2), 150).await));
        assert!(!turn!(store, |tx| sanctions::lift(tx, 10, None, 151).await));
        assert_eq!(meet(store, 9, "a").await.restriction, None);
        turn!(store, |tx| {
            let open = NewSanction { kind: Kind::Ban, until: None, ..new(12) };
            sanctions::insert(tx, &open, 160).await
        });
        let mut reader = store.read().await.unwrap();
        let last = sanctions::last_of(&mut reader, 1).await.unwrap().unwrap();
        assert_eq!((last.id, last.kind, last.until), (12, Kind::Ban, None));
        assert!(sanctions::last_of(&mut reader, 2).await.unwrap().is_none());
        drop(reader);
        assert_eq!(counted(i64::MAX).await, 1);
        let nothing = store.write(0, |tx| Box::pin(sanctions::mark_answered(tx, 99, 1)));
        assert!(nothing.await.unwrap_err().to_string().contains("0 rows"));
    })
    .await;
}

#[tokio::test]
async fn what_is_sent_is_counted_by_day_and_what_is_decided_is_open_no_more() {
    each(async |store| {
        set_the_stage(store).await;
        assert_eq!(
            nominations::longest_open(&mut store.read().await.unwrap(), 1).await.unwrap(),
            None
        );
        for (id, code, at) in [(10, "A", 100), (11, "B", 200), (12, "C", 300)] {
            nominate(store, id, code, at).await;
        }
        let decided = turn!(store, |tx| {
            nominations::transition(tx, 10, &sent_to(State::Refused), 310).await
        });
        assert!(decided);
        let mut reader = store.read().await.unwrap();
        let sent = nominations::sent_by(&mut reader, 1, 200).await.unwrap();
        assert_eq!(sent, Sent { open: 2, today: 2 });
        let sent = nominations::sent_by(&mut reader, 1, 0).await.unwrap();
        assert_eq!(sent, Sent { open: 2, today: 3 });
        assert_eq!(nominations::sent_by(&mut reader, 9, 0).await.unwrap(), Sent::default());
        let oldest = nominations::longest_open(&mut reader, 1).await.unwrap();
        assert_eq!(oldest, Some(("B".to_owned(), 200)));
        drop(reader);
        // What is entered for somebody else counts for nobody.
        let told = OnBehalf {
            told_by: Some("Bà Tám".into()),
            told_phone: Some("+84912345678".into()),
            how: Some(How::Paper),
        };
        let kept = told.clone();
        turn!(store, |tx| nominations::enter_for(tx, 11, &kept).await);
        let mut reader = store.read().await.unwrap();
        let one = nominations::by_id(&mut reader, 11).await.unwrap().unwrap();
        assert_eq!((one.nominator, one.on_behalf), (1, Some(told)));
        assert_eq!(nominations::by_id(&mut reader, 12).await.unwrap().unwrap().on_behalf, None);
        let sent = nominations::sent_by(&mut reader, 1, 200).await.unwrap();
        assert_eq!(sent, Sent { open: 1, today: 1 });
        let oldest = nominations::longest_open(&mut reader, 1).await.unwrap();
        assert_eq!(oldest, Some(("C".to_owned(), 300)));
        drop(reader);
        let nothing = store.write(0, |tx| {
            Box::pin(async move { nominations::enter_for(tx, 99, &OnBehalf::default()).await })
        });
        assert!(nothing.await.unwrap_err().to_string().contains("0 rows"));
    })
    .await;
}

/// An invitation of the beginning of time, good until 100, with an id of its own.
fn invitation(role: Role, scope: Scope, by: Option<i64>) -> Invitation {
    static LAST: AtomicI64 = AtomicI64::new(0);
    let id = LAST.fetch_add(1, Ordering::Relaxed) + 1;
    Invitation { id, role, scope, by, made_at: 0, expires_at: 100 }
}

#[tokio::test]
async fn an_invitation_is_taken_by_one_person_once_and_in_time() {
    each(async |store| {
        meet(store, 1, "77").await;
        turn!(store, |tx| {
            invites::insert(tx, "first", &invitation(Role::Admin, Scope::default(), None)).await?;
            invites::insert(tx, "second", &invitation(Role::Reviewer, narrow(), Some(1))).await
        });
        let take = async |code, now| turn!(store, |tx| invites::take(tx, code, 1, now).await);
        let look = async |code, now| {
            let mut reader = store.read().await.unwrap();
            invites::look(&mut reader, code, now).await.unwrap()
        };
        assert_eq!(
            look("first", 99).await,
            Worth::Good { role: Role::Admin, scope: Scope::default(), by: None }
        );
        assert!(take("first", 99).await);
        assert!(!take("first", 99).await);
        assert_eq!(look("first", 99).await, Worth::Used);
        assert!(!take("second", 100).await);
        assert_eq!(look("second", 100).await, Worth::Expired);
        let good = Worth::Good { role: Role::Reviewer, scope: narrow(), by: Some(1) };
        assert_eq!(look("second", 98).await, good);
        assert!(take("second", 98).await);
        assert_eq!(look("second", 101).await, Worth::Used);
        assert_eq!(look("third", 0).await, Worth::Unknown);
        turn!(store, |tx| {
            invites::insert(tx, "own", &invitation(Role::Admin, Scope::default(), None)).await?;
            invites::insert(tx, "somebody's", &invitation(Role::Admin, Scope::default(), Some(1)))
                .await
        });
        assert_eq!(turn!(store, |tx| invites::revoke_unclaimed(tx).await), 1);
        assert_eq!(look("own", 50).await, Worth::Unknown);
        assert!(take("somebody's", 50).await);
        assert_eq!(look("first", 50).await, Worth::Used);
        let once = async || {
            let mut reader = store.read().await.unwrap();
            contacts::once_members(&mut reader).await.unwrap().len()
        };
        assert_eq!(once().await, 1);
        turn!(store, |tx| members::grant(tx, 1, Role::Reviewer, None, 0).await);
        assert_eq!(once().await, 0);
    })
    .await;
}

#[tokio::test]
async fn the_campaign_opened_last_is_the_open_one() {
    each(async |store| {
        let open_at = async |now| {
            let mut reader = store.read().await.unwrap();
            let open = campaigns::season(&mut reader, now).await.unwrap().open;
            open.map(|plan| (plan.id, plan.title("vi").to_owned(), plan.prefix))
        };
        assert_eq!(open_at(100).await, None);
        let default = Campaign { id: 1, title: "Việc tốt".into(), prefix: "HD".into() };
        let kept = default.clone();
        assert!(turn!(store, |tx| campaigns::ensure_default(tx, &kept, 10).await));
        let other = Campaign { id: 2, ..default.clone() };
        assert!(!turn!(store, |tx| campaigns::ensure_default(tx, &other, 20).await));
        let later = Campaign { id: 3, title: "Mùa xuân".into(), prefix: "MX".into() };
        let kept = later.clone();
        turn!(store, |tx| campaigns::insert(tx, &kept, 50).await);
        assert_eq!(open_at(9).await, None);
        let face = |campaign: Campaign| Some((campaign.id, campaign.title, campaign.prefix));
        assert_eq!(open_at(10).await, face(default));
        assert_eq!(open_at(50).await, face(later));
    })
    .await;
}

#[tokio::test]
async fn a_nomination_is_kept_whole_and_its_code_once() {
    each(async |store| {
        set_the_stage(store).await;
        assert!(nominate(store, 10, "HD-AAAAA", 500).await);
        assert!(!nominate(store, 11, "HD-AAAAA", 501).await);
        let mut full = draft();
        full.take("2", "Và dạy học.", Some(File { name: Some("a.pdf".into()), ..photo("p2") }))
            .unwrap();
        full.hamlet = Some("thôn Đông".into());
        full.happened = Some("2026-07".into());
        full.field = Some("day-hoc".into());
        full.nominee_phone = Some("+84901234567".into());
        full.nominator_phone = Some("+84907654321".into());
        (full.is_minor, full.shows_nominator) = (true, true);
        let told = full.clone();
        turn!(store, |tx| {
            let new = NewNomination {
                id: 12,
                code: "HD-CCCCC".into(),
                campaign: 5,
                nominator: 1,
                due_at: 900,
            };
            assert!(nominations::insert(tx, &new, &told, 502).await?);
            Ok(())
        });
        let mut reader = store.read().await.unwrap();
        let bare = nominations::by_id(&mut reader, 10).await.unwrap().unwrap();
        assert_eq!((bare.nominator, bare.nominator_name.as_str()), (1, "Lan Nguyễn"));
        assert_eq!((bare.state, bare.version, bare.decided_at), (State::Submitted, 1, None));
        assert_eq!((bare.hamlet, bare.happened, bare.field), (None, None, None));
        assert_eq!((bare.nominee_phone, bare.nominator_phone), (None, None));
        assert!(!bare.is_minor && !bare.shows_nominator);
        let kept = nominations::by_id(&mut reader, 12).await.unwrap().unwrap();
        assert_eq!((kept.code.as_str(), kept.submitted_at), ("HD-CCCCC", 502));
        assert_eq!((kept.kind, kept.name.as_str()), (NomineeKind::Person, "Bà Tám"));
        assert_eq!((kept.commune.as_str(), kept.story), ("12345", full.story()));
        assert_eq!(
            (kept.hamlet, kept.happened, kept.field),
            (full.hamlet, full.happened, full.field)
        );
        assert_eq!(kept.nominee_phone, full.nominee_phone);
        assert_eq!(kept.nominator_phone, full.nominator_phone);
        assert!(kept.is_minor && kept.shows_nominator);
        let files = evidence::of(&mut reader, 12).await.unwrap();
        assert_eq!(files, [photo("p1"), File { name: Some("a.pdf".into()), ..photo("p2") }]);
        assert!(nominations::by_id(&mut reader, 11).await.unwrap().is_none());
        assert!(evidence::of(&mut reader, 11).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn ones_own_are_paged_the_newest_first() {
    each(async |store| {
        set_the_stage(store).await;
        for (id, code, at) in [(10, "A", 500), (11, "B", 300), (12, "C", 500)] {
            assert!(nominate(store, id, code, at).await);
        }
        let mut reader = store.read().await.unwrap();
        let ids =
            |list: Vec<nominations::Nomination>| list.iter().map(|n| n.id).collect::<Vec<_>>();
        let mine = nominations::of_nominator(&mut reader, 1, 2, 0).await.unwrap();
        assert_eq!(ids(mine), [12, 10]);
        let rest = nominations::of_nominator(&mut reader, 1, 2, 2).await.unwrap();
        assert_eq!(ids(rest), [11]);
        assert_eq!(nominations::count_of(&mut reader, 1).await.unwrap(), 3);
        assert_eq!(nominations::count_of(&mut reader, 2).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn one_decision_wins_and_leaves_its_trace() {
    each(async |store| {
        set_the_stage(store).await;
        meet(store, 2, "78").await;
        nominate(store, 10, "A", 500).await;
        turn!(store, |tx| {
            let actor = Some(Actor { id: 1, name: "Lan Nguyễn" });
            let entry = Entry::state(100, 10, actor, None, State::Submitted, 500);
            audit::record(tx, &entry).await
        });
        let decide = |key, to| {
            store.write(key, move |tx| {
                Box::pin(async move { nominations::transition(tx, 10, &sent_to(to), 600).await })
            })
        };
        let (one, other) = tokio::join!(decide(1, State::Recognised), decide(2, State::Refused));
        let (one, other) = (one.unwrap(), other.unwrap());
        assert!(one != other, "exactly one wins");
        let to = if one { State::Recognised } else { State::Refused };
        turn!(store, |tx| {
            let from = Some(State::Submitted);
            let actor = Some(Actor { id: 2, name: "Lan Nguyễn" });
            let entry = Entry::state(101, 10, actor, from, to, 600);
            audit::record(tx, &entry.because(Some("#unclear"))).await
        });
        assert!(!turn!(store, |tx| nominations::touch(tx, 10).await), "it is decided");
        let mut reader = store.read().await.unwrap();
        let now = nominations::by_id(&mut reader, 10).await.unwrap().unwrap();
        assert_eq!((now.state, now.version, now.decided_at), (to, 2, Some(600)));
        let history = audit::history(&mut reader, 10).await.unwrap();
        assert_eq!(history.len(), 2);
        assert_eq!((history[0].actor, history[0].to), (Some(1), State::Submitted));
        assert_eq!((history[1].actor, history[1].at, history[1].to), (Some(2), 600, to));
        assert_eq!(history[1].actor_name.as_deref(), Some("Lan Nguyễn"));
        assert_eq!(history[1].reason.as_deref(), Some("#unclear"));
    })
    .await;
}

#[tokio::test]
async fn a_life_holds_what_changed_no_state_too_and_all_of_it_is_one_chain() {
    each(async |store| {
        set_the_stage(store).await;
        nominate(store, 10, "A", 500).await;
        turn!(store, |tx| {
            let actor = Some(Actor { id: 1, name: "Lan" });
            // Sealed in the order of their ids.
            let claim = Entry::new(101, Act::Claim, Subject::Nomination(10), None, 501);
            audit::record(tx, &claim.with("{\"hours\":24}")).await?;
            let sent = Entry::state(100, 10, actor, None, State::Submitted, 500);
            audit::record(tx, &sent).await
        });
        turn!(store, |tx| {
            let setting = Entry::new(102, Act::Setting, Subject::Setting("open-max"), None, 502);
            audit::record(tx, &setting).await?;
            let met = Entry::new(103, Act::Distinct, Subject::Exemplar(9), None, 503).of(10);
            audit::record(tx, &met.because(Some("Khác tuổi."))).await
        });
        let mut reader = store.read().await.unwrap();
        let life = audit::life(&mut reader, 10).await.unwrap();
        let told: Vec<_> = life.iter().map(|row| (row.seq, &*row.act, &*row.subject)).collect();
        let expected = [
            (Some(1), "state", "nomination:10"),
            (Some(2), "claim", "nomination:10"),
            (Some(4), "distinct", "exemplar:9"),
        ];
        assert_eq!(told, expected);
        assert_eq!((life[0].actor, life[0].actor_name.as_deref()), (Some(1), Some("Lan")));
        assert_eq!((life[1].actor, &life[1].actor_name), (None, &None));
        assert_eq!(life[1].detail.as_deref(), Some("{\"hours\":24}"));
        assert_eq!(life[2].reason.as_deref(), Some("Khác tuổi."));
        assert_eq!(audit::history(&mut reader, 10).await.unwrap().len(), 1);
        assert_eq!(audit::code_of(&mut reader, 103).await.unwrap().as_deref(), Some("A"));
        assert_eq!(audit::code_of(&mut reader, 102).await.unwrap(), None);
        assert_eq!(nominations::id_of(&mut reader, "A").await.unwrap(), Some(10));
        assert_eq!(nominations::id_of(&mut reader, "B").await.unwrap(), None);
        assert_eq!(chain::unsealed(&mut reader).await.unwrap(), 0);
        let whole = chain::verify(&mut reader, None).await.unwrap();
        let Verdict::Whole { rows: 4, removed: 0, until: Some(503), head } = whole else {
            panic!("{whole:?}");
        };
        let last = chain::verify(&mut reader, Some(2)).await.unwrap();
        assert_eq!(last, Verdict::Whole { rows: 2, removed: 0, until: Some(503), head });
    })
    .await;
}

#[tokio::test]
async fn a_figure_that_was_set_counts_and_one_that_does_not_read_does_not() {
    each(async |store| {
        let policy = async || settings::policy(&mut store.read().await.unwrap()).await.unwrap();
        assert_eq!(policy().await, Policy::default());
        let figure = Figure::named("open-max").unwrap();
        let actor = Some(Actor { id: 1, name: "Lan" });
        assert!(turn!(store, |tx| settings::set(tx, 1, figure, 3, actor, 500).await));
        assert!(!turn!(store, |tx| settings::set(tx, 2, figure, 3, actor, 501).await));
        assert_eq!(policy().await, Policy { open_max: 3, ..Policy::default() });
        assert!(turn!(store, |tx| settings::set(tx, 3, figure, 4, None, 502).await));
        let mut reader = store.read().await.unwrap();
        let kept: Vec<(String, Option<String>, String)> =
            sqlx::query_as("SELECT subject, actor_name, detail FROM audit ORDER BY seq")
                .fetch_all(&mut *reader)
                .await
                .unwrap();
        let expected = [
            ("setting:open-max".into(), Some("Lan".into()), r#"{"from":"5","to":"3"}"#.into()),
            ("setting:open-max".into(), None, r#"{"from":"3","to":"4"}"#.into()),
        ];
        assert_eq!(kept, expected);
        turn!(store, |tx| {
            for (name, value) in [("open-max", "0"), ("telepathy", "5"), ("ask-days", "9")] {
                let sql = "INSERT INTO settings (name, value, changed_at) VALUES ($1, $2, 0)
                    ON CONFLICT (name) DO UPDATE SET value = $2";
                sqlx::query(sql).bind(name).bind(value).execute(tx.connection()).await?;
            }
            Ok(())
        });
        assert_eq!(policy().await, Policy { ask_days: 9, ..Policy::default() });
    })
    .await;
}

#[tokio::test]
async fn what_is_added_later_stands_after_what_was_sent() {
    each(async |store| {
        set_the_stage(store).await;
        nominate(store, 10, "A", 500).await;
        turn!(store, |tx| {
            assert!(nominations::touch(tx, 10).await?);
            evidence::add(tx, 10, "Thêm một ý.", None, 600).await?;
            evidence::add(tx, 10, "", Some(&photo("p2")), 601).await?;
            evidence::add(tx, 10, "Và ảnh.", Some(&photo("p3")), 602).await
        });
        let mut reader = store.read().await.unwrap();
        let files = evidence::of(&mut reader, 10).await.unwrap();
        assert_eq!(files, [photo("p1"), photo("p2"), photo("p3")]);
        let words = evidence::additions(&mut reader, 10).await.unwrap();
        assert_eq!(words, [(600, "Thêm một ý.".to_owned()), (602, "Và ảnh.".to_owned())]);
        let story = nominations::by_id(&mut reader, 10).await.unwrap().unwrap().story;
        assert_eq!(story, draft().story());
    })
    .await;
}

#[tokio::test]
async fn copies_of_a_card_are_noted_once_each() {
    each(async |store| {
        set_the_stage(store).await;
        nominate(store, 10, "A", 500).await;
        let copy = |address: &str, language| Card {
            channel: "telegram".into(),
            address: address.into(),
            slot: "card.10".into(),
            language,
        };
        let copies = [copy("-5", Locale::Vi), copy("78", Locale::En)];
        let noted = copies.clone();
        turn!(store, |tx| {
            for card in noted.iter().chain(&noted) {
                cards::insert(tx, 10, card).await?;
            }
            Ok(())
        });
        let mut reader = store.read().await.unwrap();
        assert_eq!(cards::of(&mut reader, 10).await.unwrap(), copies);
        assert!(cards::of(&mut reader, 11).await.unwrap().is_empty());
        for (limit, found) in [(1, vec![(10, copies[1].clone())]), (0, Vec::new())] {
            let newest = cards::in_chat(&mut reader, "telegram", "78", limit).await.unwrap();
            assert_eq!(newest, found);
        }
        drop(reader);
        let take = async |address, nomination| {
            turn!(store, |tx| cards::take_from_chat(tx, "telegram", address, nomination).await)
        };
        assert!(take("78", Some(11)).await.is_empty());
        assert_eq!(take("78", Some(10)).await, copies[1..]);
        assert_eq!(take("-5", None).await, copies[..1]);
        assert!(cards::of(&mut store.read().await.unwrap(), 10).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_timer_is_set_moved_due_and_cleared() {
    each(async |store| {
        for (id, address) in [(1, "a"), (2, "b")] {
            meet(store, id, address).await;
        }
        turn!(store, |tx| {
            timers::set(tx, 1, timers::DRAFT, 100).await?;
            timers::set(tx, 2, timers::DRAFT, 50).await?;
            timers::set(tx, 1, timers::DRAFT, 40).await?;
            timers::set(tx, 1, "other", 1).await
        });
        let due = async |now, limit| {
            let mut reader = store.read().await.unwrap();
            timers::due(&mut reader, timers::DRAFT, now, limit).await.unwrap()
        };
        assert_eq!(due(50, 9).await, [1, 2]);
        assert_eq!(due(50, 1).await, [1]);
        assert_eq!(due(49, 9).await, [1]);
        turn!(store, |tx| {
            timers::clear(tx, 1, timers::DRAFT).await?;
            timers::clear(tx, 1, timers::DRAFT).await
        });
        assert_eq!(due(500, 9).await, [2]);
        let mut reader = store.read().await.unwrap();
        for (contact, kind, is_set) in
            [(1, timers::DRAFT, false), (1, "other", true), (2, "other", false)]
        {
            assert_eq!(timers::is_set(&mut reader, contact, kind).await.unwrap(), is_set, "{kind}");
        }
    })
    .await;
}

#[tokio::test]
async fn an_event_is_admitted_once_until_it_is_forgotten() {
    each(async |store| {
        let admit = async |channel, event, now| {
            turn!(store, |tx| inbox::admit(tx, channel, event, now).await)
        };
        assert!(admit("telegram", 7, 100).await);
        assert!(!admit("telegram", 7, 101).await);
        assert!(admit("zalo", 7, 102).await);
        assert_eq!(forget(store, Retained::Events, 102).await, 1);
        assert!(admit("telegram", 7, 103).await);
        assert!(!admit("zalo", 7, 103).await);
    })
    .await;
}

#[tokio::test]
async fn a_dead_turn_is_buried_once_and_counted() {
    each(async |store| {
        assert_eq!(inbox::newest_dead(&mut store.read().await.unwrap()).await.unwrap(), None);
        turn!(store, |tx| {
            inbox::bury(tx, "telegram", 7, "text", "it panicked", 100).await?;
            inbox::bury(tx, "telegram", 7, "text", "again", 101).await?;
            inbox::bury(tx, "telegram", 8, "photo", "out of codes", 99).await
        });
        let mut reader = store.read().await.unwrap();
        assert_eq!(inbox::count_dead(&mut reader).await.unwrap(), 2);
        let newest = inbox::newest_dead(&mut reader).await.unwrap();
        assert_eq!(newest, Some((100, "it panicked".to_owned())));
        drop(reader);
        assert_eq!(forget(store, Retained::Turns, 100).await, 1);
        assert_eq!(inbox::count_dead(&mut store.read().await.unwrap()).await.unwrap(), 1);
    })
    .await;
}

fn outgoing(address: &str, lane: Lane, slot: Option<&str>, placement: Placement) -> Outgoing {
    Outgoing {
        channel: "telegram".into(),
        address: address.into(),
        lane,
        slot: slot.map(str::to_owned),
        placement,
        message: Message::of("Xin chào <b>Ông/Bà</b>"),
    }
}

/// A message to be sent, for tests that care not which.
pub fn outgoing_answer() -> Outgoing {
    outgoing("77", Lane::Answer, None, Placement::Fresh)
}

#[tokio::test]
async fn an_outbox_row_waits_is_settled_and_dies() {
    each(async |store| {
        let all = vec![
            outgoing("77", Lane::Answer, None, Placement::Fresh),
            outgoing("77", Lane::Answer, Some("card.1"), Placement::Redraw),
            outgoing("77", Lane::Review, Some("card.1"), Placement::Edit("55".into())),
        ];
        let rows = turn!(store, |tx| {
            let mut id = 0;
            let mut next = || {
                id += 1;
                id
            };
            outbox::insert(tx, &mut next, &all, 100).await
        });
        assert_eq!(rows.iter().map(|row| row.id).collect::<Vec<_>>(), [1, 2, 3]);
        let mut reader = store.read().await.unwrap();
        assert_eq!(outbox::rows(&mut reader, &[3, 2, 1, 9]).await.unwrap().rows, rows);
        assert_eq!(outbox::waiting(&mut reader, Lane::Answer, 9).await.unwrap(), [1, 2]);
        assert_eq!(outbox::waiting(&mut reader, Lane::Answer, 1).await.unwrap(), [1]);
        assert_eq!(outbox::waiting(&mut reader, Lane::Review, 9).await.unwrap(), [3]);
        assert_eq!(outbox::oldest(&mut reader).await.unwrap(), Some(100));
        drop(reader);
        turn!(store, |tx| {
            let later = Settled::Later { attempts: 2, due_at: 900, maybe_sent: 1 };
            let dead = Settled::Dead { reason: "chat not found".into() };
            outbox::settle(tx, &[(1, Settled::Done), (2, later), (3, dead)]).await
        });
        let mut reader = store.read().await.unwrap();
        let left = outbox::rows(&mut reader, &[1, 2, 3]).await.unwrap().rows;
        assert_eq!(left.len(), 1);
        assert_eq!((left[0].id, left[0].attempts), (2, 2));
        assert_eq!((left[0].due_at, left[0].maybe_sent), (900, 1));
        assert_eq!(outbox::count_dead(&mut reader).await.unwrap(), 1);
        let dead = outbox::dead(&mut reader, 5).await.unwrap();
        assert_eq!(dead, [(100, "chat not found".to_owned())]);
        drop(reader);
        assert_eq!(forget(store, Retained::Dead, 100).await, 0);
        assert_eq!(forget(store, Retained::Dead, 101).await, 1);
        turn!(store, |tx| outbox::settle(tx, &[(2, Settled::Done)]).await);
        assert_eq!(outbox::oldest(&mut store.read().await.unwrap()).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn many_outbox_rows_go_in_and_out_in_few_statements() {
    each(async |store| {
        let many = vec![outgoing("77", Lane::News, None, Placement::Fresh); 64 + 16 + 4 + 3];
        let rows = turn!(store, |tx| {
            let mut id = 0;
            let mut next = || {
                id += 1;
                id
            };
            outbox::insert(tx, &mut next, &many, 100).await
        });
        let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
        let mut reader = store.read().await.unwrap();
        assert_eq!(outbox::waiting(&mut reader, Lane::News, 999).await.unwrap(), ids);
        assert_eq!(outbox::rows(&mut reader, &ids).await.unwrap().rows, rows);
        drop(reader);
        let done: Vec<(i64, Settled)> = ids.iter().map(|&id| (id, Settled::Done)).collect();
        turn!(store, |tx| outbox::settle(tx, &done).await);
        let mut reader = store.read().await.unwrap();
        assert!(outbox::waiting(&mut reader, Lane::News, 9).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_chat_that_moved_is_followed() {
    each(async |store| {
        set_the_stage(store).await;
        nominate(store, 10, "A", 500).await;
        turn!(store, |tx| {
            let mut next = || 1;
            let row = outgoing("-5", Lane::Review, None, Placement::Fresh);
            outbox::insert(tx, &mut next, &[row], 100).await?;
            let card = Card {
                channel: "telegram".into(),
                address: "-5".into(),
                slot: "card.10".into(),
                language: Locale::Vi,
            };
            cards::insert(tx, 10, &card).await?;
            let drawn = Drawn { message: "55".to_owned(), by: 1 };
            slots::put(tx, "telegram", "-5", "card.10", &drawn, 100).await?;
            outbox::move_chat(tx, "telegram", "-5", "-1005").await?;
            outbox::move_chat(tx, "telegram", "-1005", "-1006").await
        });
        let mut reader = store.read().await.unwrap();
        for (address, now) in [("-5", "-1006"), ("-1005", "-1006"), ("77", "77")] {
            let found = outbox::current_address(&mut reader, "telegram", address).await.unwrap();
            assert_eq!(found, now);
        }
        assert_eq!(outbox::rows(&mut reader, &[1]).await.unwrap().rows[0].address, "-1006");
        assert_eq!(cards::of(&mut reader, 10).await.unwrap()[0].address, "-1006");
        assert_eq!(slots::find(&mut reader, "telegram", "-5", "card.10").await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_row_that_cannot_be_read_stands_in_nobodys_way() {
    each(async |store| {
        let rows = turn!(store, |tx| {
            let news = || outgoing("77", Lane::News, None, Placement::Fresh);
            let mut id = 0;
            let mut next = || {
                id += 1;
                id
            };
            outbox::insert(tx, &mut next, &[news(), news()], 100).await
        });
        turn!(store, |tx| {
            sqlx::query("UPDATE outbox SET payload = '{\"telepathy\":1}' WHERE id = 1")
                .execute(tx.connection())
                .await?;
            Ok(())
        });
        let mut reader = store.read().await.unwrap();
        let found = outbox::rows(&mut reader, &[1, 2]).await.unwrap();
        assert_eq!(found.rows, rows[1..]);
        assert_eq!(found.unreadable[0].0, 1);
        assert!(found.unreadable[0].1.contains("does not read back"), "{:?}", found.unreadable);
    })
    .await;
}

#[tokio::test]
async fn a_slot_is_where_it_was_drawn_last() {
    each(async |store| {
        set_the_stage(store).await;
        nominate(store, 10, "A", 50).await;
        let drawn = |message: &str, by| Drawn { message: message.to_owned(), by };
        turn!(store, |tx| {
            let card = Card {
                channel: "telegram".into(),
                address: "77".into(),
                slot: "card.9".into(),
                language: Locale::Vi,
            };
            cards::insert(tx, 10, &card).await?;
            let drawn = |message: &str, by| Drawn { message: message.to_owned(), by };
            slots::put(tx, "telegram", "77", "draft", &drawn("1", 7), 100).await?;
            slots::put(tx, "telegram", "77", "draft", &drawn("2", 8), 200).await?;
            slots::put(tx, "telegram", "77", "card.9", &drawn("3", 9), 100).await
        });
        let find = async |slot| {
            slots::find(&mut store.read().await.unwrap(), "telegram", "77", slot).await.unwrap()
        };
        assert_eq!(find("draft").await, Some(drawn("2", 8)));
        assert_eq!(find("mine").await, None);
        // Nobody has this address any more.
        let late = "erased meanwhile";
        turn!(store, |tx| {
            let drawn = Drawn { message: "4".to_owned(), by: 9 };
            slots::put(tx, "telegram", "78", late, &drawn, 100).await
        });
        let mut reader = store.read().await.unwrap();
        assert_eq!(slots::find(&mut reader, "telegram", "78", late).await.unwrap(), None);
        drop(reader);
        assert_eq!(forget(store, Retained::Slots, 200).await, 0);
        assert_eq!(forget(store, Retained::Slots, 201).await, 1);
        assert_eq!(find("draft").await, None);
        // A card of what is not decided, or was of late, may be drawn again.
        assert_eq!(find("card.9").await, Some(drawn("3", 9)));
        assert_eq!(forget(store, Retained::Cards, 999).await, 0);
        let decided = turn!(store, |tx| {
            nominations::transition(tx, 10, &sent_to(State::Recognised), 300).await
        });
        assert!(decided);
        assert_eq!(forget(store, Retained::Cards, 300).await, 0);
        assert_eq!(forget(store, Retained::Cards, 301).await, 1);
        assert_eq!(forget(store, Retained::Slots, 201).await, 1);
        assert_eq!(find("card.9").await, None);
    })
    .await;
}

#[tokio::test]
async fn a_duty_has_one_holder_until_it_is_let_go_or_runs_out() {
    each(async |store| {
        let hold = async |holder, now, until| {
            turn!(store, |tx| leases::hold(tx, "send", holder, now, until).await)
        };
        assert!(hold(1, 0, 100).await);
        assert!(!hold(2, 50, 150).await);
        assert!(hold(1, 60, 160).await);
        assert!(!hold(2, 160, 260).await);
        assert!(hold(2, 161, 261).await);
        turn!(store, |tx| {
            leases::release(tx, "send", 1).await?;
            Ok(())
        });
        assert!(!hold(1, 170, 270).await);
        turn!(store, |tx| {
            leases::release(tx, "send", 2).await?;
            Ok(())
        });
        assert!(hold(1, 170, 270).await);
        let (one, other) = turn!(store, |tx| {
            Ok((leases::database_now(tx).await?, leases::database_now(tx).await?))
        });
        assert!(1_700_000_000_000 < one && one <= other, "{one} {other}");
    })
    .await;
}

#[tokio::test]
async fn a_database_tells_of_its_health() {
    each(async |store| {
        health::probe(store, 5).await.unwrap();
        assert_eq!(health::damage(store).await.unwrap(), None);
        let mut reader = store.read().await.unwrap();
        assert!(health::size(&mut reader, store.dialect()).await.unwrap() > 10_000);
        drop(reader);
        // The probe left nothing behind.
        assert!(turn!(store, |tx| leases::hold(tx, "check", 9, 0, 1).await));
    })
    .await;
}

/// What is not a query but the store itself; `store_writer.rs` and `store_faults.rs` are about it.
const NOT_TABLES: [&str; 5] = ["mod.rs", "open.rs", "lock.rs", "writer.rs", "error.rs"];

#[test]
fn every_query_is_run_by_a_test_of_the_store() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let of_store = |path: &Path| {
        path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("store"))
    };
    let tests: String = fs::read_dir(folder.join("tests/it"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| of_store(path))
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    let mut forgotten = Vec::new();
    let mut folders = vec![folder.join("src/store")];
    while let Some(inside) = folders.pop() {
        // What is in a part of a module is called by the module's name.
        let whole =
            (inside != folder.join("src/store")).then(|| inside.file_name().unwrap().to_owned());
        for entry in fs::read_dir(&inside).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.file_name().unwrap().to_str().unwrap();
            if NOT_TABLES.contains(&name) {
                continue;
            }
            let module = whole.as_deref().or(path.file_stem()).unwrap().to_str().unwrap();
            let source = fs::read_to_string(&path).unwrap();
            for declared in source.split("pub async fn ").skip(1) {
                let query = declared.split(['(', '<']).next().unwrap();
                let call = format!("{module}::{query}(");
                if !tests.contains(&call) {
                    forgotten.push(call);
                }
            }
        }
    }
    assert!(forgotten.is_empty(), "no test runs {forgotten:?}");
}
