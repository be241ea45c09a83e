//! Whom a draft is for: chosen by ticks, with how many that is.

use super::Place;
use super::counting::Screen;
use crate::channels;
use crate::conversation::message::{Choice, Message};
use crate::conversation::press::{Cast, Page, Press, Side, Task};
use crate::conversation::render::{choice, excerpt, plain, scope};
use crate::domain::audience::{Activity, Audience, Criteria, Tick, Who};
use crate::domain::broadcast::{Kind, State};
use crate::domain::place;
use crate::engine::turn::Turn;
use crate::i18n::Locale;
use crate::store::StoreError;
use crate::store::audience;
use crate::store::broadcasts::{self, Broadcast};

/// Campaigns on a page.
const PAGE: usize = 8;
/// How much of a campaign's title is shown, in characters.
const TITLE: usize = 40;
/// Communes that are named before the rest is only counted.
const NAMED: usize = 4;

impl Turn<'_> {
    /// Turns to a page of the choice, or takes a tick.
    pub(super) async fn choose_audience(
        &mut self,
        mut one: Broadcast,
        side: Side,
        page: Page,
    ) -> Result<(), StoreError> {
        let audience = Audience::from_stored(&one.audience);
        let (Some(mut audience), State::Draft, Kind::News) = (audience, one.state, one.kind) else {
            self.toast("toast-cast-old", &[], false);
            return self.show_cast(&one, Place::Here).await;
        };
        let ticked = match side {
            Side::Include => &mut audience.include,
            Side::Exclude => &mut audience.exclude,
        };
        let shown = match page {
            Page::Tick(tick) => {
                let shown = page_of(&tick);
                if !ticked.toggle(tick) {
                    self.toast("toast-unknown", &[], false);
                }
                self.keep_audience(&mut one, &audience).await?;
                shown
            }
            Page::Clear => {
                *ticked = Criteria::default();
                self.keep_audience(&mut one, &audience).await?;
                Page::Start
            }
            Page::District(index) if index >= place::districts().len() => Page::Districts,
            page => page,
        };
        self.draw_audience(&one, side, shown, Place::Here).await
    }

    async fn keep_audience(
        &mut self,
        one: &mut Broadcast,
        audience: &Audience,
    ) -> Result<(), StoreError> {
        one.audience = audience.stored();
        one.reach = None;
        broadcasts::must_touch(self.tx, one).await
    }

    /// Draws a page of the choice.
    pub(super) async fn draw_audience(
        &mut self,
        one: &Broadcast,
        side: Side,
        page: Page,
        place: Place,
    ) -> Result<(), StoreError> {
        let audience = Audience::from_stored(&one.audience).unwrap_or_default();
        let contents = broadcasts::contents(self.tx.connection(), one.id).await?;
        let words = self.audience_words(&audience).await?;
        let lines = [
            self.say("cast-audience-title", &[]),
            self.say("cast-for", &[("whom", words.into())]),
            self.reach_line(one, &contents),
            self.say("cast-audience-news", &[]),
            self.say(
                match side {
                    Side::Include => "cast-audience-include",
                    Side::Exclude => "cast-audience-exclude",
                },
                &[],
            ),
        ];
        let ticked = match side {
            Side::Include => &audience.include,
            Side::Exclude => &audience.exclude,
        };
        let choices = self.audience_choices(one, ticked, side, &page).await?;
        let message = Message { choices, ..Message::of(lines.join("\n\n")) };
        self.draw_counted(one.id, place, message, Screen::Audience(side, page), one.reach);
        Ok(())
    }

    async fn audience_choices(
        &mut self,
        one: &Broadcast,
        ticked: &Criteria,
        side: Side,
        page: &Page,
    ) -> Result<Vec<Vec<Choice>>, StoreError> {
        let to =
            |page: Page| Press::Cast(Cast::On(one.id, one.version, Task::Audience(side, page)));
        let mark = |tick: Tick, label: String| {
            let label = if ticked.has(&tick) { format!("✓ {label}") } else { label };
            choice(plain(&label), &to(Page::Tick(tick)))
        };
        let mut rows: Vec<Vec<Choice>> = match page {
            Page::Roles => scope::rows(
                Who::ALL.into_iter().map(|who| mark(Tick::Who(who), self.say(who_key(who), &[]))),
            ),
            Page::Districts => {
                scope::rows(place::districts().iter().enumerate().map(|(index, district)| {
                    let count = place::in_district(index)
                        .filter(|one| ticked.communes.contains(one.code))
                        .count();
                    let label = match count {
                        0 => district.short(),
                        count => format!("✓ {} ({count})", district.short()),
                    };
                    choice(label, &to(Page::District(index)))
                }))
            }
            Page::District(index) => {
                scope::rows(place::in_district(*index).map(|commune| {
                    mark(Tick::Commune(commune.code.to_owned()), commune.to_string())
                }))
            }
            Page::Languages => scope::rows(Locale::ALL.into_iter().map(|locale| {
                let label = self.say(&format!("language-{}", locale.code()), &[]);
                mark(Tick::Language(locale), label)
            })),
            Page::Channels => scope::rows(channels::ALL.into_iter().map(|name| {
                mark(Tick::Channel(name.to_owned()), self.say(channel_key(name), &[]))
            })),
            Page::Activities => Activity::ALL
                .into_iter()
                .map(|one| vec![mark(Tick::Activity(one), self.say(activity_label(one), &[]))])
                .collect(),
            Page::Campaigns(page) => {
                let all = audience::campaigns(self.tx.connection()).await?;
                let from = (*page as usize).saturating_mul(PAGE).min(all.len());
                let shown = &all[from..all.len().min(from + PAGE)];
                let mut rows: Vec<Vec<Choice>> = shown
                    .iter()
                    .map(|(id, title)| vec![mark(Tick::Campaign(*id), excerpt(title, TITLE))])
                    .collect();
                let mut turns = Vec::new();
                if *page > 0 {
                    turns.push(self.reader().choice("newer", &to(Page::Campaigns(page - 1))));
                }
                if from + PAGE < all.len() {
                    turns.push(self.reader().choice("older", &to(Page::Campaigns(page + 1))));
                }
                rows.push(turns);
                rows
            }
            Page::Start | Page::Tick(_) | Page::Clear => {
                return Ok(self.start_choices(one, ticked, side));
            }
        };
        rows.retain(|row| !row.is_empty());
        let mut back = vec![self.reader().choice("back", &to(Page::Start))];
        if matches!(page, Page::District(_)) {
            back.insert(0, self.reader().choice("cast-districts", &to(Page::Districts)));
        }
        rows.push(back);
        Ok(rows)
    }

    fn start_choices(&self, one: &Broadcast, ticked: &Criteria, side: Side) -> Vec<Vec<Choice>> {
        let on = |task| Press::Cast(Cast::On(one.id, one.version, task));
        let to = |page| on(Task::Audience(side, page));
        let some = |is: bool, key: &str, page: Page| {
            let label = self.say(key, &[]);
            choice(if is { format!("✓ {label}") } else { label }, &to(page))
        };
        let mut rows = vec![
            vec![
                some(!ticked.who.is_empty(), "cast-by-role", Page::Roles),
                some(!ticked.communes.is_empty(), "cast-by-commune", Page::Districts),
            ],
            vec![
                some(!ticked.languages.is_empty(), "cast-by-language", Page::Languages),
                some(!ticked.channels.is_empty(), "cast-by-channel", Page::Channels),
            ],
            vec![
                some(!ticked.activities.is_empty(), "cast-by-activity", Page::Activities),
                some(!ticked.campaigns.is_empty(), "cast-by-campaign", Page::Campaigns(0)),
            ],
        ];
        if !ticked.is_empty() {
            rows.push(vec![self.reader().choice("cast-audience-clear", &to(Page::Clear))]);
        }
        let (key, other) = match side {
            Side::Include => ("cast-to-exclude", Side::Exclude),
            Side::Exclude => ("cast-to-include", Side::Include),
        };
        rows.push(vec![self.reader().choice(key, &on(Task::Audience(other, Page::Start)))]);
        rows.push(vec![self.reader().choice("cast-audience-done", &on(Task::Open))]);
        rows
    }

    /// Whom it is for, in words.
    pub(super) async fn audience_words(
        &mut self,
        audience: &Audience,
    ) -> Result<String, StoreError> {
        let campaigns =
            match audience.include.campaigns.is_empty() && audience.exclude.campaigns.is_empty() {
                true => Vec::new(),
                false => audience::campaigns(self.tx.connection()).await?,
            };
        let include = self.criteria_words(&audience.include, &campaigns);
        let exclude = self.criteria_words(&audience.exclude, &campaigns);
        let include = match include.is_empty() {
            true => self.say("cast-everybody", &[]),
            false => include.join("; "),
        };
        if exclude.is_empty() {
            return Ok(include);
        }
        let args = [("include", include.into()), ("exclude", exclude.join("; ").into())];
        Ok(self.say("cast-except", &args))
    }

    fn criteria_words(&self, ticked: &Criteria, campaigns: &[(i64, String)]) -> Vec<String> {
        let mut all: Vec<Vec<String>> = Vec::new();
        all.push(ticked.who.iter().map(|who| self.say(who_key(*who), &[])).collect());
        let communes = ticked.communes.iter().filter_map(|code| place::by_code(code));
        let mut communes: Vec<String> = communes.map(place::Commune::label).collect();
        if communes.len() > NAMED {
            let more = (communes.len() - NAMED).to_string();
            communes.truncate(NAMED);
            communes.push(self.say("cast-more", &[("count", more.into())]));
        }
        all.push(communes);
        let of_language = |code: &String| self.say(&format!("language-{code}"), &[]);
        all.push(ticked.languages.iter().map(of_language).collect());
        all.push(ticked.channels.iter().map(|name| self.say(channel_key(name), &[])).collect());
        let of_activity = |one: &Activity| self.say(activity_key(*one), &[]);
        all.push(ticked.activities.iter().map(of_activity).collect());
        let titles = campaigns.iter().filter(|(id, _)| ticked.campaigns.contains(id));
        all.push(titles.map(|(_, title)| excerpt(title, TITLE)).collect());
        all.into_iter().filter(|some| !some.is_empty()).map(|some| some.join(", ")).collect()
    }
}

/// The page on which something is ticked.
fn page_of(tick: &Tick) -> Page {
    match tick {
        Tick::Who(_) => Page::Roles,
        Tick::Commune(code) => match place::by_code(code) {
            Some(commune) => Page::District(commune.district),
            None => Page::Districts,
        },
        Tick::Language(_) => Page::Languages,
        Tick::Channel(_) => Page::Channels,
        Tick::Activity(_) => Page::Activities,
        Tick::Campaign(_) => Page::Campaigns(0),
    }
}

fn who_key(who: Who) -> &'static str {
    match who {
        Who::Citizen => "cast-who-citizen",
        Who::Reviewer => "role-reviewer",
        Who::Editor => "role-editor",
        Who::Admin => "role-admin",
    }
}

fn activity_key(activity: Activity) -> &'static str {
    match activity {
        Activity::Nominated => "cast-did-nominate",
        Activity::Never => "cast-did-never",
        Activity::Within7 => "cast-did-7",
        Activity::Within30 => "cast-did-30",
        Activity::Within90 => "cast-did-90",
        Activity::Within365 => "cast-did-365",
    }
}

/// The same on a button of the page on which they are chosen.
fn activity_label(activity: Activity) -> &'static str {
    match activity {
        Activity::Within7 => "cast-within-7",
        Activity::Within30 => "cast-within-30",
        Activity::Within90 => "cast-within-90",
        Activity::Within365 => "cast-within-365",
        Activity::Nominated | Activity::Never => activity_key(activity),
    }
}

fn channel_key(name: &str) -> &'static str {
    match name {
        channels::TELEGRAM => "cast-by-telegram",
        _ => "cast-by-other",
    }
}
