//! Trouble on demand: calls that are refused, lost or never answered.

use serde::Serialize;

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// 429 with this many seconds to wait.
    TooManyRequests {
        /// Seconds.
        retry_after: u32,
    },
    /// 500 in the Bot API's own words.
    ServerError,
    /// 502: the HTML page of the balancer in front.
    BadGateway,
    /// No answer until the client gives up; the call is not applied.
    Timeout,
    /// The connection is cut, the call is not applied.
    CutBefore,
    /// The call is applied, then the connection is cut.
    CutAfter,
    /// 403: the user has blocked the bot.
    Blocked,
    /// 400: the group has become this supergroup.
    MigrateToChatId(i64),
}

impl FaultKind {
    /// The kind that the page calls `word`; a group's migration is for tests alone.
    pub fn of(word: &str) -> Option<FaultKind> {
        Some(match word {
            "429" => FaultKind::TooManyRequests { retry_after: 5 },
            "500" => FaultKind::ServerError,
            "502" => FaultKind::BadGateway,
            "timeout" => FaultKind::Timeout,
            "cut" => FaultKind::CutBefore,
            "cut_after" => FaultKind::CutAfter,
            "blocked" => FaultKind::Blocked,
            _ => return None,
        })
    }

    /// Whether the real server would answer a call of `method` so: who has blocked the bot can
    /// still have a press answered or an old message edited.
    fn can_hit(self, method: &str) -> bool {
        let writes = || ["send", "forward", "copy"].iter().any(|verb| method.starts_with(verb));
        self != FaultKind::Blocked || writes()
    }

    /// The name that the page knows it by.
    pub fn word(self) -> &'static str {
        match self {
            FaultKind::TooManyRequests { .. } => "429",
            FaultKind::ServerError => "500",
            FaultKind::BadGateway => "502",
            FaultKind::Timeout => "timeout",
            FaultKind::CutBefore => "cut",
            FaultKind::CutAfter => "cut_after",
            FaultKind::Blocked => "blocked",
            FaultKind::MigrateToChatId(_) => "migrated",
        }
    }
}

/// A fault and whom it hits.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// The method as documented, or `file` for downloads; `None` is every method but
    /// `getUpdates`.
    pub method: Option<String>,
    /// The chat that the call is about; `None` is every call.
    pub chat: Option<i64>,
    /// What goes wrong.
    pub kind: FaultKind,
    /// Of how many calls it hits this share, 0.0 to 1.0.
    pub probability: f64,
    /// How many calls it hits before it is gone; `None` is for ever.
    pub count: Option<u32>,
}

impl Fault {
    /// A fault that hits each call, for ever; narrow it with the methods below.
    pub fn new(kind: FaultKind) -> Fault {
        Fault { method: None, chat: None, kind, probability: 1.0, count: None }
    }

    /// Only calls of `method`.
    pub fn method(self, method: &str) -> Fault {
        Fault { method: Some(method.to_owned()), ..self }
    }

    /// Only calls about `chat`.
    pub fn chat(self, chat: i64) -> Fault {
        Fault { chat: Some(chat), ..self }
    }

    /// Only this share of the calls, 0.0 to 1.0.
    pub fn probability(self, probability: f64) -> Fault {
        Fault { probability, ..self }
    }

    /// Only the next `count` calls.
    pub fn count(self, count: u32) -> Fault {
        Fault { count: Some(count), ..self }
    }
}

/// The faults that are switched on.
#[derive(Debug)]
pub(super) struct Faults {
    pub(super) on: Vec<Fault>,
    chance: u64,
}

impl Default for Faults {
    fn default() -> Faults {
        Faults { on: Vec::new(), chance: 0x9e37_79b9_7f4a_7c15 }
    }
}

impl Faults {
    /// Starts the sequence of chances anew.
    pub(super) fn seed(&mut self, seed: u64) {
        self.chance = seed | 1;
    }

    /// The fault that hits this call, if one does.
    pub(super) fn strike(&mut self, method: &str, chat: Option<i64>) -> Option<FaultKind> {
        if self.on.is_empty() {
            return None;
        }
        for at in 0..self.on.len() {
            let fault = &self.on[at];
            let of_method = match &fault.method {
                Some(name) => name.eq_ignore_ascii_case(method),
                None => method != "getUpdates",
            };
            let of_chat = fault.chat.is_none() || fault.chat == chat;
            if !of_method || !of_chat || !fault.kind.can_hit(method) {
                continue;
            }
            let (probability, kind) = (fault.probability, fault.kind);
            if probability < 1.0 && self.draw() >= probability {
                continue;
            }
            let fault = &mut self.on[at];
            if let Some(count) = &mut fault.count {
                *count = count.saturating_sub(1);
                if *count == 0 {
                    self.on.remove(at);
                }
            }
            return Some(kind);
        }
        None
    }

    /// A number from 0 to 1, by xorshift: the same seed draws the same faults.
    fn draw(&mut self) -> f64 {
        self.chance ^= self.chance << 13;
        self.chance ^= self.chance >> 7;
        self.chance ^= self.chance << 17;
        (self.chance >> 11) as f64 / (1_u64 << 53) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_counted_fault_hits_so_many_calls_of_its_chat() {
        let mut faults = Faults::default();
        faults.on.push(Fault::new(FaultKind::Blocked).chat(7).count(2));
        assert_eq!(faults.strike("sendMessage", Some(8)), None);
        assert_eq!(faults.strike("sendMessage", Some(7)), Some(FaultKind::Blocked));
        assert_eq!(faults.strike("sendMessage", Some(7)), Some(FaultKind::Blocked));
        assert_eq!(faults.strike("sendMessage", Some(7)), None);
    }

    #[test]
    fn a_blocked_bot_can_still_edit_and_answer() {
        let mut faults = Faults::default();
        faults.on.push(Fault::new(FaultKind::Blocked));
        assert_eq!(faults.strike("answerCallbackQuery", Some(7)), None);
        assert_eq!(faults.strike("editMessageText", Some(7)), None);
        assert_eq!(faults.strike("sendPhoto", Some(7)), Some(FaultKind::Blocked));
    }

    #[test]
    fn polling_is_hit_only_when_named() {
        let mut faults = Faults::default();
        faults.on.push(Fault::new(FaultKind::ServerError));
        assert_eq!(faults.strike("getUpdates", None), None);
        faults.on.push(Fault::new(FaultKind::ServerError).method("getUpdates"));
        assert_eq!(faults.strike("getUpdates", None), Some(FaultKind::ServerError));
    }

    #[test]
    fn a_share_is_about_that_share_and_the_same_each_time() {
        let struck = || {
            let mut faults = Faults::default();
            faults.seed(42);
            faults.on.push(Fault::new(FaultKind::ServerError).probability(0.1));
            (0..10_000).filter(|_| faults.strike("sendMessage", Some(1)).is_some()).count()
        };
        assert!((900..1_100).contains(&struck()));
        assert_eq!(struck(), struck());
    }
}
