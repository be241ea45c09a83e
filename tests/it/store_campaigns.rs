//! Campaigns in the database: plans kept and thrown away, what citizens face, what admins are told.

use hoadep::domain::campaign::{Plan, Standing, Texts};
use hoadep::domain::period::{Every, Target};
use hoadep::store::campaigns::Campaign;
use hoadep::store::{Store, campaigns, nominations};

use crate::store::{each, nominate, set_the_stage, turn};

async fn by_id(store: &Store, id: i64) -> Plan {
    campaigns::by_id(&mut store.read().await.unwrap(), id).await.unwrap().unwrap()
}

async fn save(store: &Store, plan: Plan) -> bool {
    turn!(store, |tx| campaigns::save(tx, &plan).await)
}

/// A campaign with everything in it.
fn full(id: i64, version: i64) -> Plan {
    let texts = |mark: &str| Texts {
        title: Some(format!("Tên {mark}")),
        slogan: Some(format!("<b>Khẩu hiệu</b> {mark}")),
        opening: Some(format!("Mở {mark}")),
        closing: Some(format!("Đóng {mark}")),
    };
    Plan {
        id,
        version,
        draft: false,
        opens_at: 1_000,
        closes_at: Some(2_000),
        tells_opening: true,
        tells_closing: true,
        vi: texts("vi"),
        en: texts("en"),
        basis: Some("Kế hoạch 90/KH-UBND".into()),
        prefix: "XH".into(),
        fields: Some(vec!["saving".into(), "other".into()]),
        approvals: Some(2),
        refusals: Some(3),
        target: Some(Target { number: 2, every: Every::Quarter }),
    }
}

#[tokio::test]
async fn a_draft_is_begun_kept_at_its_version_and_thrown_away() {
    each(async |store| {
        turn!(store, |tx| campaigns::begin(tx, 7, "HD").await);
        let blank = by_id(store, 7).await;
        let begun = Plan { id: 7, version: 1, draft: true, prefix: "HD".into(), ..Plan::default() };
        assert_eq!(blank, begun);
        let mut reader = store.read().await.unwrap();
        assert_eq!(campaigns::blank(&mut reader).await.unwrap(), Some(7));
        drop(reader);
        let draft = Plan { draft: true, ..full(7, 1) };
        assert!(save(store, draft.clone()).await);
        assert!(!save(store, draft.clone()).await, "another version by now");
        assert_eq!(by_id(store, 7).await, Plan { version: 2, ..draft });
        let mut reader = store.read().await.unwrap();
        assert_eq!(campaigns::blank(&mut reader).await.unwrap(), None);
        let target = campaigns::by_id(&mut reader, 7).await.unwrap().unwrap().target;
        assert_eq!(target, Some(Target { number: 2, every: Every::Quarter }));
        let season = campaigns::season(&mut reader, 1_500).await.unwrap();
        assert_eq!(season, Default::default(), "citizens see no draft");
        assert!(campaigns::untold(&mut reader, 9_000).await.unwrap().is_empty());
        drop(reader);
        assert!(!turn!(store, |tx| campaigns::drop(tx, 7, 1).await));
        assert!(turn!(store, |tx| campaigns::drop(tx, 7, 2).await));
        let mut reader = store.read().await.unwrap();
        assert_eq!(campaigns::by_id(&mut reader, 7).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn citizens_face_what_is_open_or_what_was_and_what_comes() {
    each(async |store| {
        for (id, opens_at, closes_at) in
            [(1, 1_000, Some(2_000)), (2, 1_500, Some(1_800)), (3, 3_000, None), (4, 9_000, None)]
        {
            turn!(store, |tx| campaigns::begin(tx, id, "HD").await);
            assert!(save(store, Plan { opens_at, closes_at, ..full(id, 1) }).await);
        }
        let mut reader = store.read().await.unwrap();
        for (now, open, last, next) in [
            (999, None, None, Some(1)),
            (1_000, Some(1), None, None),
            (1_500, Some(2), None, None),
            (1_800, Some(1), None, None),
            (2_000, None, Some(1), Some(3)),
            (3_000, Some(3), None, None),
            (9_000, Some(4), None, None),
        ] {
            let season = campaigns::season(&mut reader, now).await.unwrap();
            let id = |plan: &Option<Plan>| plan.as_ref().map(|plan| plan.id);
            assert_eq!(
                (id(&season.open), id(&season.last), id(&season.next)),
                (open, last, next),
                "at {now}"
            );
        }
        let all = campaigns::all(&mut reader, 3).await.unwrap();
        assert_eq!(all.iter().map(|plan| plan.id).collect::<Vec<_>>(), [4, 3, 2]);
        assert_eq!(all[1].standing(5_000), Standing::Open);
    })
    .await;
}

#[tokio::test]
async fn what_opened_or_closed_by_itself_is_told_once() {
    each(async |store| {
        turn!(store, |tx| campaigns::begin(tx, 7, "HD").await);
        assert!(save(store, full(7, 1)).await);
        for (now, untold) in [(999, 0), (1_000, 1), (2_000, 1)] {
            let mut reader = store.read().await.unwrap();
            let found = campaigns::untold(&mut reader, now).await.unwrap();
            assert_eq!(found.len(), untold, "at {now}");
        }
        assert!(!turn!(store, |tx| campaigns::tell_opening(tx, 7, 999).await));
        assert!(turn!(store, |tx| campaigns::tell_opening(tx, 7, 1_000).await));
        assert!(!turn!(store, |tx| campaigns::tell_opening(tx, 7, 1_000).await));
        assert!(!turn!(store, |tx| campaigns::tell_closing(tx, 7, 1_999).await));
        assert!(turn!(store, |tx| campaigns::tell_closing(tx, 7, 2_000).await));
        let mut reader = store.read().await.unwrap();
        assert!(campaigns::untold(&mut reader, 9_000).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn nominations_are_found_by_prefixes_that_their_campaign_had() {
    each(async |store| {
        set_the_stage(store).await;
        assert!(nominate(store, 10, "HD-7K3M9", 500).await);
        let plan = by_id(store, 5).await;
        assert!(save(store, Plan { prefix: "MD".into(), ..plan }).await);
        turn!(store, |tx| campaigns::note_prefix(tx, "md").await);
        let mut reader = store.read().await.unwrap();
        assert_eq!(campaigns::count_of(&mut reader, 5).await.unwrap(), 1);
        for written in ["HD-7K3M9", "7k3m9", "hd7k3m9"] {
            let found = nominations::own_by_code(&mut reader, 1, written).await.unwrap();
            assert_eq!(found, Some(10), "{written}");
        }
        assert_eq!(nominations::own_by_code(&mut reader, 1, "MD7K3M9").await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_campaign_says_itself_how_many_votes_decide() {
    each(async |store| {
        set_the_stage(store).await;
        assert!(nominate(store, 10, "HD-7K3M9", 500).await);
        let policy = async || {
            let mut reader = store.read().await.unwrap();
            let one = nominations::by_id(&mut reader, 10).await.unwrap().unwrap();
            (one.policy.approvals, one.policy.refusals)
        };
        assert_eq!(policy().await, (1, 1));
        let mut plan = by_id(store, 5).await;
        plan.set_votes(3, 2);
        assert!(save(store, plan).await);
        assert_eq!(policy().await, (3, 2));
    })
    .await;
}

#[tokio::test]
async fn a_first_campaign_is_open_without_a_word() {
    each(async |store| {
        let first = Campaign { id: 1, title: "Hoa đẹp".into(), prefix: "HD".into() };
        assert!(turn!(store, |tx| campaigns::ensure_default(tx, &first, 500).await));
        let plan = by_id(store, 1).await;
        assert_eq!((plan.standing(500), plan.fields), (Standing::Open, None));
        assert!(!plan.tells_opening && !plan.tells_closing);
    })
    .await;
}
