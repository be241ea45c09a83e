//! The morning digest: on working days at a time that is set, each reviewer is told what waits, once a day whatever
//! restarts and however many replicas there are. Who has nothing to do is not written to.

use super::review::many;
use super::turn::{Done, Turn};
use super::{Engine, key_of};
use crate::clock::{HOUR, MINUTE, Millis};
use crate::conversation::filter::Filter;
use crate::conversation::message::{Choice, Message};
use crate::conversation::press::Press;
use crate::conversation::render::{choice, excerpt};
use crate::delivery::outgoing::Lane;
use crate::domain::day;
use crate::domain::deadline::{self, Standing};
use crate::domain::queue::Which;
use crate::domain::role::Role;
use crate::domain::workday::Calendar;
use crate::store::contacts::Contact;
use crate::store::queue::Looking;
use crate::store::{StoreError, contacts, digests, queue, settings};

/// Until when it is still worth sending, in hours of Vietnam's day.
const UNTIL: i64 = 12;
/// Overdue nominations that an admin is told one by one.
const LISTED: i64 = 10;
/// How much of a name is said of each, in characters.
const NAME_SHOWN: usize = 40;
/// How long to leave it after a fault.
const TRY_AGAIN: Millis = MINUTE;

/// What has been done of this morning's, so that it is not looked for each second.
#[derive(Debug, Default)]
pub(super) struct Mornings {
    done: Option<String>,
    rest_until: Millis,
}

/// The day of a digest that may be sent now, such as `2026-12-01`, if that is sent `from` so long after
/// midnight.
fn due_day(calendar: &Calendar, from: Millis, now: Millis) -> Option<String> {
    let since_midnight = now - day::start_of_day(now);
    let is_time = (from..UNTIL * HOUR).contains(&since_midnight);
    (is_time && calendar.is_working_day(now)).then(|| day::today(now).stored())
}

impl Engine {
    /// Sends this morning's digests that were not sent yet, if it is time.
    pub(super) async fn send_digests(&self, mornings: &mut Mornings) -> Result<(), StoreError> {
        let now = self.shared.clock.now();
        let calendar = &self.shared.settings.calendar;
        let Some(day) = due_day(calendar, 0, now) else { return Ok(()) };
        if mornings.done.as_ref() == Some(&day) || now < mornings.rest_until {
            return Ok(());
        }
        let policy = settings::policy(&mut *self.shared.store.read().await?).await?;
        if due_day(calendar, policy.digest(), now).is_none() {
            return Ok(());
        }
        mornings.rest_until = now + TRY_AGAIN;
        let (team, told) = {
            let mut reader = self.shared.store.read().await?;
            let team = self.shared.team(&mut reader).await?;
            (team, digests::told(&mut reader, &day).await?)
        };
        let mut failed = false;
        for member in team {
            if member.role.is_none() || member.blocked || told.contains(&member.id) {
                continue;
            }
            if let Err(error) = self.digest_turn(&member, day.clone()).await {
                if error.is_passing() {
                    return Err(error);
                }
                // The others are not to wait for what one person's rows do.
                tracing::error!(%error, contact = member.id, "a digest could not be written");
                failed = true;
            }
        }
        if !failed {
            mornings.done = Some(day);
        }
        Ok(())
    }

    async fn digest_turn(&self, member: &Contact, day: String) -> Result<(), StoreError> {
        let Some(channel) = crate::channels::named(&member.channel) else { return Ok(()) };
        let (id, engine, after) = (member.id, self.shared.clone(), self.shared.clone());
        let turn = self
            .shared
            .store
            .enqueue(
                key_of(channel, &member.address),
                move |tx| {
                    Box::pin(async move { Turn::run_digest(tx, &engine, id, channel, &day).await })
                },
                move |done: &mut Done| after.carry_out(std::mem::take(done)),
            )
            .await?;
        turn.await.map(|_| ())
    }
}

impl Turn<'_> {
    /// Tells the contact of this turn what waits on this day, unless that was done.
    pub(super) async fn digest(&mut self, day: &str) -> Result<(), StoreError> {
        let may_read = self.contact.role.is_some() && !self.contact.blocked;
        if !may_read || !digests::note(self.tx, self.contact.id, day).await? {
            return Ok(());
        }
        let sight = self.sight();
        let looking = Looking { reviewer: self.contact.id, now: self.now, sight: &sight };
        let waiting = queue::work(self.tx.connection(), &looking, Which::Waiting).await?;
        let mine = queue::work(self.tx.connection(), &looking, Which::Mine).await?;
        // Whoever's they are: an admin is told of all that is late.
        let late = match self.contact.role {
            Some(Role::Admin) => {
                queue::size(self.tx.connection(), &looking, Which::Overdue).await?
            }
            _ => 0,
        };
        if waiting == 0 && mine == 0 && late == 0 {
            return Ok(());
        }
        let today = day::local_date(self.now);
        let mut lines = vec![
            self.say("digest-title", &[("day", today.into())]),
            self.say("digest-waiting", &[("count", many(waiting))]),
        ];
        let mut choices: Vec<Choice> = Vec::new();
        for which in [
            Which::Overdue,
            Which::Urgent,
            Which::Soon,
            Which::Answered,
            Which::Mine,
            Which::Unclaimed,
        ] {
            let count = queue::work(self.tx.connection(), &looking, which).await?;
            if count == 0 {
                continue;
            }
            let part = self.say(&format!("queue-part-{}", which.code()), &[]);
            let args = [("what", part.into()), ("count", many(count))];
            lines.push(self.say("digest-line", &args));
            let label = self.say("queue-part-off", &args);
            let press = Press::Queue(Filter { which, ..Filter::default() });
            choices.push(choice(label, &press));
        }
        if late > 0 {
            lines.push(self.overdue_lines(&looking, late).await?);
        }
        let mut choices: Vec<Vec<Choice>> = choices.chunks(2).map(<[Choice]>::to_vec).collect();
        choices.push(vec![
            self.reader().choice("digest-all", &Press::Queue(Filter::default())),
            self.reader().choice("desk-next", &Press::Next),
        ]);
        let person = self.contact.clone();
        let message = Message { choices, ..Message::of(lines.join("\n")) };
        self.post_to(&person, Lane::Review, message);
        Ok(())
    }

    /// What is overdue, for admins: each with who holds it, the longest overdue first.
    async fn overdue_lines(
        &mut self,
        looking: &Looking<'_>,
        count: i64,
    ) -> Result<String, StoreError> {
        let rows = queue::page(self.tx.connection(), looking, Which::Overdue, LISTED, 0).await?;
        let calendar = &self.shared.settings.calendar;
        let mut lines = vec![format!("\n{}", self.say("digest-overdue", &[]))];
        for one in &rows {
            let holder = match one.claim.filter(|(_, until)| *until > self.now) {
                Some((by, _)) => contacts::by_id(self.tx.connection(), by).await?,
                None => None,
            };
            let days = match one
                .due_at
                .map(|due| deadline::standing(calendar, one.since, due, self.now))
            {
                Some(Standing::Overdue(days)) => days,
                _ => 0,
            };
            let mut args = vec![
                ("code", one.code.as_str().into()),
                ("name", excerpt(&one.name, NAME_SHOWN).into()),
                ("days", days.to_string().into()),
            ];
            if let Some(holder) = &holder {
                args.push(("who", excerpt(&holder.name, NAME_SHOWN).into()));
            }
            let key = match (&holder, days) {
                (Some(_), 0) => "digest-overdue-held-now",
                (None, 0) => "digest-overdue-free-now",
                (Some(_), _) => "digest-overdue-held",
                (None, _) => "digest-overdue-free",
            };
            lines.push(self.say(key, &args));
        }
        if count > LISTED {
            lines.push(self.say("digest-overdue-more", &[("count", many(count))]));
        }
        Ok(lines.join("\n"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::DAY;

    #[test]
    fn it_is_time_from_what_is_set_to_noon_on_working_days() {
        // Friday 2026-12-04, 00:00 in Vietnam.
        let friday = 1_796_317_200_000;
        for (at, day) in [
            (friday + 8 * HOUR - 1, None),
            (friday + 8 * HOUR, Some("2026-12-04")),
            (friday + 12 * HOUR - 1, Some("2026-12-04")),
            (friday + 12 * HOUR, None),
            (friday + DAY + 9 * HOUR, None),
            (friday + 2 * DAY + 9 * HOUR, None),
            (friday + 3 * DAY + 9 * HOUR, Some("2026-12-07")),
        ] {
            let from = 8 * HOUR;
            assert_eq!(
                due_day(&Calendar::default(), from, at).as_deref(),
                day,
                "{}",
                day::local(at)
            );
        }
    }
}
