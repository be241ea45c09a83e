//! Admins are told of what opened or closed by itself: once, also when the program was down then.

use super::draw;
use crate::clock::Millis;
use crate::conversation::message::Message;
use crate::conversation::press::{Campaign, Press};
use crate::conversation::render::choice;
use crate::delivery::outgoing::{Lane, Outgoing};
use crate::domain::campaign::Plan;
use crate::domain::day;
use crate::domain::role::Role;
use crate::engine::turn::Done;
use crate::engine::{Engine, Shared};
use crate::i18n::text;
use crate::store::audit::{self, Act, Entry, Subject};
use crate::store::{StoreError, Tx, campaigns, outbox};

impl Engine {
    /// Tells admins of what has opened or closed by itself, and says of how many campaigns.
    pub(in crate::engine) async fn tell_of_campaigns(&self) -> Result<usize, StoreError> {
        let now = self.shared.clock.now();
        let untold = {
            let mut reader = self.shared.store.read().await?;
            campaigns::untold(&mut reader, now).await?
        };
        let count = untold.len();
        for plan in untold {
            let (shared, after) = (self.shared.clone(), self.shared.clone());
            let told = self.shared.store.enqueue(
                0,
                move |tx| Box::pin(async move { tell(tx, &shared, &plan, now).await }),
                move |done: &mut Done| after.carry_out(std::mem::take(done)),
            );
            told.await?.await?;
        }
        Ok(count)
    }
}

async fn tell(tx: &mut Tx, shared: &Shared, plan: &Plan, now: Millis) -> Result<Done, StoreError> {
    let mut told = Vec::new();
    if campaigns::tell_opening(tx, plan.id, now).await? {
        told.push(("campaign-opened-itself", "opened by itself", plan.opens_at));
    }
    if campaigns::tell_closing(tx, plan.id, now).await? {
        let at = plan.closes_at.unwrap_or(now);
        told.push(("campaign-closed-itself", "closed by itself", at));
    }
    let count = campaigns::count_of(tx.connection(), plan.id).await?;
    let team = shared.team(tx.connection()).await?;
    let mut outgoing = Vec::new();
    for (key, what, at) in told {
        let entry =
            Entry::new(shared.ids.next(), Act::Campaign, Subject::Campaign(plan.id), None, now);
        audit::record(tx, &entry.with(what)).await?;
        let admins = team.iter().filter(|one| one.role == Some(Role::Admin) && !one.blocked);
        for admin in admins {
            let locale = admin.language.unwrap_or(shared.settings.locale);
            let args = [
                ("title", draw::title(locale, plan).into()),
                ("at", day::local(at).into()),
                ("count", count.to_string().into()),
            ];
            let show = Press::Campaign(Campaign::Show(plan.id));
            let choices = vec![vec![choice(text(locale, "campaign-show", &[]), &show)]];
            outgoing.push(Outgoing::fresh(
                &admin.channel,
                &admin.address,
                Lane::Review,
                Message { choices, ..Message::of(text(locale, key, &args)) },
            ));
        }
    }
    let rows = match outgoing.as_slice() {
        [] => Vec::new(),
        some => outbox::insert(tx, &mut || shared.ids.next(), some, now).await?,
    };
    Ok(Done { rows, ..Done::default() })
}
