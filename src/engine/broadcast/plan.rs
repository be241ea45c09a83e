//! When it begins.

use super::Place;
use crate::conversation::session::At;
use crate::conversation::words::Words;
use crate::domain::broadcast::{Kind, Move, Pause, State};
use crate::domain::moment::{self, MomentError};
use crate::engine::turn::Turn;
use crate::i18n::Locale;
use crate::store::StoreError;
use crate::store::broadcasts::{self, Broadcast};

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
        match moment::parse(typed, self.now) {
            Ok(at) => one.due_at = Some(at),
            Err(error) => {
                let key = match error {
                    MomentError::Unclear => "cast-time-unclear",
                    MomentError::Past => "cast-time-past",
                    MomentError::TooFar => "cast-time-far",
                };
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
