//! Trouble on demand: calls that are refused, lost or never answered.

use serde::Serialize;

use crate::clock::Millis;

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
    /// 400: the message is refused, and would be again.
    Refused,
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
            "400" => FaultKind::Refused,
            _ => return None,
        })
    }

    /// Whether the real server would answer a call of `method` so: who has blocked the bot can
    /// still have a press answered or an old message edited.
    fn can_hit(self, method: &str) -> bool {
        let writes = || ["send", "forward", "copy"].iter().any(|verb| method.starts_with(verb));
        !matches!(self, FaultKind::Blocked | FaultKind::Refused) || writes()
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
            FaultKind::Refused => "400",
            FaultKind::MigrateToChatId(_) => "migrated",
        }
    }
}

/// Trouble that comes and goes, by the emulator's clock. The first time begins with the first call
/// that it strikes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Storm {
    lasts: Millis,
    every: Millis,
    since: Option<Millis>,
}

impl Storm {
    /// Lasts so many milliseconds, from the beginning of one to that of the next so many.
    pub fn new(lasts: Millis, every: Millis) -> Storm {
        Storm { lasts, every: every.max(1), since: None }
    }

    fn rages(&mut self, now: Millis) -> bool {
        let since = *self.since.get_or_insert(now);
        (now - since).rem_euclid(self.every) < self.lasts
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
    /// Which share of the chats it hits, 0.0 to 1.0, always the same ones.
    pub chats: f64,
    /// How many calls it hits before it is gone; `None` is for ever.
    pub count: Option<u32>,
    /// When it comes and goes; `None` is always.
    pub storm: Option<Storm>,
}

impl Fault {
    /// A fault that hits each call, for ever; narrow it with the methods below.
    pub fn new(kind: FaultKind) -> Fault {
        Fault {
            method: None,
            chat: None,
            kind,
            probability: 1.0,
            chats: 1.0,
            count: None,
            storm: None,
        }
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

    /// Only this share of the chats, 0.0 to 1.0, always the same ones: 0.05 of them have blocked the
    /// bot. Those that another kind of fault picks are others.
    pub fn share_of_chats(self, chats: f64) -> Fault {
        Fault { chats, ..self }
    }

    /// Only for `lasts` milliseconds at the start of each `every`, from the first call on.
    pub fn storm(self, lasts: Millis, every: Millis) -> Fault {
        Fault { storm: Some(Storm::new(lasts, every)), ..self }
    }

    /// Only the next `count` calls.
    pub fn count(self, count: u32) -> Fault {
        Fault { count: Some(count), ..self }
    }
}

impl Fault {
    /// Whether this chat is among the share that it hits.
    fn picks(&self, chat: Option<i64>) -> bool {
        if self.chats >= 1.0 {
            return true;
        }
        // FNV-1a with a stir at the end: neighbours' ids differ in few bits.
        let salted = self.kind.word().bytes().chain(chat.unwrap_or(0).to_le_bytes());
        let hash = salted.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
        });
        let stirred = (hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        ((stirred >> 11) as f64 / (1_u64 << 53) as f64) < self.chats
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
    pub(super) fn strike(
        &mut self,
        method: &str,
        chat: Option<i64>,
        now: Millis,
    ) -> Option<FaultKind> {
        if self.on.is_empty() {
            return None;
        }
        for at in 0..self.on.len() {
            let fault = &self.on[at];
            let of_method = match &fault.method {
                Some(name) => name.eq_ignore_ascii_case(method),
                None => method != "getUpdates",
            };
            let of_chat = (fault.chat.is_none() || fault.chat == chat) && fault.picks(chat);
            if !of_method || !of_chat || !fault.kind.can_hit(method) {
                continue;
            }
            let (probability, kind) = (fault.probability, fault.kind);
            if probability < 1.0 && self.draw() >= probability {
                continue;
            }
            let fault = &mut self.on[at];
            if fault.storm.as_mut().is_some_and(|storm| !storm.rages(now)) {
                continue;
            }
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
        assert_eq!(faults.strike("sendMessage", Some(8), 0), None);
        assert_eq!(faults.strike("sendMessage", Some(7), 0), Some(FaultKind::Blocked));
        assert_eq!(faults.strike("sendMessage", Some(7), 0), Some(FaultKind::Blocked));
        assert_eq!(faults.strike("sendMessage", Some(7), 0), None);
    }

    #[test]
    fn a_blocked_bot_can_still_edit_and_answer() {
        let mut faults = Faults::default();
        faults.on.push(Fault::new(FaultKind::Blocked));
        assert_eq!(faults.strike("answerCallbackQuery", Some(7), 0), None);
        assert_eq!(faults.strike("editMessageText", Some(7), 0), None);
        assert_eq!(faults.strike("sendPhoto", Some(7), 0), Some(FaultKind::Blocked));
    }

    #[test]
    fn polling_is_hit_only_when_named() {
        let mut faults = Faults::default();
        faults.on.push(Fault::new(FaultKind::ServerError));
        assert_eq!(faults.strike("getUpdates", None, 0), None);
        faults.on.push(Fault::new(FaultKind::ServerError).method("getUpdates"));
        assert_eq!(faults.strike("getUpdates", None, 0), Some(FaultKind::ServerError));
    }

    #[test]
    fn a_share_is_about_that_share_and_the_same_each_time() {
        let struck = || {
            let mut faults = Faults::default();
            faults.seed(42);
            faults.on.push(Fault::new(FaultKind::ServerError).probability(0.1));
            (0..10_000).filter(|_| faults.strike("sendMessage", Some(1), 0).is_some()).count()
        };
        assert!((900..1_100).contains(&struck()));
        assert_eq!(struck(), struck());
    }
    #[test]
    fn a_share_of_the_chats_is_the_same_chats_each_time_and_others_for_another_kind() {
        let mut faults = Faults::default();
        faults.on.push(Fault::new(FaultKind::Blocked).share_of_chats(0.05));
        let mut hit = |chats: std::ops::Range<i64>| -> Vec<i64> {
            chats.filter(|chat| faults.strike("sendMessage", Some(*chat), 0).is_some()).collect()
        };
        let blocked = hit(6_000_000_000..6_000_100_000);
        assert!((4_700..5_300).contains(&blocked.len()), "{}", blocked.len());
        assert_eq!(hit(6_000_000_000..6_000_100_000), blocked);
        let refused = Fault::new(FaultKind::Refused).share_of_chats(0.05);
        let both = blocked.iter().filter(|chat| refused.picks(Some(**chat))).count();
        assert!((150..350).contains(&both), "{both}");
    }

    #[test]
    fn a_storm_comes_and_goes() {
        let mut faults = Faults::default();
        let refused = FaultKind::TooManyRequests { retry_after: 1 };
        faults.on.push(Fault::new(refused).storm(200, 1_000));
        let hit = |now| faults.strike("sendMessage", Some(1), now).is_some();
        let times = [5_000, 5_199, 5_200, 5_999, 6_000, 6_199, 6_200];
        assert_eq!(times.map(hit), [true, true, false, false, true, true, false]);
    }
}
