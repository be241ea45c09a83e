//! When it begins.

use super::Place;
use crate::clock::{DAY, Millis};
use crate::conversation::session::At;
use crate::conversation::words::Words;
use crate::domain::broadcast::{Kind, Move, Pause, State};
use crate::domain::moment;
use crate::engine::turn::Turn;
use crate::i18n::Locale;
use crate::store::StoreError;
use crate::store::broadcasts::{self, Broadcast};

/// How far ahead something is planned.
const FARTHEST: Millis = 200 * DAY;

/// The moment that was written, with a time of day, of today if no day was; or what to say.
fn moment_of(typed: &str, now: Millis) -> Result<Millis, &'static str> {
    let read = moment::parse(typed, now)
        .or_else(|| moment::parse(&format!("hôm nay {typed}"), now))
        .ok_or("cast-time-unclear")?;
    if read.from() != read.until() {
        // Only a day.
        return Err("cast-time-unclear");
    }
    match read.from() - now {
        ..=0 => Err("cast-time-past"),
        // A day that is over this year, written without its year, is read as the next year's.
        ahead if ahead > FARTHEST && !names_year(typed) => Err("cast-time-past"),
        ahead if ahead > FARTHEST => Err("cast-time-far"),
        _ => Ok(read.from()),
    }
}

fn names_year(typed: &str) -> bool {
    typed.split(|sign: char| !sign.is_ascii_digit()).any(|digits| digits.len() == 4)
}

impl Turn<'_> {
    /// Plans it for the moment that was written.
    pub(super) async fn plan_cast(
        &mut self,
        mut one: Broadcast,
        version: i64,
        typed: &str,
    ) -> Result<(), StoreError> {
        let late = one.state == State::Paused && one.pause == Some(Pause::Late);
        let may = late || matches!(one.state, State::Draft | State::Scheduled);
        // A draft may have been written on meanwhile, which does not change when it is to begin.
        if !may || (one.state != State::Draft && version != one.version) {
            return self.show_cast(&one, Place::Below).await;
        }
        match moment_of(typed, self.now) {
            Ok(at) => one.due_at = Some(at),
            Err(key) => {
                let (about, nomination, version) = (Words::CastTime, one.id, one.version);
                self.session.go(At::Words { about, nomination, version });
                self.tell(self.say(key, &[]));
                return Ok(());
            }
        }
        broadcasts::must_touch(self.tx, &mut one).await?;
        if late && !self.advance_cast(&mut one, Move::Postpone, None, "postponed").await? {
            return Ok(());
        }
        if one.state == State::Draft && one.kind == Kind::News {
            self.session.go(At::Composing { broadcast: one.id, locale: Locale::Vi });
        }
        self.show_cast(&one, Place::Below).await
    }

    /// It begins as soon as it is confirmed.
    pub(super) async fn plan_cast_now(&mut self, mut one: Broadcast) -> Result<(), StoreError> {
        if !matches!(one.state, State::Draft | State::Scheduled) {
            self.toast("toast-cast-old", &[], false);
            return self.show_cast(&one, Place::Here).await;
        }
        one.due_at = None;
        broadcasts::must_touch(self.tx, &mut one).await?;
        self.show_cast(&one, Place::Here).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::day;

    #[test]
    fn a_day_and_a_time_are_read_or_the_time_of_today() {
        // Tuesday 2026-12-01, 14:00 in Vietnam.
        let now = 1_796_108_400_000;
        for (typed, read) in [
            ("25/12 08:00", Ok("08:00 25/12/2026")),
            ("8h30 ngày 25/12", Ok("08:30 25/12/2026")),
            ("15:00", Ok("15:00 01/12/2026")),
            ("tomorrow 8:00", Ok("08:00 02/12/2026")),
            ("13:59", Err("cast-time-past")),
            ("30/11/2026 08:00", Err("cast-time-past")),
            ("30/11 08:00", Err("cast-time-past")),
            ("30/11/2027 08:00", Err("cast-time-far")),
            ("25/12", Err("cast-time-unclear")),
            ("25:00", Err("cast-time-unclear")),
            ("sáng mai", Err("cast-time-unclear")),
        ] {
            assert_eq!(moment_of(typed, now).map(day::local), read.map(str::to_owned), "{typed}");
        }
    }
}
