//! Writing and choosing the parts of a campaign.

use super::draw;
use crate::conversation::message::{Choice as Button, Message};
use crate::conversation::press::{Campaign, CampaignChoice as Choice, Press};
use crate::conversation::render::choice;
use crate::conversation::session::At;
use crate::conversation::words::Words;
use crate::domain::campaign::{Part, Plan, Standing};
use crate::domain::catalog::Kind;
use crate::domain::period::{Every, TARGETS};
use crate::domain::role::Role;
use crate::domain::{code, day, moment};
use crate::engine::turn::Turn;
use crate::i18n::escape;
use crate::store::{StoreError, campaigns};

/// The most votes that a campaign may ask for by button.
const VOTES_MOST: u32 = 5;

impl Turn<'_> {
    pub(super) fn one(&self, plan: &Plan, label: impl Into<String>, what: Choice) -> Button {
        choice(label, &Press::Campaign(Campaign::One(plan.id, plan.version, what)))
    }

    fn back_to(&self, plan: &Plan, key: &str) -> Button {
        self.reader().choice(key, &Press::Campaign(Campaign::Show(plan.id)))
    }

    /// Which part to write or choose.
    pub(super) fn edit_page(&self, plan: &Plan) -> Message {
        let standing = plan.standing(self.now);
        let parts = Part::SHOWN.into_iter().filter(|part| may_change(*part, standing));
        let buttons: Vec<Button> = parts
            .map(|part| {
                let label = self.say(&format!("campaign-part-{}", part.code()), &[]);
                let label = if is_given(plan, part) { format!("✓ {label}") } else { label };
                self.one(plan, label, Choice::Part(part))
            })
            .collect();
        let mut choices: Vec<Vec<Button>> = buttons.chunks(2).map(<[Button]>::to_vec).collect();
        choices.push(vec![self.back_to(plan, "back")]);
        let mut words = vec![draw::title(self.locale, plan)];
        words[0] = format!("<b>{}</b>", escape(&words[0]));
        if standing == Standing::Open {
            words.push(self.say("campaign-edit-open", &[]));
        }
        words.push(self.say("campaign-edit-which", &[]));
        Message { choices, ..Message::of(words.join("\n\n")) }
    }

    /// Asks for a part: by button, or for words.
    pub(super) async fn ask_part(&mut self, plan: &Plan, part: Part) -> Result<(), StoreError> {
        if !may_change(part, plan.standing(self.now)) {
            self.toast("toast-campaign-old", &[], false);
            return self.show_campaign(plan).await;
        }
        let message = match part {
            Part::Fields => self.fields_page(plan),
            Part::Votes => self.votes_page(plan),
            Part::Target => self.target_page(plan),
            part => return self.ask_part_words(plan, part, None).await,
        };
        self.answer(message);
        Ok(())
    }

    fn fields_page(&self, plan: &Plan) -> Message {
        let is_on = |code: &str| plan.fields.as_ref().is_none_or(|on| on.iter().any(|c| c == code));
        let mut choices: Vec<Vec<Button>> = self
            .catalog
            .shown(Kind::Field)
            .map(|field| {
                let mark = if is_on(&field.code) { "☑" } else { "☐" };
                let label = format!("{mark} {}", field.label(self.locale.code()));
                vec![self.one(plan, label, Choice::Field(field.code.to_string()))]
            })
            .collect();
        choices.push(vec![self.back_to(plan, "done")]);
        Message { choices, ..Message::of(self.say("campaign-fields-which", &[])) }
    }

    fn votes_page(&self, plan: &Plan) -> Message {
        let own = (plan.approvals.unwrap_or(0), plan.refusals.unwrap_or(0));
        let label = |key: &str, count: u32, chosen: bool| {
            let count =
                if count == 0 { self.say("campaign-common", &[]) } else { count.to_string() };
            let label = self.say(key, &[("count", count.into())]);
            if chosen { format!("• {label}") } else { label }
        };
        let approve = (0..=VOTES_MOST).map(|count| {
            let label = label("campaign-votes-for", count, count == own.0);
            self.one(plan, label, Choice::Votes(count, own.1))
        });
        let refuse = (0..=VOTES_MOST).map(|count| {
            let label = label("campaign-votes-against", count, count == own.1);
            self.one(plan, label, Choice::Votes(own.0, count))
        });
        let (approve, refuse): (Vec<Button>, Vec<Button>) = (approve.collect(), refuse.collect());
        let mut choices: Vec<Vec<Button>> = approve.chunks(3).map(<[Button]>::to_vec).collect();
        choices.extend(refuse.chunks(3).map(<[Button]>::to_vec));
        choices.push(vec![self.back_to(plan, "done")]);
        Message { choices, ..Message::of(self.say("campaign-votes-which", &[])) }
    }

    fn target_page(&self, plan: &Plan) -> Message {
        let mut choices = vec![vec![
            self.one(plan, self.say("campaign-by-month", &[]), Choice::Part(Part::Month)),
            self.one(plan, self.say("campaign-by-quarter", &[]), Choice::Part(Part::Quarter)),
        ]];
        if plan.target.is_some() {
            let none = self.say("campaign-target-none", &[]);
            choices.push(vec![self.one(plan, none, Choice::Clear(Part::Target))]);
        }
        choices.push(vec![self.back_to(plan, "back")]);
        Message { choices, ..Message::of(self.say("campaign-target-which", &[])) }
    }

    /// Asks for the words of a part, after `why` what was written will not do.
    pub(super) async fn ask_part_words(
        &mut self,
        plan: &Plan,
        part: Part,
        why: Option<&str>,
    ) -> Result<(), StoreError> {
        let about = Words::Campaign(part);
        self.session.go(At::Words { about, nomination: plan.id, version: plan.version });
        let mut words: Vec<String> = why.map(|key| self.say(key, &[])).into_iter().collect();
        if why.is_none() {
            words.push(self.say(&format!("words-{}", about.code()), &[]));
        }
        if part == Part::Prefix && campaigns::count_of(self.tx.connection(), plan.id).await? > 0 {
            words.push(self.say("campaign-prefix-note", &[]));
        }
        let mut row = Vec::new();
        if is_given(plan, part) && !matches!(part, Part::Title | Part::Prefix) {
            let label = self.say("campaign-clear", &[]);
            row.push(self.one(plan, label, Choice::Clear(part)));
        }
        row.push(self.back_to(plan, "campaign-stay"));
        self.answer(Message { choices: vec![row], ..Message::of(words.join("\n\n")) });
        Ok(())
    }

    /// Takes the words of a part.
    pub(in crate::engine) async fn campaign_words(
        &mut self,
        part: Part,
        id: i64,
        version: i64,
        words: &str,
        marked: Option<String>,
    ) -> Result<(), StoreError> {
        if self.contact.role < Some(Role::Admin) {
            self.answer(Message::of(self.say("toast-not-allowed", &[])));
            return Ok(());
        }
        let Some(mut plan) = self.find_campaign(id).await? else { return Ok(()) };
        let standing = plan.standing(self.now);
        if plan.version != version || !may_change(part, standing) {
            let kept = marked.unwrap_or_else(|| escape(words).into_owned());
            self.tell(format!("{}\n\n{kept}", self.say("campaign-not-kept", &[])));
            return self.show_campaign(&plan).await;
        }
        let wrong = match part {
            Part::From | Part::Until => match self.moment(&plan, part, words) {
                Ok(at) if part == Part::From => {
                    plan.opens_at = at;
                    None
                }
                Ok(at) if standing == Standing::Draft => {
                    plan.closes_at = Some(at);
                    None
                }
                Ok(at) => return self.ask_until(&plan, at).await,
                Err(why) => Some(why),
            },
            Part::Prefix => match code::prefix(words) {
                Some(prefix) => {
                    plan.prefix = prefix;
                    None
                }
                None => Some("campaign-prefix-unclear"),
            },
            Part::Month | Part::Quarter => {
                let every = if part == Part::Month { Every::Month } else { Every::Quarter };
                match words.trim().parse().ok().filter(|number| TARGETS.contains(number)) {
                    Some(number) => {
                        plan.set_target(number, every);
                        None
                    }
                    None => Some("campaign-number-unclear"),
                }
            }
            part => {
                let written = if part.keeps_markup() {
                    marked.unwrap_or_else(|| escape(words).into_owned())
                } else {
                    words.split_whitespace().collect::<Vec<_>>().join(" ")
                };
                if let Some(place) = plan.text_mut(part) {
                    *place = Some(written);
                }
                None
            }
        };
        if wrong.is_some() {
            return self.ask_part_words(&plan, part, wrong).await;
        }
        self.keep_campaign(&plan, part.code()).await?;
        Ok(())
    }

    /// A moment to open or close, or why what was written is none.
    fn moment(&self, plan: &Plan, part: Part, words: &str) -> Result<i64, &'static str> {
        let read = moment::parse(words, self.now).ok_or("campaign-moment-unclear")?;
        let (at, opens_at, closes_at) = match part {
            Part::From => (read.from(), read.from(), plan.closes_at),
            _ => (read.until(), plan.opens_at, Some(read.until())),
        };
        if at <= self.now {
            Err("campaign-moment-past")
        } else if closes_at.is_some_and(|closes_at| closes_at <= opens_at) {
            Err("campaign-moment-order")
        } else {
            Ok(at)
        }
    }

    /// Leaves a part empty.
    pub(super) async fn clear_part(
        &mut self,
        mut plan: Plan,
        part: Part,
    ) -> Result<(), StoreError> {
        let standing = plan.standing(self.now);
        if !may_change(part, standing) {
            self.toast("toast-campaign-old", &[], false);
            return self.show_campaign(&plan).await;
        }
        match part {
            Part::Title | Part::Prefix | Part::Fields | Part::Votes => {
                self.toast("toast-unknown", &[], false);
                return self.show_campaign(&plan).await;
            }
            Part::From => plan.opens_at = 0,
            Part::Until if standing != Standing::Draft => return self.ask_until(&plan, 0).await,
            Part::Until => plan.closes_at = None,
            Part::Target | Part::Month | Part::Quarter => plan.target = None,
            part => {
                if let Some(place) = plan.text_mut(part) {
                    *place = None;
                }
            }
        }
        if self.keep_campaign(&plan, part.code()).await? {
            self.toast("toast-campaign-saved", &[], false);
        }
        Ok(())
    }

    pub(super) async fn toggle_field(
        &mut self,
        mut plan: Plan,
        code: &str,
    ) -> Result<(), StoreError> {
        let catalog = self.catalog.clone();
        let all: Vec<&str> = catalog.shown(Kind::Field).map(|field| &*field.code).collect();
        if !all.contains(&code) {
            self.toast("toast-unknown", &[], false);
        } else if !plan.toggle_field(code, &all) {
            self.toast("toast-campaign-last-field", &[], true);
        } else if !self.keep_quietly(&mut plan, Part::Fields).await? {
            return Ok(());
        }
        let message = self.fields_page(&plan);
        self.answer(message);
        Ok(())
    }

    pub(super) async fn set_votes(
        &mut self,
        mut plan: Plan,
        approvals: u32,
        refusals: u32,
    ) -> Result<(), StoreError> {
        if approvals > VOTES_MOST || refusals > VOTES_MOST {
            self.toast("toast-unknown", &[], false);
            return self.show_campaign(&plan).await;
        }
        plan.set_votes(approvals, refusals);
        if self.keep_quietly(&mut plan, Part::Votes).await? {
            let message = self.votes_page(&plan);
            self.answer(message);
        }
        Ok(())
    }

    /// Keeps what was ticked, where more may be; `false`, with the campaign shown, if somebody was
    /// faster.
    async fn keep_quietly(&mut self, plan: &mut Plan, part: Part) -> Result<bool, StoreError> {
        if campaigns::save(self.tx, plan).await? {
            self.note_campaign(plan.id, part.code()).await?;
            plan.version += 1;
            return Ok(true);
        }
        self.toast("toast-campaign-old", &[], false);
        if let Some(plan) = self.find_campaign(plan.id).await? {
            self.show_campaign(&plan).await?;
        }
        Ok(false)
    }

    /// Asks whether to have it close by itself then; 0: not at all.
    async fn ask_until(&mut self, plan: &Plan, at: i64) -> Result<(), StoreError> {
        let title = ("title", self.title_of(plan).into());
        let words = match at {
            0 => self.say("campaign-no-end-ask", &[title]),
            at => self.say("campaign-until-ask", &[title, ("at", day::local(at).into())]),
        };
        self.confirm_campaign(plan, words, "campaign-until-sure", Choice::UntilSure(at));
        Ok(())
    }

    /// Asks to confirm.
    pub(super) fn confirm_campaign(
        &mut self,
        plan: &Plan,
        words: String,
        sure: &str,
        choice: Choice,
    ) {
        let sure = self.one(plan, self.say(sure, &[]), choice);
        let choices = vec![vec![sure], vec![self.back_to(plan, "campaign-stay")]];
        self.answer(Message { choices, ..Message::of(words) });
    }
}

/// Whether a part can still be changed: dates that have passed cannot, and a day that citizens were
/// told is cancelled first.
fn may_change(part: Part, standing: Standing) -> bool {
    match part {
        Part::From => standing == Standing::Draft,
        Part::Until => standing != Standing::Closed,
        _ => true,
    }
}

/// Whether anything was written for it.
fn is_given(plan: &Plan, part: Part) -> bool {
    match part {
        Part::Prefix => true,
        Part::From => plan.opens_at > 0,
        Part::Until => plan.closes_at.is_some(),
        Part::Fields => plan.fields.is_some(),
        Part::Votes => plan.approvals.is_some() || plan.refusals.is_some(),
        Part::Target | Part::Month | Part::Quarter => plan.target.is_some(),
        part => plan.clone().text_mut(part).is_some_and(|text| text.is_some()),
    }
}
