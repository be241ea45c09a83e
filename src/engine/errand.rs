//! What takes longer than a turn may. It begins once the turn is committed, with a connection that nobody
//! waits for, and answers by itself. A crash between loses an answer that is asked for again, and nothing
//! else.

use std::sync::Arc;

use super::broadcast::Census;
use super::stats::Inquiry;
use super::{Shared, key_of};
use crate::chart;
use crate::conversation::message::Message;
use crate::i18n::{Locale, text};
use crate::store::StoreError;

/// Who asked for something.
#[derive(Clone)]
pub(super) struct Asker {
    pub(super) contact: i64,
    pub(super) channel: &'static str,
    /// Their own chat: what is counted is not for others that read along.
    pub(super) address: String,
    pub(super) locale: Locale,
}

impl Asker {
    /// The key by which their turns keep their order.
    pub(super) fn key(&self) -> i64 {
        key_of(self.channel, &self.address)
    }
}

/// What somebody asked for, to be done once their turn is committed.
pub(super) enum Errand {
    /// Statistics.
    Figures(Inquiry),
    /// How many a message to many is for.
    Audience(Census),
}

/// Why an errand was not done.
#[derive(Debug, thiserror::Error)]
pub(super) enum ErrandError {
    /// The database did not answer, or in words we do not know.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no picture.
    #[error(transparent)]
    Chart(#[from] chart::ChartError),
    /// There is no table.
    #[error("the table could not be written: {0}")]
    Table(String),
}

impl Errand {
    /// Does it, and says sorry if it cannot be done.
    pub(super) async fn run(self, shared: &Arc<Shared>) {
        let (done, asker, sorry) = match self {
            Self::Figures(inquiry) => {
                (inquiry.carry_out(shared).await, inquiry.asker, "stats-failed")
            }
            Self::Audience(census) => {
                (census.carry_out(shared).await, census.asker, "cast-count-failed")
            }
        };
        let error = match done {
            Ok(()) | Err(ErrandError::Store(StoreError::Closed)) => return,
            Err(error) => error,
        };
        tracing::error!(%error, "what was asked for could not be counted or shown");
        let sorry = Message::of(text(asker.locale, sorry, &[]));
        shared.delivery.say_unkept(asker.channel, asker.address, sorry);
    }
}
