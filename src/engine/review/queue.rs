//! What waits for a decision, as a list.

use super::card::waited;
use crate::conversation::message::{Choice, Message};
use crate::conversation::press::{Judge, Press};
use crate::conversation::render::{choice, excerpt, plain};
use crate::engine::mine::pages;
use crate::engine::turn::Turn;
use crate::store::{StoreError, nominations};

/// Nominations on a page of the queue.
const PAGE: i64 = 8;

impl Turn<'_> {
    /// Deals the card of the oldest that nobody has taken up.
    pub(super) async fn show_next(&mut self) -> Result<(), StoreError> {
        let (reviewer, scope_of) = (self.contact.id, self.scope_of());
        let next = nominations::next_unclaimed(self.tx.connection(), reviewer, scope_of, self.now);
        let Some(next) = next.await? else {
            self.toast("queue-none", &[], false);
            return Ok(());
        };
        let desk = self.desk_again(next).await?;
        self.deal_privately(&desk).await
    }

    /// Shows a page of what waits, the oldest first.
    pub(in crate::engine) async fn show_queue(&mut self, page: u32) -> Result<(), StoreError> {
        let scope_of = self.scope_of();
        let count = nominations::count_waiting(self.tx.connection(), scope_of).await?;
        if count == 0 {
            self.answer(Message::of(self.say("queue-none", &[])));
            return Ok(());
        }
        let pages = pages(count, PAGE);
        let page = page.min(pages - 1);
        let rows =
            nominations::waiting(self.tx.connection(), scope_of, PAGE, i64::from(page) * PAGE)
                .await?;
        let mut choices: Vec<Vec<Choice>> = rows
            .iter()
            .map(|one| {
                let waited = waited(self.locale, self.now - one.submitted_at);
                let label = plain(&self.say(
                    "queue-row",
                    &[
                        ("code", one.code.as_str().into()),
                        ("name", excerpt(&one.name, 24).into()),
                        ("waited", waited.into()),
                    ],
                ));
                // Version 0 is nobody's: it asks for a new card, below the queue.
                vec![choice(label, &Press::Judge(one.id, 0, Judge::Card))]
            })
            .collect();
        choices.extend(self.pager(page, pages, Press::Queue));
        let mut title = self.say("queue-title", &[("count", count.to_string().into())]);
        if let Some(at) = self.page_of(page, pages) {
            title = format!("{title}\n{at}");
        }
        self.answer(Message { choices, ..Message::of(title) });
        Ok(())
    }
}
