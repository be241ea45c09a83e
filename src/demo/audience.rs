//! People by the thousand who want news, for a broadcast that is worth watching.
//!
//! Nobody plays them: the emulated Telegram counts what they are sent, and the bot's database knows
//! them as it would after each had said yes to news. That is written here, because five thousand
//! greetings at thirty a second would take minutes.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;

use super::telegram::Emulator;
use crate::channels::TELEGRAM;
use crate::clock::Clock;
use crate::conversation::step::NEWS_VERSION;
use crate::ids::Ids;
use crate::store::contacts::Caller;
use crate::store::{Store, StoreError, contacts, subscriptions};

/// The most that are added at once.
const MOST: u32 = 50_000;
/// So many share a transaction: the bot's turns wait for no longer.
const AT_ONCE: u32 = 250;
/// One of so many reads English.
const ENGLISH: i64 = 10;

/// What adding them needs.
#[derive(Clone)]
pub struct Audience {
    telegram: Emulator,
    store: Store,
    clock: Clock,
    ids: Ids,
}

impl std::fmt::Debug for Audience {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Audience").finish_non_exhaustive()
    }
}

#[derive(Deserialize)]
struct Wanted {
    count: u32,
}

impl Audience {
    /// People of this emulated Telegram, for the bot with this database.
    pub fn new(telegram: Emulator, store: Store, clock: Clock) -> Self {
        let ids = Ids::new(clock.clone());
        Self { telegram, store, clock, ids }
    }

    /// The page's way to add them.
    pub fn router(self) -> Router {
        Router::new().route("/api/demo/audience", post(add)).with_state(self)
    }

    /// Adds people who want news.
    ///
    /// # Errors
    /// When the database does not take them; those who were taken before stay.
    pub async fn add(&self, count: u32) -> Result<(), StoreError> {
        let mut left = count;
        while left > 0 {
            let some = left.min(AT_ONCE);
            left -= some;
            let now = self.clock.now();
            let people = self.telegram.add_crowd(some);
            let some: Vec<(i64, i64)> = people.map(|one| (one, self.ids.next())).collect();
            let taken = self.store.write(0, move |tx| {
                Box::pin(async move {
                    for (person, id) in some {
                        let address = person.to_string();
                        let name = format!("Người nhận {}", person % 1_000_000 + 1);
                        let app_language = if person % ENGLISH == 0 { "en" } else { "vi" };
                        let caller = Caller {
                            channel: TELEGRAM,
                            address: &address,
                            name: &name,
                            app_language,
                        };
                        let contact = contacts::meet(tx, caller, id, now).await?.id;
                        subscriptions::grant(tx, contact, NEWS_VERSION, now).await?;
                    }
                    Ok(())
                })
            });
            taken.await?;
        }
        Ok(())
    }
}

async fn add(State(audience): State<Audience>, Json(wanted): Json<Wanted>) -> Response {
    if !(1..=MOST).contains(&wanted.count) {
        let error = "An audience is of one to fifty thousand people.";
        return (StatusCode::BAD_REQUEST, Json(json!({ "error": error }))).into_response();
    }
    match audience.add(wanted.count).await {
        Ok(()) => Json(json!({ "count": wanted.count })).into_response(),
        Err(error) => {
            tracing::error!(%error, "the demo's audience could not be added");
            let error = "The bot's database did not take them; try once more.";
            (StatusCode::SERVICE_UNAVAILABLE, Json(json!({ "error": error }))).into_response()
        }
    }
}
