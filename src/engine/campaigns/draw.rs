//! How a campaign looks to admins: all of it, and what is missing.

use std::borrow::Cow;

use crate::clock::Millis;
use crate::conversation::markup;
use crate::conversation::message::{Choice as Button, Message};
use crate::conversation::press::{Campaign, CampaignChoice as Choice, Press};
use crate::conversation::render::{choice, excerpt, plain, summary};
use crate::domain::campaign::{Part, Plan, Standing};
use crate::domain::catalog::Catalog;
use crate::domain::day;
use crate::domain::policy::Policy;
use crate::i18n::{Locale, text};

/// How much of a text is shown, in UTF-16 units.
const TEXT_SHOWN: usize = 160;
/// How much of a title a button shows, in characters.
const TITLE_SHOWN: usize = 40;

/// What drawing a campaign needs beside it.
pub(super) struct Around<'a> {
    pub(super) now: Millis,
    /// The campaign that takes nominations now.
    pub(super) receives: Option<&'a Plan>,
    /// Another one whose codes begin alike.
    pub(super) shares: Option<&'a Plan>,
    /// How many nominations belong to it.
    pub(super) count: i64,
    /// The figures for all campaigns.
    pub(super) policy: Policy,
    /// The fields there are.
    pub(super) catalog: &'a Catalog,
}

/// What it is called; that it has no title yet, if so.
pub(super) fn title(locale: Locale, plan: &Plan) -> String {
    match plan.title(locale.code()) {
        "" => text(locale, "campaign-untitled", &[]),
        title => title.to_owned(),
    }
}

/// Its button in the list.
pub(super) fn row(locale: Locale, plan: &Plan, now: Millis, receives: bool) -> String {
    let title = excerpt(&title(locale, plan), TITLE_SHOWN);
    let key = format!("campaign-row-{}", plan.standing(now).code());
    let row = plain(&text(locale, &key, &[("title", title.into())]));
    if receives { format!("{row} {}", text(locale, "campaign-receiving", &[])) } else { row }
}

/// All of a campaign, with what can be done.
pub(super) fn page(locale: Locale, plan: &Plan, around: &Around<'_>) -> Message {
    let say = |key: &str| text(locale, key, &[]);
    let standing = plan.standing(around.now);
    let mut lines = vec![say(&format!("campaign-is-{}", standing.code()))];
    match around.receives.filter(|_| standing == Standing::Open) {
        Some(one) if one.id == plan.id => lines.push(say("campaign-receives")),
        Some(one) => {
            let title = title(locale, one).into();
            lines.push(text(locale, "campaign-receives-not", &[("title", title)]));
        }
        None => {}
    }
    lines.push(String::new());
    let mut empty = Vec::new();
    for part in Part::SHOWN {
        let what = say(&format!("campaign-part-{}", part.code()));
        match value(locale, plan, part, around) {
            Some(value) => {
                let args = [("what", what.into()), ("value", value.into())];
                lines.push(text(locale, "campaign-line", &args));
            }
            None => empty.push(what),
        }
    }
    let count = around.count.to_string();
    lines.push(text(locale, "campaign-count", &[("count", count.into())]));
    if !empty.is_empty() {
        lines.push(String::new());
        lines.push(text(locale, "campaign-empty", &[("what", empty.join(", ").into())]));
    }
    if let Some(part) = plan.lacks() {
        let what = say(&format!("campaign-part-{}", part.code()));
        lines.push(text(locale, "campaign-lacks", &[("what", what.into())]));
    }
    Message { choices: buttons(locale, plan, standing), ..Message::of(lines.join("\n")) }
}

/// What a part says, in plain text; `None` if nothing was written for it.
fn value(locale: Locale, plan: &Plan, part: Part, around: &Around<'_>) -> Option<String> {
    let shown = |words: &str| summary::fit(words, TEXT_SHOWN).into_owned();
    Some(match part {
        Part::Prefix => match around.shares {
            Some(one) => {
                let args = [
                    ("prefix", plan.prefix.as_str().into()),
                    ("title", excerpt(&title(locale, one), TITLE_SHOWN).into()),
                ];
                plain(&text(locale, "campaign-prefix-shared", &args))
            }
            None => plan.prefix.clone(),
        },
        Part::From if plan.opens_at == 0 => return None,
        Part::From => day::local(plan.opens_at),
        Part::Until => {
            plan.closes_at.map_or_else(|| text(locale, "campaign-no-end", &[]), day::local)
        }
        Part::Fields if plan.fields.is_none() => text(locale, "campaign-fields-all", &[]),
        Part::Fields => {
            let on = plan.fields.as_deref().unwrap_or_default();
            let labels = on.iter().filter_map(|code| around.catalog.field(code));
            labels.map(|field| field.label(locale.code())).collect::<Vec<_>>().join(", ")
        }
        Part::Votes => {
            let own = |own: Option<u32>, common: u32| match own {
                Some(count) => count.to_string(),
                None => {
                    let count = common.to_string().into();
                    text(locale, "campaign-votes-common", &[("count", count)])
                }
            };
            let args: [(&str, Cow<'_, str>); 2] = [
                ("for", own(plan.approvals, around.policy.approvals).into()),
                ("against", own(plan.refusals, around.policy.refusals).into()),
            ];
            text(locale, "campaign-votes", &args)
        }
        Part::Target => {
            let target = plan.target?;
            let count = target.number.to_string().into();
            let key = format!("campaign-target-{}", target.every.code());
            text(locale, &key, &[("count", count)])
        }
        Part::Month | Part::Quarter => return None,
        text => {
            let mut copy = plan.clone();
            let words = copy.text_mut(text)?.take()?;
            let words = if text.keeps_markup() { markup::plain(&words) } else { words };
            shown(&excerpt(&words, TEXT_SHOWN))
        }
    })
}

fn buttons(locale: Locale, plan: &Plan, standing: Standing) -> Vec<Vec<Button>> {
    let one = |key: &str, what: Choice| {
        let press = Press::Campaign(Campaign::One(plan.id, plan.version, what));
        choice(text(locale, key, &[]), &press)
    };
    let mut rows =
        vec![vec![one("campaign-edit", Choice::Edit), one("campaign-preview", Choice::Preview)]];
    match standing {
        Standing::Draft => {
            rows.push(vec![one("campaign-open", Choice::Open), one("campaign-plan", Choice::Plan)]);
            rows.push(vec![one("campaign-drop", Choice::Drop)]);
        }
        Standing::Planned => {
            rows.push(vec![one("campaign-open", Choice::Open)]);
            rows.push(vec![one("campaign-unplan", Choice::Unplan)]);
        }
        Standing::Open => rows.push(vec![one("campaign-close", Choice::Close)]),
        Standing::Closed => rows.push(vec![one("campaign-reopen", Choice::Open)]),
    }
    let list = Press::Campaign(Campaign::Begin);
    rows.push(vec![choice(text(locale, "campaign-back", &[]), &list)]);
    rows
}
