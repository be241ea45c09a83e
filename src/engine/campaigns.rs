//! Campaigns, as admins run them from the chat: the list, and one of them with what can be done.
//!
//! Here: who may, which one, and at which version. Parts are written in `edit`, opening and closing is
//! in `moves`, how it looks in `draw`; what happens by itself is told by `telling`.

mod draw;
mod edit;
mod moves;
mod telling;

use super::mine::pages;
use super::turn::Turn;
use crate::conversation::message::Message;
use crate::conversation::press::{Campaign, CampaignChoice as Choice, Press};
use crate::conversation::render::{Reader, choice, season};
use crate::conversation::session::{At, Session};
use crate::conversation::words::Words;
use crate::domain::campaign::{Plan, Season, Standing};
use crate::domain::role::Role;
use crate::i18n::{Locale, text};
use crate::store::audit::{Act, Subject};
use crate::store::{StoreError, campaigns};

/// Campaigns on a page of the list.
const PAGE: usize = 8;
/// The most campaigns that are listed.
const LISTED: i64 = 200;
/// What the codes of a new campaign begin with where none is open to take it from.
const PREFIX: &str = "HD";

impl Turn<'_> {
    /// A press about campaigns.
    pub(super) async fn campaign(&mut self, choice: Campaign) -> Result<(), StoreError> {
        if self.contact.role < Some(Role::Admin) {
            self.toast("toast-not-allowed", &[], false);
            return Ok(());
        }
        if matches!(self.session.at, At::Words { about: Words::Campaign(_), .. }) {
            // Another way was taken: what is written next is for nothing any more.
            self.session.go(At::Idle);
        }
        match choice {
            Campaign::Begin => self.list_campaigns(0).await,
            Campaign::List(page) => self.list_campaigns(page).await,
            Campaign::New => self.begin_campaign().await,
            Campaign::Show(id) => match self.find_campaign(id).await? {
                Some(plan) => self.show_campaign(&plan).await,
                None => Ok(()),
            },
            Campaign::One(id, version, choice) => {
                let Some(plan) = self.find_campaign(id).await? else { return Ok(()) };
                if plan.version != version && choice != Choice::Preview {
                    self.toast("toast-campaign-old", &[], false);
                    return self.show_campaign(&plan).await;
                }
                self.choose(plan, choice).await
            }
        }
    }

    async fn choose(&mut self, plan: Plan, choice: Choice) -> Result<(), StoreError> {
        match choice {
            Choice::Edit => {
                let message = self.edit_page(&plan);
                self.answer(message);
                Ok(())
            }
            Choice::Part(part) => self.ask_part(&plan, part).await,
            Choice::Clear(part) => self.clear_part(plan, part).await,
            Choice::Field(code) => self.toggle_field(plan, &code).await,
            Choice::Votes(approvals, refusals) => self.set_votes(plan, approvals, refusals).await,
            Choice::Preview => {
                self.preview_campaign(&plan);
                Ok(())
            }
            Choice::Open => self.ask_open(&plan).await,
            Choice::OpenSure => self.open_campaign(plan).await,
            Choice::Plan => self.ask_plan(&plan).await,
            Choice::PlanSure(at) => self.plan_campaign(plan, at).await,
            Choice::Unplan => self.ask_unplan(&plan).await,
            Choice::UnplanSure => self.unplan_campaign(plan).await,
            Choice::UntilSure(at) => self.set_until(plan, at).await,
            Choice::Close => self.ask_close(&plan).await,
            Choice::CloseSure => self.close_campaign(plan).await,
            Choice::Drop => self.ask_drop(&plan).await,
            Choice::DropSure => self.drop_campaign(&plan).await,
        }
    }

    /// The campaign with this id; where it is gone, the list says so.
    async fn find_campaign(&mut self, id: i64) -> Result<Option<Plan>, StoreError> {
        let found = campaigns::by_id(self.tx.connection(), id).await?;
        if found.is_none() {
            self.toast("campaign-gone", &[], false);
            self.list_campaigns(0).await?;
        }
        Ok(found)
    }

    async fn list_campaigns(&mut self, page: u32) -> Result<(), StoreError> {
        let now = self.now;
        let mut all = campaigns::all(self.tx.connection(), LISTED).await?;
        // What comes is listed by when it comes, the rest with the newest first.
        all.sort_by_key(|plan| match plan.standing(now) {
            Standing::Planned => (Standing::Planned, plan.opens_at),
            standing => (standing, -plan.opens_at),
        });
        let receives = all.iter().find(|plan| plan.standing(now) == Standing::Open);
        let mut lines = vec![self.say("campaign-list", &[])];
        lines.push(match receives {
            Some(plan) => {
                self.say("campaign-list-receives", &[("title", self.title_of(plan).into())])
            }
            None => self.say("campaign-list-receives-none", &[]),
        });
        if all.iter().filter(|plan| plan.standing(now) == Standing::Open).count() > 1 {
            lines.push(self.say("campaign-list-several", &[]));
        }
        if all.is_empty() {
            lines.push(self.say("campaign-list-none", &[]));
        }
        let pages = pages(i64::try_from(all.len()).unwrap_or(LISTED), PAGE as i64);
        let page = page.min(pages - 1);
        lines.extend(self.page_of(page, pages));
        let receives = receives.map(|plan| plan.id);
        let mut choices = Vec::new();
        for plan in all.iter().skip(page as usize * PAGE).take(PAGE) {
            let label = draw::row(self.locale, plan, now, receives == Some(plan.id));
            choices.push(vec![choice(label, &Press::Campaign(Campaign::Show(plan.id)))]);
        }
        choices.extend(self.pager(page, pages, |page| Press::Campaign(Campaign::List(page))));
        choices.push(vec![self.reader().choice("campaign-new", &Press::Campaign(Campaign::New))]);
        self.answer(Message { choices, ..Message::of(lines.join("\n")) });
        Ok(())
    }

    /// Begins a draft; one that nothing was written into yet will do.
    async fn begin_campaign(&mut self) -> Result<(), StoreError> {
        let id = match campaigns::blank(self.tx.connection()).await? {
            Some(id) => id,
            None => {
                let id = self.shared.ids.next();
                let open = self.season.open.as_ref();
                let prefix = open.map_or(PREFIX, |plan| plan.prefix.as_str()).to_owned();
                campaigns::begin(self.tx, id, &prefix).await?;
                self.note_about(Subject::Campaign(id), Act::Campaign, Some("begun"), None).await?;
                id
            }
        };
        match self.find_campaign(id).await? {
            Some(plan) => self.show_campaign(&plan).await,
            None => Ok(()),
        }
    }

    /// Shows a campaign as it is, in the message that was pressed.
    async fn show_campaign(&mut self, plan: &Plan) -> Result<(), StoreError> {
        let season = campaigns::season(self.tx.connection(), self.now).await?;
        let others = campaigns::all(self.tx.connection(), LISTED).await?;
        let shares = others.iter().find(|one| one.id != plan.id && one.prefix == plan.prefix);
        let around = draw::Around {
            now: self.now,
            receives: season.open.as_ref(),
            shares,
            count: campaigns::count_of(self.tx.connection(), plan.id).await?,
            policy: self.policy,
            catalog: &self.catalog,
        };
        let message = draw::page(self.locale, plan, &around);
        self.answer(message);
        Ok(())
    }

    /// Keeps a changed campaign, notes it and shows it; `false` if somebody was faster.
    async fn keep_campaign(&mut self, plan: &Plan, what: &str) -> Result<bool, StoreError> {
        let kept = campaigns::save(self.tx, plan).await?;
        if kept {
            self.note_about(Subject::Campaign(plan.id), Act::Campaign, Some(what), None).await?;
        } else {
            self.toast("toast-campaign-old", &[], false);
        }
        if let Some(plan) = self.find_campaign(plan.id).await? {
            self.show_campaign(&plan).await?;
        }
        Ok(kept)
    }

    /// Shows what citizens will read, each in a message of its own, as they will see it.
    fn preview_campaign(&mut self, plan: &Plan) {
        let catalog = self.catalog.clone();
        let english = plan.en != Default::default();
        let languages = [Locale::Vi, Locale::En].into_iter().take(1 + usize::from(english));
        for locale in languages {
            let (open, closed) = match locale {
                Locale::Vi => ("campaign-preview-opening", "campaign-preview-closing"),
                Locale::En => ("campaign-preview-opening-en", "campaign-preview-closing-en"),
            };
            let session = Session::default();
            let season = Season { open: Some(plan.clone()), ..Season::default() };
            let reader = Reader {
                locale,
                role: None,
                writes_to_many: false,
                session: &session,
                catalog: &catalog,
                season: Some(&season),
            };
            let menu = season::told(reader).into_iter().chain([text(locale, "menu", &[])]);
            let menu = menu.collect::<Vec<_>>().join("\n\n");
            let over = Season { last: Some(plan.clone()), ..Season::default() };
            self.tell(self.say(open, &[]));
            self.tell(menu);
            self.tell(self.say(closed, &[]));
            self.tell(season::closed(locale, &over));
        }
        let back = Press::Campaign(Campaign::Show(plan.id));
        let choices = vec![vec![self.reader().choice("campaign-show", &back)]];
        let title = self.title_of(plan);
        let words = self.say("campaign-previewed", &[("title", title.into())]);
        self.tell_message(Message { choices, ..Message::of(words) });
    }

    /// What it is called, for whom talks.
    fn title_of(&self, plan: &Plan) -> String {
        draw::title(self.locale, plan)
    }
}
