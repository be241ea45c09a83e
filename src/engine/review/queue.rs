//! What waits, as a list that buttons narrow, and what comes next.

use std::borrow::Cow;

use super::card::waited;
use super::due;
use crate::clock::{MINUTE, Millis};
use crate::conversation::filter::{Filter, Look};
use crate::conversation::message::{Choice, Message};
use crate::conversation::press::{Judge, Press};
use crate::conversation::render::{choice, excerpt, plain};
use crate::domain::catalog::{Entry, Kind};
use crate::domain::place;
use crate::domain::queue::{Sight, Which};
use crate::domain::workday::Calendar;
use crate::engine::mine::pages;
use crate::engine::turn::Turn;
use crate::i18n::text;
use crate::store::queue::{self, BOUND, Line, Looking, Passing, Sizes};
use crate::store::{StoreError, nominations};

/// How long what was given to a reviewer as the next one is given to nobody else.
const HELD_FOR: Millis = 10 * MINUTE;
/// Nominations on a page of the queue.
const PAGE: i64 = 8;
/// How much of a name a row shows, in characters.
const NAME_ON_ROW: usize = 14;
/// How much of a commune's or field's name a button shows that takes it away.
const NARROWED_BY: usize = 24;
/// How many communes of a scope are offered at once; of more, the former districts are.
const COMMUNES_AT_ONCE: usize = 24;

impl Turn<'_> {
    /// What the person who is talking may see as a reviewer.
    pub(in crate::engine) fn sight(&self) -> Sight {
        Sight::from(&self.scope)
    }

    /// Deals the card of the first that nobody has taken up, and holds it for the presser a little, so
    /// that two who press at the same time do not look at the same one. Pressed again, it goes on to the
    /// next one, as long as there is one.
    pub(in crate::engine) async fn show_next(&mut self) -> Result<(), StoreError> {
        let sight = self.sight();
        let looking = Looking { reviewer: self.contact.id, now: self.now, sight: &sight };
        queue::forget_holds(self.tx, self.contact.id, self.now).await?;
        for passing in [Passing::Held, Passing::HeldByOthers] {
            // Who is faster at another replica holds it by then, so it is passed over the next time.
            while let Some(next) = queue::next(self.tx.connection(), &looking, passing).await? {
                let (reviewer, until) = (self.contact.id, self.now + HELD_FOR);
                if queue::hold(self.tx, next, reviewer, self.now, until).await? {
                    let desk = self.desk_again(next).await?;
                    return self.deal_privately(&desk).await;
                }
            }
        }
        let left = queue::next(self.tx.connection(), &looking, Passing::Nothing).await?;
        let key = if left.is_some() { "queue-next-held" } else { "queue-no-next" };
        self.toast(key, &[], false);
        Ok(())
    }

    /// Shows what waits, narrowed to something.
    pub(in crate::engine) async fn show_queue(&mut self, asked: Filter) -> Result<(), StoreError> {
        let mut sight = self.sight();
        let whole = sight.clone();
        let mut filter = asked;
        // A scope may have changed since the button was drawn.
        filter.commune = filter
            .commune
            .filter(|code| place::by_code(code).is_some() && sight.narrow_to_commune(code));
        filter.field = filter
            .field
            .filter(|code| self.catalog.field(code).is_some() && sight.narrow_to_field(code));
        match filter.look {
            Look::List => self.list_queue(filter, &sight).await?,
            Look::Communes => self.choose_commune(&filter, &whole),
            Look::District(district) => {
                let communes = place::in_district(district);
                let shown = communes.filter(|one| {
                    whole.communes.is_empty() || whole.communes.iter().any(|code| code == one.code)
                });
                let shown: Vec<(&str, String)> =
                    shown.map(|one| (one.code, one.to_string())).collect();
                self.offer_communes(&filter, &shown);
            }
            Look::Fields => self.choose_field(&filter, &whole),
        }
        Ok(())
    }

    async fn list_queue(&mut self, mut filter: Filter, sight: &Sight) -> Result<(), StoreError> {
        let looking = Looking { reviewer: self.contact.id, now: self.now, sight };
        let sizes = queue::sizes(self.tx.connection(), &looking).await?;
        let count = match filter.which {
            Which::Waiting => sizes.waiting,
            Which::Mine => sizes.mine,
            Which::Unclaimed => sizes.unclaimed,
            Which::Asked => sizes.asked,
            Which::Overdue => sizes.overdue,
            Which::Urgent => sizes.urgent,
            Which::Soon | Which::Answered => {
                queue::size(self.tx.connection(), &looking, filter.which).await?
            }
        };
        let pages = pages(count.min(BOUND), PAGE);
        filter.page = filter.page.min(pages - 1);
        let offset = i64::from(filter.page) * PAGE;
        let rows = queue::page(self.tx.connection(), &looking, filter.which, PAGE, offset).await?;
        let mut choices: Vec<Vec<Choice>> =
            rows.iter().map(|one| vec![self.row(one, "queue-row", None)]).collect();
        choices.extend(self.queue_pager(&filter, pages));
        choices.extend(self.filters(&filter, &sizes));
        let mut lines = vec![self.title(&filter, count)];
        lines.extend(self.page_of(filter.page, pages));
        if count == 0 {
            lines.push(self.say("queue-empty", &[]));
        } else {
            lines.push(self.say("queue-marks", &[]));
        }
        self.answer(Message { choices, ..Message::of(lines.join("\n")) });
        Ok(())
    }

    /// What is looked at, in words.
    fn title(&self, filter: &Filter, count: i64) -> String {
        let what = self.say(&format!("queue-is-{}", filter.which.code()), &[]);
        let mut title = self.say("queue-title", &[("what", what.into()), ("count", many(count))]);
        let places = filter.commune.as_deref().and_then(place::by_code);
        let places = places.map(ToString::to_string);
        let fields = filter.field.as_deref().and_then(|code| self.catalog.field(code));
        let fields = fields.map(|one| one.label(self.locale.code()).to_owned());
        for narrowed in places.into_iter().chain(fields) {
            title = format!("{title}\n{}", self.say("queue-only", &[("what", narrowed.into())]));
        }
        title
    }

    /// A nomination as a button, which asks for its card.
    pub(super) fn row(&self, one: &Line, key: &str, more: Option<(&str, Cow<'_, str>)>) -> Choice {
        let mut args = vec![
            ("marks", marks(one, self.now, &self.shared.settings.calendar).into()),
            ("code", one.code.as_str().into()),
            ("name", excerpt(&one.name, NAME_ON_ROW).into()),
            ("waited", waited(self.locale, self.now - one.submitted_at).into()),
        ];
        args.extend(more);
        let label = plain(&self.say(key, &args)).trim().to_owned();
        // Version 0 is nobody's: it asks for a new card, below the queue.
        choice(label, &Press::Judge(one.id, 0, Judge::Card))
    }

    fn queue_pager(&self, filter: &Filter, pages: u32) -> Option<Vec<Choice>> {
        let to = |page| Press::Queue(Filter { page, ..filter.clone() });
        let mut row = Vec::new();
        if filter.page > 0 {
            row.push(self.reader().choice("newer", &to(filter.page - 1)));
        }
        if filter.page + 1 < pages {
            row.push(self.reader().choice("older", &to(filter.page + 1)));
        }
        (!row.is_empty()).then_some(row)
    }

    fn filters(&self, filter: &Filter, sizes: &Sizes) -> Vec<Vec<Choice>> {
        let locale = self.locale;
        let part = |which: Which, size: i64| {
            let is_on = filter.which == which;
            let name = text(locale, &format!("queue-part-{}", which.code()), &[]);
            let key = if is_on { "queue-part-on" } else { "queue-part-off" };
            let label = plain(&text(locale, key, &[("what", name.into()), ("count", many(size))]));
            // Pressed again, it is taken away.
            let which = if is_on { Which::Waiting } else { which };
            choice(label, &Press::Queue(Filter { which, ..filter.first() }))
        };
        let look = |key: &str, look| {
            choice(text(locale, key, &[]), &Press::Queue(Filter { look, ..filter.first() }))
        };
        let without = |name: &str, rest: Filter| {
            let args = [("what", excerpt(name, NARROWED_BY).into())];
            choice(plain(&text(locale, "queue-without", &args)), &Press::Queue(rest.first()))
        };
        let commune = match filter.commune.as_deref().and_then(place::by_code) {
            Some(one) => without(&one.to_string(), Filter { commune: None, ..filter.clone() }),
            None => look("queue-by-commune", Look::Communes),
        };
        let fields = match filter.field.as_deref().and_then(|code| self.catalog.field(code)) {
            Some(one) => {
                without(one.label(locale.code()), Filter { field: None, ..filter.clone() })
            }
            None => look("queue-by-field", Look::Fields),
        };
        let first = vec![part(Which::Mine, sizes.mine), part(Which::Unclaimed, sizes.unclaimed)];
        let second = vec![part(Which::Asked, sizes.asked), part(Which::Overdue, sizes.overdue)];
        let mut third = vec![part(Which::Urgent, sizes.urgent)];
        if filter.which != Which::Waiting {
            third.push(part(Which::Waiting, sizes.waiting));
        }
        let reader = self.reader();
        let last = vec![
            reader.choice("queue-find", &Press::Find),
            reader.choice("desk-next", &Press::Next),
        ];
        vec![first, second, third, vec![commune, fields], last]
    }

    fn choose_commune(&mut self, filter: &Filter, whole: &Sight) {
        if (1..=COMMUNES_AT_ONCE).contains(&whole.communes.len()) {
            let communes = whole.communes.iter().filter_map(|code| place::by_code(code));
            let shown: Vec<(&str, String)> =
                communes.map(|one| (one.code, one.to_string())).collect();
            self.offer_communes(filter, &shown);
            return;
        }
        let districts = place::districts().iter().enumerate().map(|(index, district)| {
            let look = Look::District(index);
            choice(district.short(), &Press::Queue(Filter { look, ..filter.first() }))
        });
        let districts = districts.collect();
        self.offer("queue-which-district", filter, districts);
    }

    fn offer_communes(&mut self, filter: &Filter, shown: &[(&str, String)]) {
        let communes = shown.iter().map(|(code, name)| {
            let commune = Some((*code).to_owned());
            choice(name.as_str(), &Press::Queue(Filter { commune, ..filter.first() }))
        });
        let communes = communes.collect();
        self.offer("queue-which-commune", filter, communes);
    }

    fn choose_field(&mut self, filter: &Filter, whole: &Sight) {
        let within = |code: &str| {
            whole.fields.is_empty() || whole.fields.iter().any(|within| within == code)
        };
        // Hidden ones too, for what was filed under them waits as well; only last.
        let all = self.catalog.entries(Kind::Field).iter();
        let (mut shown, hidden): (Vec<&Entry>, Vec<&Entry>) =
            all.filter(|one| within(&one.code)).partition(|one| !one.is_hidden);
        shown.extend(hidden);
        let shown = shown.into_iter().map(|one| {
            let field = Some(one.code.to_string());
            let press = Press::Queue(Filter { field, ..filter.first() });
            choice(one.label(self.locale.code()), &press)
        });
        let shown = shown.collect();
        self.offer("queue-which-field", filter, shown);
    }

    /// Buttons to choose from, two in a row, and a way back.
    fn offer(&mut self, key: &str, filter: &Filter, shown: Vec<Choice>) {
        let mut choices: Vec<Vec<Choice>> = shown.chunks(2).map(<[Choice]>::to_vec).collect();
        choices.push(vec![self.reader().choice("back", &Press::Queue(filter.first()))]);
        self.answer(Message { choices, ..Message::of(self.say(key, &[])) });
    }

    /// A nomination by the code of one of the person's own.
    pub(in crate::engine) async fn open_code(&mut self, written: &str) -> Result<(), StoreError> {
        let own = nominations::own_by_code(self.tx.connection(), self.contact.id, written).await?;
        // 0 is nobody's: what is not there is told as what is not theirs.
        self.open(own.unwrap_or_default()).await
    }
}

/// A number that is not counted to its end.
pub(in crate::engine) fn many(count: i64) -> Cow<'static, str> {
    if count > BOUND { format!("{BOUND}+").into() } else { count.to_string().into() }
}

/// How a nomination stands, in signs.
fn marks(one: &Line, now: i64, calendar: &Calendar) -> String {
    let mut marks = String::new();
    if one.urgent {
        marks.push('⚡');
    }
    marks.extend(due::mark(one.since, one.due_at, now, calendar));
    if one.claim.is_some_and(|(_, until)| until > now) && one.state.is_open() {
        marks.push('👤');
    }
    if !marks.is_empty() {
        marks.push(' ');
    }
    marks
}
