//! Before sending: a nominee who is likely an exemplar that the public knows already is shown to the
//! citizen, who may add their story to it. Nothing is shown but what the public sees anyway.

use super::turn::Turn;
use crate::conversation::message::Message;
use crate::conversation::press::{Press, Write};
use crate::conversation::render::summary;
use crate::conversation::session::At;
use crate::domain::day;
use crate::domain::draft::{Draft, REMIND_AFTER, Shown};
use crate::domain::likeness::Subject;
use crate::domain::nomination::NomineeKind;
use crate::store::joins::Known;
use crate::store::{StoreError, exemplars, joins, likeness, timers};

/// How many that are likely the same are looked at for one that the public knows.
const LOOKED_AT: usize = 20;

impl Turn<'_> {
    /// Whether the citizen has to say first if they mean an exemplar that the public knows; then what
    /// they wrote is back in the session.
    pub(super) async fn must_say_whom(&mut self, draft: &Draft) -> Result<bool, StoreError> {
        if draft.on_behalf.is_some() || draft.shown.is_some_and(|shown| shown.is_meant.is_some()) {
            return Ok(false);
        }
        if !exemplars::is_any_shown(self.tx.connection()).await? {
            return Ok(false);
        }
        let subject = self.subject_of(draft);
        let likely = likeness::matches_of(self.tx.connection(), &subject, &[], LOOKED_AT).await?;
        for one in likely {
            if let Some(known) = joins::known(self.tx.connection(), one.exemplar).await? {
                self.ask_whom(draft, one.exemplar, &known).await?;
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn subject_of(&self, draft: &Draft) -> Subject {
        Subject {
            kind: draft.kind.unwrap_or(NomineeKind::Person),
            name: draft.name.clone().unwrap_or_default(),
            commune: draft.commune.clone().unwrap_or_default(),
            hamlet: draft.hamlet.clone(),
            story: draft.story(),
            happened: draft.happened.as_deref().and_then(|stored| stored.parse().ok()),
            told: day::today(self.now).year(),
            phone: draft.nominee_phone.clone(),
            // How they look is not known before they are fetched.
            photos: Vec::new(),
        }
    }

    async fn ask_whom(
        &mut self,
        draft: &Draft,
        exemplar: i64,
        known: &Known,
    ) -> Result<(), StoreError> {
        let shown = Some(Shown { exemplar, is_meant: None });
        let kept = Draft { shown, touched_at: self.now, reminded: false, ..draft.clone() };
        self.session.draft = Some(Box::new(kept));
        self.session.go(At::Check);
        timers::set(self.tx, self.contact.id, timers::DRAFT, self.now + REMIND_AFTER).await?;
        let mut lines = vec![self.say("known-found", &[])];
        let commune = summary::commune(&known.commune);
        let title = ("title", summary::fit(&known.title, summary::NAME_SHOWN));
        lines.push(match known.title.contains(&commune) {
            true => self.say("known-title", &[title]),
            false => self.say("known-whom", &[title, ("commune", commune.into())]),
        });
        lines.push(self.say("known-ask", &[]));
        let button =
            |key, write| vec![self.reader().choice(key, &Press::Write(self.session.serial, write))];
        let choices = vec![
            button("known-same", Write::Same),
            button("known-other", Write::Other),
            button("back", Write::Summary),
        ];
        self.answer(Message { choices, ..Message::of(lines.join("\n\n")) });
        Ok(())
    }

    /// Adds a nomination that was just kept to the exemplar that its author said it is about, if the
    /// public still knows that. The exemplar it belongs to from now on.
    pub(super) async fn add_to_known(
        &mut self,
        nomination: i64,
        draft: &Draft,
    ) -> Result<i64, StoreError> {
        let meant = draft.shown.filter(|shown| shown.is_meant == Some(true));
        let Some(meant) = meant else { return Ok(nomination) };
        let exemplar = joins::hold(self.tx, meant.exemplar).await?;
        if joins::known(self.tx.connection(), exemplar).await?.is_none() {
            return Ok(nomination);
        }
        joins::add_to_public(self.tx, nomination, exemplar).await?;
        Ok(exemplar)
    }
}
