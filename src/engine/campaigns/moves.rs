//! Opening and closing a campaign, now or on a day; each asks first.

use crate::clock::Millis;
use crate::conversation::press::CampaignChoice as Choice;
use crate::domain::campaign::{Part, Plan, Standing};
use crate::domain::day;
use crate::engine::turn::Turn;
use crate::store::audit::{Act, Subject};
use crate::store::{StoreError, campaigns};

impl Turn<'_> {
    pub(super) async fn note_campaign(&mut self, id: i64, what: &str) -> Result<(), StoreError> {
        self.note_about(Subject::Campaign(id), Act::Campaign, Some(what), None).await
    }

    /// Whether it stands so; if not, it is shown as it is now.
    async fn stands(&mut self, plan: &Plan, in_one_of: &[Standing]) -> Result<bool, StoreError> {
        if in_one_of.contains(&plan.standing(self.now)) {
            return Ok(true);
        }
        self.toast("toast-campaign-old", &[], false);
        self.show_campaign(plan).await?;
        Ok(false)
    }

    /// Whether it can be opened; if not, what keeps it is said. One that was over has no end any more.
    async fn may_open(&mut self, plan: &Plan) -> Result<bool, StoreError> {
        let standing = plan.standing(self.now);
        if !self.stands(plan, &[Standing::Draft, Standing::Planned, Standing::Closed]).await? {
            return Ok(false);
        }
        let over = plan.closes_at.is_some_and(|at| at <= self.now);
        let key = match standing {
            _ if plan.lacks().is_some() => "toast-campaign-lacks",
            Standing::Draft if over => "toast-campaign-past",
            _ => return Ok(true),
        };
        self.toast(key, &[], true);
        self.show_campaign(plan).await?;
        Ok(false)
    }

    pub(super) async fn ask_open(&mut self, plan: &Plan) -> Result<(), StoreError> {
        if !self.may_open(plan).await? {
            return Ok(());
        }
        let title = self.title_of(plan).into();
        let mut words = vec![self.say("campaign-open-ask", &[("title", title)])];
        if let Some(at) = plan.closes_at.filter(|at| *at > self.now) {
            words.push(self.say("campaign-open-until", &[("at", day::local(at).into())]));
        }
        if let Some(open) = &self.season.open {
            let title = self.title_of(open).into();
            words.push(self.say("campaign-open-over", &[("title", title)]));
        }
        let words = words.join("\n\n");
        self.confirm_campaign(plan, words, "campaign-open-sure", Choice::OpenSure);
        Ok(())
    }

    pub(super) async fn open_campaign(&mut self, mut plan: Plan) -> Result<(), StoreError> {
        if !self.may_open(&plan).await? {
            return Ok(());
        }
        (plan.draft, plan.opens_at, plan.tells_opening) = (false, self.now, false);
        plan.closes_at = plan.closes_at.filter(|at| *at > self.now);
        plan.tells_closing = plan.closes_at.is_some();
        if self.keep_campaign(&plan, "opened").await? {
            self.toast("toast-campaign-opened", &[], false);
        }
        Ok(())
    }

    pub(super) async fn ask_plan(&mut self, plan: &Plan) -> Result<(), StoreError> {
        if !self.may_plan(plan).await? {
            return Ok(());
        }
        if plan.opens_at <= self.now {
            return self.ask_part_words(plan, Part::From, None).await;
        }
        let title = self.title_of(plan).into();
        let args = [("title", title), ("at", day::local(plan.opens_at).into())];
        let mut words = vec![self.say("campaign-plan-ask", &args)];
        if let Some(at) = plan.closes_at {
            words.push(self.say("campaign-open-until", &[("at", day::local(at).into())]));
        }
        let (words, sure) = (words.join("\n\n"), Choice::PlanSure(plan.opens_at));
        self.confirm_campaign(plan, words, "campaign-plan-sure", sure);
        Ok(())
    }

    async fn may_plan(&mut self, plan: &Plan) -> Result<bool, StoreError> {
        Ok(self.stands(plan, &[Standing::Draft]).await? && self.may_open(plan).await?)
    }

    pub(super) async fn plan_campaign(
        &mut self,
        mut plan: Plan,
        at: Millis,
    ) -> Result<(), StoreError> {
        if !self.may_plan(&plan).await? {
            return Ok(());
        }
        if at != plan.opens_at || at <= self.now {
            // It was left open until the day had come.
            self.toast("toast-campaign-old", &[], false);
            return self.show_campaign(&plan).await;
        }
        (plan.draft, plan.tells_opening) = (false, true);
        plan.tells_closing = plan.closes_at.is_some();
        if self.keep_campaign(&plan, &format!("planned {}", day::local(at))).await? {
            self.toast("toast-campaign-planned", &[], false);
        }
        Ok(())
    }

    pub(super) async fn ask_unplan(&mut self, plan: &Plan) -> Result<(), StoreError> {
        if self.stands(plan, &[Standing::Planned]).await? {
            let title = self.title_of(plan).into();
            let words = self.say("campaign-unplan-ask", &[("title", title)]);
            self.confirm_campaign(plan, words, "campaign-unplan-sure", Choice::UnplanSure);
        }
        Ok(())
    }

    pub(super) async fn unplan_campaign(&mut self, mut plan: Plan) -> Result<(), StoreError> {
        if self.stands(&plan, &[Standing::Planned]).await? {
            (plan.draft, plan.tells_opening, plan.tells_closing) = (true, false, false);
            if self.keep_campaign(&plan, "unplanned").await? {
                self.toast("toast-campaign-saved", &[], false);
            }
        }
        Ok(())
    }

    /// Has it close by itself then; 0: not at all.
    pub(super) async fn set_until(&mut self, mut plan: Plan, at: Millis) -> Result<(), StoreError> {
        if !self.stands(&plan, &[Standing::Planned, Standing::Open]).await? {
            return Ok(());
        }
        if at != 0 && (at <= self.now || at <= plan.opens_at) {
            self.toast("toast-campaign-past", &[], true);
            return self.show_campaign(&plan).await;
        }
        plan.closes_at = (at != 0).then_some(at);
        plan.tells_closing = at != 0;
        let what = if at == 0 { "no end".into() } else { format!("until {}", day::local(at)) };
        if self.keep_campaign(&plan, &what).await? {
            self.toast("toast-campaign-saved", &[], false);
        }
        Ok(())
    }

    pub(super) async fn ask_close(&mut self, plan: &Plan) -> Result<(), StoreError> {
        if !self.stands(plan, &[Standing::Open]).await? {
            return Ok(());
        }
        let title = self.title_of(plan).into();
        let mut words = vec![self.say("campaign-close-ask", &[("title", title)])];
        let all = campaigns::all(self.tx.connection(), super::LISTED).await?;
        let open =
            all.iter().find(|one| one.id != plan.id && one.standing(self.now) == Standing::Open);
        if let Some(open) = open {
            let title = self.title_of(open).into();
            words.push(self.say("campaign-close-then", &[("title", title)]));
        }
        let words = words.join("\n\n");
        self.confirm_campaign(plan, words, "campaign-close-sure", Choice::CloseSure);
        Ok(())
    }

    pub(super) async fn close_campaign(&mut self, mut plan: Plan) -> Result<(), StoreError> {
        if self.stands(&plan, &[Standing::Open]).await? {
            (plan.closes_at, plan.tells_closing) = (Some(self.now), false);
            if self.keep_campaign(&plan, "closed").await? {
                self.toast("toast-campaign-closed", &[], false);
            }
        }
        Ok(())
    }

    pub(super) async fn ask_drop(&mut self, plan: &Plan) -> Result<(), StoreError> {
        if self.stands(plan, &[Standing::Draft]).await? {
            let title = self.title_of(plan).into();
            let words = self.say("campaign-drop-ask", &[("title", title)]);
            self.confirm_campaign(plan, words, "campaign-drop-sure", Choice::DropSure);
        }
        Ok(())
    }

    pub(super) async fn drop_campaign(&mut self, plan: &Plan) -> Result<(), StoreError> {
        if self.stands(plan, &[Standing::Draft]).await? {
            let key = if campaigns::drop(self.tx, plan.id, plan.version).await? {
                self.note_campaign(plan.id, "dropped").await?;
                "toast-campaign-dropped"
            } else {
                "toast-campaign-old"
            };
            self.toast(key, &[], false);
            self.list_campaigns(0).await?;
        }
        Ok(())
    }
}
