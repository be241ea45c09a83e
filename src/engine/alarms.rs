//! What admins are told of the program itself, once a day, while it lasts.

use super::{Engine, Shared};
use crate::conversation::message::Message;
use crate::delivery::outgoing::{Lane, Outgoing};
use crate::domain::day;
use crate::domain::role::Role;
use crate::i18n;
use crate::store::{StoreError, Tx, alarms, outbox};

use super::turn::Done;

impl Engine {
    /// Tells every admin, unless they were told today already; `key` is the text's.
    ///
    /// # Errors
    /// If the database does not take it; nobody was told then.
    pub async fn alarm_admins(&self, key: &'static str) -> Result<(), StoreError> {
        let shared = self.shared.clone();
        let after = self.shared.clone();
        let told = self
            .shared
            .store
            .enqueue(
                0,
                move |tx| Box::pin(async move { shared.alarm(tx, key).await }),
                move |done: &mut Done| after.carry_out(std::mem::take(done)),
            )
            .await?;
        told.await.map(|_| ())
    }
}

impl Shared {
    async fn alarm(&self, tx: &mut Tx, key: &str) -> Result<Done, StoreError> {
        let now = self.clock.now();
        if !alarms::note(tx, key, &day::today(now).stored()).await? {
            return Ok(Done::default());
        }
        let team = self.team(tx.connection()).await?;
        let admins = team.iter().filter(|one| one.role == Some(Role::Admin) && !one.blocked);
        let said: Vec<Outgoing> = admins
            .map(|admin| {
                Outgoing::fresh(
                    &admin.channel,
                    &admin.address,
                    Lane::Review,
                    Message::of(i18n::text(
                        admin.language.unwrap_or(self.settings.locale),
                        key,
                        &[],
                    )),
                )
            })
            .collect();
        if said.is_empty() {
            return Ok(Done::default());
        }
        let rows = outbox::insert(tx, &mut || self.ids.next(), &said, now).await?;
        Ok(Done { rows, ..Done::default() })
    }
}
