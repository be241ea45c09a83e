//! Who is muted or banned, and lifting it.

use serde_json::json;

use super::{free_again, spoken};
use crate::conversation::message::{Choice, Message};
use crate::conversation::press::Press;
use crate::conversation::render::{choice, excerpt, plain, summary};
use crate::domain::day;
use crate::engine::mine::pages;
use crate::engine::turn::Turn;
use crate::store::audit::Act;
use crate::store::sanctions::Sanction;
use crate::store::{StoreError, contacts, members, sanctions, timers};

/// Sanctions on a page.
const PAGE: i64 = 5;
/// How much of a name a button shows, in characters.
const NAME_ON_BUTTON: usize = 24;
/// How much of a name and of a reason a row shows, in UTF-16 units.
const NAME_SHOWN: usize = 80;
const REASON_SHOWN: usize = 300;

impl Turn<'_> {
    /// Shows a page of the sanctions in force.
    pub(in crate::engine) async fn show_sanctions(&mut self, page: u32) -> Result<(), StoreError> {
        if !self.is_admin_still(false).await? {
            return Ok(());
        }
        let now = self.now;
        let count = sanctions::count_in_force(self.tx.connection(), now).await?;
        if count == 0 {
            self.answer(Message::of(self.say("sanctions-none", &[])));
            return Ok(());
        }
        let pages = pages(count, PAGE);
        let page = page.min(pages - 1);
        let offset = i64::from(page) * PAGE;
        let rows = sanctions::in_force(self.tx.connection(), now, PAGE, offset).await?;
        let mut title = self.say("sanctions-title", &[("count", count.to_string().into())]);
        if let Some(at) = self.page_of(page, pages) {
            title = format!("{title}\n{at}");
        }
        let mut parts = vec![title];
        let mut choices: Vec<Vec<Choice>> = Vec::new();
        for one in &rows {
            parts.push(self.sanction_row(one));
            let who = ("who", excerpt(&one.name, NAME_ON_BUTTON).into());
            choices.push(vec![choice(
                plain(&self.say("sanction-lift", &[who])),
                &Press::Lift(one.id),
            )]);
        }
        choices.extend(self.pager(page, pages, Press::Sanctions));
        self.answer(Message { choices, ..Message::of(parts.join("\n\n")) });
        Ok(())
    }

    /// One sanction in a few lines: whom, how far, until when, why, by whom.
    pub(super) fn sanction_row(&self, one: &Sanction) -> String {
        let until = match one.until {
            Some(until) => self.say("sanction-until", &[("at", day::local(until).into())]),
            None => self.say("sanction-until-lifted", &[]),
        };
        let reason = spoken(&one.reason, self.locale);
        let args = [
            ("who", summary::fit(&one.name, NAME_SHOWN)),
            ("kind", self.say(&format!("sanction-{}", one.kind.code()), &[]).into()),
            ("by", summary::fit(&one.by_name, NAME_SHOWN)),
            ("at", day::local(one.at).into()),
        ];
        let reason =
            self.say("sanction-reason", &[("reason", summary::fit(&reason, REASON_SHOWN))]);
        format!("{}\n{until}\n{reason}", self.say("sanction-row", &args))
    }

    /// Asks whether to lift a sanction, or does so and tells the person.
    pub(in crate::engine) async fn lift(
        &mut self,
        sanction: i64,
        sure: bool,
    ) -> Result<(), StoreError> {
        if sure {
            members::lock_admins(self.tx).await?;
        }
        if !self.is_admin_still(sure).await? {
            return Ok(());
        }
        let found = sanctions::by_id(self.tx.connection(), sanction).await?;
        let Some(one) = found.filter(|one| one.holds(self.now)) else {
            self.answer_with_sanctions(self.say("sanction-gone", &[]));
            return Ok(());
        };
        if !sure {
            let reader = self.reader();
            let choices = vec![
                vec![reader.choice("sanction-lift-sure", &Press::LiftSure(one.id))],
                vec![reader.choice("back", &Press::Sanctions(0))],
            ];
            let text =
                format!("{}\n\n{}", self.sanction_row(&one), self.say("sanction-lift-ask", &[]));
            self.answer(Message { choices, ..Message::of(text) });
            return Ok(());
        }
        // Their turns wait meanwhile, so that none is refused for what is lifted.
        let person = contacts::take_up(self.tx, one.contact).await?;
        if !sanctions::lift(self.tx, one.id, Some(self.contact.id), self.now).await? {
            // Another replica was faster between our look and this.
            self.answer_with_sanctions(self.say("sanction-gone", &[]));
            return Ok(());
        }
        timers::clear(self.tx, one.contact, timers::SANCTION).await?;
        let detail = json!({ "sanction": one.id });
        self.note_order(one.contact, Act::Lift, false, None, detail).await?;
        if let Some(person) = person {
            let locale = person.language.unwrap_or(self.shared.settings.locale);
            self.write_to_person(&person, free_again(locale, "sanction-lifted"));
        }
        let who = ("who", one.name.as_str().into());
        self.answer_with_sanctions(self.say("sanction-lifted-done", &[who]));
        Ok(())
    }

    /// Answers with a way to the list.
    pub(super) fn answer_with_sanctions(&mut self, text: String) {
        let choices = vec![vec![self.reader().choice("sanctions-back", &Press::Sanctions(0))]];
        self.answer(Message { choices, ..Message::of(text) });
    }
}
