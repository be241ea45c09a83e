//! The time for the state of a nomination: on its card, and when to draw it again.

use crate::clock::Millis;
use crate::domain::day;
use crate::domain::deadline::{self, Standing};
use crate::domain::workday::Calendar;
use crate::engine::turn::Turn;
use crate::i18n::{Locale, text};
use crate::store::nominations::Nomination;
use crate::store::{StoreError, desk_timers, nominations};

impl Turn<'_> {
    /// Sets when the cards of a nomination are drawn again for its time, or that they are not.
    pub(in crate::engine) async fn set_marks(
        &mut self,
        nomination: i64,
        due_at: Option<Millis>,
    ) -> Result<(), StoreError> {
        let calendar = &self.shared.settings.calendar;
        let mark_at = due_at.map(|due| deadline::mark_at(calendar, self.now, due));
        nominations::set_mark(self.tx, nomination, mark_at).await?;
        match due_at.zip(mark_at) {
            Some((due, mark)) => {
                desk_timers::set(self.tx, nomination, desk_timers::MARK, mark).await?;
                desk_timers::set(self.tx, nomination, desk_timers::OVERDUE, due).await
            }
            None => {
                desk_timers::clear(self.tx, nomination, desk_timers::MARK).await?;
                desk_timers::clear(self.tx, nomination, desk_timers::OVERDUE).await
            }
        }
    }
}

/// The line of a card that says by when, while reviewers owe it something.
pub(super) fn line(
    one: &Nomination,
    locale: Locale,
    now: Millis,
    calendar: &Calendar,
) -> Option<String> {
    let due = one.due_at.filter(|_| one.state.is_owed())?;
    let is_today = day::local_date(due) == day::local_date(now);
    // A night and a morning are less than half a day, and more than none.
    let left = |days: u32| days.max(1);
    let (key, days) = match deadline::standing(calendar, one.state_since, due, now) {
        Standing::InTime(_) if is_today => ("card-due-today", 0),
        Standing::Soon(_) if is_today => ("card-due-soon-today", 0),
        Standing::InTime(days) => ("card-due", left(days)),
        Standing::Soon(days) => ("card-due-soon", left(days)),
        Standing::Overdue(0) => ("card-overdue-today", 0),
        Standing::Overdue(days) => ("card-overdue", days),
    };
    let args = [("day", day::local_date(due).into()), ("days", days.to_string().into())];
    Some(text(locale, key, &args))
}

/// How the time for a state stands, as a sign.
pub(super) fn mark(
    since: Millis,
    due_at: Option<Millis>,
    now: Millis,
    calendar: &Calendar,
) -> Option<char> {
    match deadline::standing(calendar, since, due_at?, now) {
        Standing::InTime(_) => None,
        Standing::Soon(_) => Some('🟡'),
        Standing::Overdue(_) => Some('⏰'),
    }
}

#[cfg(test)]
mod tests {
    use super::super::card::tests::desk;
    use super::*;
    use crate::clock::HOUR;
    use crate::domain::nomination::State;

    #[test]
    fn what_is_due_today_says_so_and_what_is_due_tomorrow_has_a_day_left() {
        // Monday 2026-11-30, 14:00 in Vietnam, to Tuesday 8:00.
        let since = 1_796_022_000_000;
        let mut one = desk("a", State::Submitted).nomination;
        (one.state_since, one.due_at) = (since, Some(since + 18 * HOUR));
        for (hours, words) in [
            (8, "còn 1 ngày làm việc"),
            (11, "Đến hạn hôm nay: 01/12/2026"),
            (17, "🟡 Đến hạn hôm nay: 01/12/2026"),
            (18, "Vừa quá hạn"),
        ] {
            let now = since + hours * HOUR;
            let line = line(&one, Locale::Vi, now, &Calendar::default()).unwrap();
            assert!(line.contains(words), "{hours}: {line}");
        }
    }
}
