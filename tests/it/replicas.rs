//! Two replicas of the bot on one PostgreSQL database, behind a balancer.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use futures_util::future::join_all;
use hoadep::bot::Bot;
use serde_json::Value;

use crate::databases::Database;
use crate::tester::{STORY, World};
use crate::webhook::{HEADER, bring, secret, text};

/// A world with one replica, and another.
pub struct Replicas {
    pub world: World,
    other: Bot,
    bases: Arc<[String; 2]>,
}

impl Replicas {
    /// Starts both; `None`, said out loud, where there is no PostgreSQL.
    pub async fn start() -> Option<Self> {
        let database = Database::postgres().await?;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let public = format!("http://{}", listener.local_addr().unwrap());
        let world = World::with(database, move |config| config.public_url = Some(public)).await;
        let store = world.database.store().await;
        let other = Bot::start(&world.config, store, world.clock.clone()).await.unwrap();
        let bases = Arc::new([serve(world.routes()).await, serve(other.routes()).await]);
        let behind = Arc::clone(&bases);
        let balancer = axum::Router::new().fallback(move |headers: HeaderMap, body: Bytes| {
            let behind = Arc::clone(&behind);
            async move { balance(&behind, &headers, &body).await }
        });
        tokio::spawn(async move { axum::serve(listener, balancer).await });
        Some(Self { world, other, bases })
    }

    /// Stops both, and fails if anything was lost.
    pub async fn end(self) {
        self.world.settles().await;
        self.other.stop(Duration::from_secs(5)).await;
        self.world.end().await;
    }
}

async fn serve(routes: axum::Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, routes).await });
    base
}

/// Brings even updates to one replica and odd ones to the other.
async fn balance(bases: &[String; 2], headers: &HeaderMap, body: &Bytes) -> StatusCode {
    let update: Value = serde_json::from_slice(body).unwrap();
    let even = update["update_id"].as_i64().unwrap() % 2 == 0;
    let secret = headers[HEADER].to_str().unwrap();
    bring(&bases[usize::from(even)], secret, body.clone()).await
}

#[tokio::test]
async fn two_reviewers_at_two_replicas_decide_once() {
    let Some(replicas) = Replicas::start().await else { return };
    let world = &replicas.world;
    let (huong, dung) = (world.reviewer("Hương").await, world.reviewer("Dũng").await);
    let lan = world.agreed("Lan").await;
    for round in 1..=4 {
        let code = lan.nominates("Nguyễn Văn Tư").await;
        let (hers, his) = (huong.sees(&code).await, dung.sees(&code).await);
        huong.press_on(hers.id, "✅ Duyệt");
        huong.sees("Duyệt và ghi nhận").await;
        dung.press_on(his.id, "Từ chối");
        let asked = dung.sees("Vì sao từ chối").await;
        dung.press_on(his.id, asked.labels()[0]);
        dung.sees("Từ chối hồ sơ này").await;
        // Two updates in a row: one at each replica, at the same time.
        if round % 2 == 0 {
            dung.press_on(his.id, "Xác nhận từ chối");
            huong.press_on(hers.id, "✅ Xác nhận duyệt");
        } else {
            huong.press_on(hers.id, "✅ Xác nhận duyệt");
            dung.press_on(his.id, "Xác nhận từ chối");
        }
        huong.is_answered().await;
        dung.is_answered().await;
        let hers = huong.sees_on(hers.id, "ghi nhận – ").await;
        let his = dung.sees_on(his.id, "ghi nhận – ").await;
        assert!(hers.button("✅ Duyệt").is_none() && his.button("✅ Duyệt").is_none());
        world.settles().await;
        assert_eq!(world.decisions().await, round);
        let told = lan.messages().into_iter().filter(|message| {
            let text = &message.text;
            text.contains("đã được ghi nhận") || text.contains("chưa được ghi nhận")
        });
        assert_eq!(told.count(), usize::try_from(round).unwrap(), "told once of each");
    }
    replicas.end().await;
}

#[tokio::test]
async fn what_a_citizen_says_through_two_replicas_at_once_is_all_kept() {
    let Some(replicas) = Replicas::start().await else { return };
    let world = &replicas.world;
    let lan = world.agreed("Lan").await;
    lan.writes_up_to_the_deed("Nguyễn Văn Tư").await;
    lan.say(STORY);
    lan.sees("Đã nhận").await;
    let secret = secret(world);
    let parts: Vec<String> = (0..16).map(|part| format!("Việc tốt số {part} của bác.")).collect();
    let brought = parts.iter().enumerate().map(|(number, part)| {
        // Its message has this number too, and none of the chat's may have it.
        let update = text(i64::try_from(number).unwrap() + 1_000, lan.id, part);
        bring(&replicas.bases[number % 2], &secret, update.to_string())
    });
    assert_eq!(join_all(brought).await, [StatusCode::OK; 16]);
    lan.send_album(4, "");
    lan.sees("4 ảnh").await;
    lan.press("Xong");
    let summary = lan.sees("Bước 4/4").await;
    lan.press("✅ Gửi");
    lan.sees("Mã hồ sơ").await;
    let mut connection = world.database.connect().await;
    let story: String = sqlx::query_scalar("SELECT story FROM nominations")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    for part in parts.iter().map(String::as_str).chain([STORY]) {
        assert_eq!(story.matches(part).count(), 1, "{part}: {story}\n{}", summary.text);
    }
    replicas.end().await;
}
