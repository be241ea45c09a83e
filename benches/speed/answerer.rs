//! A Bot API server that keeps nothing but numbers, for crowds that would fill the emulator.

use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use hoadep::clock::{Clock, SECOND};

use crate::audience::NEWS;

/// What is answered to somebody's news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is taken.
    Take,
    /// They have blocked the bot.
    Blocked,
    /// It is refused for good.
    Refuse,
    /// So many seconds are to be waited.
    Throttle(u32),
}

/// What the server has seen.
pub struct Answerer {
    first: i64,
    /// How often each person's news was taken.
    taken: Vec<AtomicU8>,
    total: AtomicUsize,
    /// Called with the person's place and the number of calls so far, this one included.
    verdict: Box<dyn Fn(usize, usize) -> Verdict + Send + Sync>,
    latency: Duration,
    began: Instant,
    /// When messages came, if that is kept, and whether they were news.
    arrivals: Option<Mutex<Vec<(Duration, bool)>>>,
    calls: AtomicUsize,
    throttled: AtomicUsize,
    /// Files that came, and their bytes.
    files: AtomicUsize,
    bytes: AtomicUsize,
    /// Somebody new asks every second, if anybody does: when each did, and how long they waited.
    asks: Option<Mutex<Vec<Ask>>>,
}

/// Somebody's question.
#[derive(Clone, Copy)]
struct Ask {
    at: Duration,
    answered_after: Option<Duration>,
}

/// The chat of the first who asks.
const ASKER: i64 = 700_000_001;
/// Between two who ask.
const ASKS_EVERY: Duration = Duration::from_secs(1);

impl Answerer {
    /// A server for so many people whose chats are numbered from `first` on; gives its address as well.
    pub async fn start(
        first: i64,
        people: usize,
        latency: Duration,
        keeps_arrivals: bool,
        has_askers: bool,
        verdict: impl Fn(usize, usize) -> Verdict + Send + Sync + 'static,
    ) -> (Arc<Self>, String) {
        let answerer = Arc::new(Self {
            first,
            taken: (0..people).map(|_| AtomicU8::new(0)).collect(),
            total: AtomicUsize::new(0),
            verdict: Box::new(verdict),
            latency,
            began: Instant::now(),
            arrivals: keeps_arrivals.then(Mutex::default),
            calls: AtomicUsize::new(0),
            throttled: AtomicUsize::new(0),
            files: AtomicUsize::new(0),
            bytes: AtomicUsize::new(0),
            asks: has_askers.then(Mutex::default),
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new()
            .route("/{token}/{method}", axum::routing::any(answer))
            .layer(DefaultBodyLimit::disable())
            .with_state(Arc::clone(&answerer));
        let listener = axum::serve::ListenerExt::tap_io(listener, |stream| {
            // Small answers must not wait for more.
            let _ = stream.set_nodelay(true);
        });
        tokio::spawn(async move { axum::serve(listener, router).await });
        (answerer, base)
    }

    /// How many calls were throttled.
    pub fn throttled(&self) -> usize {
        self.throttled.load(Ordering::Relaxed)
    }

    /// How many files came, and how many bytes that was.
    pub fn files(&self) -> (usize, usize) {
        (self.files.load(Ordering::Relaxed), self.bytes.load(Ordering::Relaxed))
    }

    /// How long those waited who asked, the shortest first. Who has had no answer yet waits still.
    pub fn waits(&self) -> Vec<Duration> {
        let asks = self.asks.as_ref().map(|asks| asks.lock().unwrap().clone()).unwrap_or_default();
        let now = self.began.elapsed();
        let mut waits: Vec<Duration> =
            asks.iter().map(|ask| ask.answered_after.unwrap_or(now - ask.at)).collect();
        waits.sort_unstable();
        waits
    }

    /// Notes what is said to somebody who asked.
    fn answered(&self, body: &[u8]) {
        #[derive(serde::Deserialize)]
        struct Call {
            chat_id: i64,
        }
        let Some(asks) = &self.asks else { return };
        let Ok(Call { chat_id }) = serde_json::from_slice(body) else { return };
        let now = self.began.elapsed();
        let mut asks = asks.lock().unwrap();
        let place = usize::try_from(chat_id - ASKER).unwrap_or(usize::MAX);
        let Some(ask) = asks.get_mut(place) else { return };
        ask.answered_after.get_or_insert(now - ask.at);
        if let Some(arrivals) = &self.arrivals {
            arrivals.lock().unwrap().push((now, false));
        }
    }

    /// The next question, a second after the one before.
    async fn updates(&self, body: &[u8]) -> String {
        #[derive(serde::Deserialize)]
        struct Call {
            #[serde(default)]
            offset: i64,
        }
        let Some(asks) = &self.asks else {
            // Nobody writes.
            tokio::time::sleep(Duration::from_secs(20)).await;
            return r#"{"ok":true,"result":[]}"#.to_owned();
        };
        let Call { offset } = serde_json::from_slice(body).unwrap();
        let (last, number) = {
            let asks = asks.lock().unwrap();
            (asks.last().map(|ask| ask.at), i64::try_from(asks.len()).unwrap())
        };
        // Updates count from 1; one that was given and not acknowledged is given again.
        let number = if number > 0 && offset <= number { number } else { number + 1 };
        if number > i64::try_from(asks.lock().unwrap().len()).unwrap() {
            let next = last.map_or(self.began.elapsed(), |last| last + ASKS_EVERY);
            tokio::time::sleep(next.saturating_sub(self.began.elapsed())).await;
            let ask = Ask { at: self.began.elapsed(), answered_after: None };
            asks.lock().unwrap().push(ask);
        }
        let who = ASKER + number - 1;
        let date = Clock::default().now() / SECOND;
        serde_json::json!({"ok": true, "result": [{"update_id": number, "message": {
            "message_id": number, "date": date, "text": "/start",
            "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
            "chat": {"id": who, "type": "private", "first_name": "Minh"},
            "from": {"id": who, "is_bot": false, "first_name": "Minh", "language_code": "vi"},
        }}]})
        .to_string()
    }

    /// How many people's news was taken at all, and the most that one person got.
    pub fn reached(&self) -> (usize, u8) {
        let taken = self.taken.iter().map(|taken| taken.load(Ordering::Relaxed));
        let (mut reached, mut most) = (0, 0);
        for taken in taken {
            reached += usize::from(taken > 0);
            most = most.max(taken);
        }
        (reached, most)
    }

    /// When messages came, since the server began, from the first that was news up to the last.
    pub fn arrivals(&self) -> Vec<Duration> {
        let mut arrivals =
            self.arrivals.as_ref().map(|all| all.lock().unwrap().clone()).unwrap_or_default();
        arrivals.sort_unstable();
        let is_news = |(_, is_news): &(Duration, bool)| *is_news;
        let first = arrivals.iter().position(is_news).unwrap_or(0);
        let end = arrivals.iter().rposition(is_news).map_or(0, |last| last + 1);
        arrivals[first..end].iter().map(|(at, _)| *at).collect()
    }

    async fn news(&self, body: &[u8]) -> Response {
        #[derive(serde::Deserialize)]
        struct Call {
            chat_id: i64,
        }
        if let Some(arrivals) = &self.arrivals {
            arrivals.lock().unwrap().push((self.began.elapsed(), true));
        }
        let Call { chat_id } = serde_json::from_slice(body).unwrap();
        let place = usize::try_from(chat_id - self.first).unwrap();
        let call = self.calls.fetch_add(1, Ordering::Relaxed) + 1;
        if !self.latency.is_zero() {
            tokio::time::sleep(self.latency).await;
        }
        let refuse = |code: u16, words: &str, more: &str| {
            let body =
                format!(r#"{{"ok":false,"error_code":{code},"description":"{words}"{more}}}"#);
            (StatusCode::from_u16(code).unwrap(), body).into_response()
        };
        match (self.verdict)(place, call) {
            Verdict::Take => {
                self.taken[place].fetch_add(1, Ordering::Relaxed);
                let id = self.total.fetch_add(1, Ordering::Relaxed) + 1;
                format!(r#"{{"ok":true,"result":{{"message_id":{id}}}}}"#).into_response()
            }
            Verdict::Blocked => refuse(403, "Forbidden: bot was blocked by the user", ""),
            Verdict::Refuse => refuse(400, "Bad Request: message text is empty", ""),
            Verdict::Throttle(seconds) => {
                self.throttled.fetch_add(1, Ordering::Relaxed);
                let more = format!(r#","parameters":{{"retry_after":{seconds}}}"#);
                refuse(429, "Too Many Requests: retry later", &more)
            }
        }
    }
}

async fn answer(
    State(answerer): State<Arc<Answerer>>,
    Path((_, method)): Path<(String, String)>,
    body: Bytes,
) -> Response {
    match method.as_str() {
        // Not what only names it, as its report does.
        "SendMessage" if contains(&body, &format!(r#""text":"{NEWS}""#)) => {
            answerer.news(&body).await
        }
        "SendMessage" | "EditMessageText" | "SendDocument" => {
            if method == "SendDocument" {
                answerer.files.fetch_add(1, Ordering::Relaxed);
                answerer.bytes.fetch_add(body.len(), Ordering::Relaxed);
            } else if method == "SendMessage" {
                answerer.answered(&body);
            }
            r#"{"ok":true,"result":{"message_id":1}}"#.into_response()
        }
        "GetMe" => r#"{"ok":true,"result":{"id":5550001,"is_bot":true,"first_name":"Hoa",
            "username":"hoa_bot","can_join_groups":true,"can_read_all_group_messages":false,
            "supports_inline_queries":false,"can_connect_to_business":false,
            "has_main_web_app":false}}"#
            .into_response(),
        "GetUpdates" => answerer.updates(&body).await.into_response(),
        _ => r#"{"ok":true,"result":true}"#.into_response(),
    }
}

fn contains(body: &[u8], words: &str) -> bool {
    body.windows(words.len()).any(|window| window == words.as_bytes())
}

/// The most that came within any second.
pub fn most_in_a_second(arrivals: &[Duration]) -> usize {
    let (mut first, mut most) = (0, 0);
    for (place, at) in arrivals.iter().enumerate() {
        while arrivals[first] + Duration::from_secs(1) <= *at {
            first += 1;
        }
        most = most.max(place - first + 1);
    }
    most
}
