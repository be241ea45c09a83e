//! Which messages to many there are.

use super::face::title;
use crate::conversation::message::Message;
use crate::conversation::press::{Cast, Press, Task};
use crate::conversation::render::{choice, excerpt};
use crate::domain::audience::Audience;
use crate::domain::day;
use crate::engine::turn::Turn;
use crate::i18n::Locale;
use crate::store::StoreError;
use crate::store::broadcasts::{self, Broadcast};

/// Messages on a page.
const PAGE: u32 = 8;
/// How much of the first words stands on a button, in characters.
const LABEL: usize = 30;

impl Turn<'_> {
    /// Lists drafts and the latest ones.
    pub(super) async fn list_casts(&mut self, page: u32) -> Result<(), StoreError> {
        // It is shown in the place of the one that was opened.
        self.shared.counting.leave(self.contact.id, None);
        let (limit, offset) = (i64::from(PAGE) + 1, i64::from(page) * i64::from(PAGE));
        let mut rows = broadcasts::latest(self.tx.connection(), limit, offset).await?;
        let more = rows.len() > PAGE as usize;
        rows.truncate(PAGE as usize);
        let mut lines = vec![self.say("cast-title", &[])];
        if rows.is_empty() {
            lines.push(self.say("cast-none", &[]));
        }
        let mut choices = vec![vec![self.reader().choice("cast-new", &Press::Cast(Cast::New))]];
        for one in &rows {
            let contents = broadcasts::contents(self.tx.connection(), one.id).await?;
            let title = title(self.locale, &contents);
            let state = self.say(&format!("cast-state-{}", one.state.code()), &[]);
            let at = day::local(one.started_at.or(one.due_at).unwrap_or(one.created_at));
            let args =
                [("title", title.clone().into()), ("state", state.into()), ("at", at.into())];
            lines.push(self.say("cast-line", &args));
            let press = Press::Cast(Cast::On(one.id, one.version, Task::Open));
            choices.push(vec![choice(excerpt(&title, LABEL), &press)]);
        }
        let mut turns = Vec::new();
        if page > 0 {
            turns.push(self.reader().choice("newer", &Press::Cast(Cast::List(page - 1))));
        }
        if more {
            turns.push(self.reader().choice("older", &Press::Cast(Cast::List(page + 1))));
        }
        if !turns.is_empty() {
            choices.push(turns);
        }
        self.answer(Message { choices, ..Message::of(lines.join("\n")) });
        Ok(())
    }

    /// Begins to write one.
    pub(super) async fn begin_cast(&mut self) -> Result<(), StoreError> {
        let id = self.shared.ids.next();
        let audience = Audience::default().stored();
        let one = Broadcast::draft(id, self.contact.id, self.now, audience);
        broadcasts::insert(self.tx, &one).await?;
        self.write_cast(&one, Locale::Vi).await
    }
}
