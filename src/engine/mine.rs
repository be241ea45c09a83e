//! What a citizen sees of, and does to, nominations already sent.

use super::seen::seen_by_author;
use super::turn::Turn;
use crate::conversation::message::{Choice, Message};
use crate::conversation::press::{Press, Supply};
use crate::conversation::render::summary::{self, Summary};
use crate::conversation::render::{choice, excerpt, plain};
use crate::conversation::session::At;
use crate::domain::day;
use crate::domain::draft::{FILES_MAX, Piece, STORY_MAX};
use crate::domain::nomination::{Move, State, after};
use crate::domain::text::char_count;
use crate::store::nominations::{self, Nomination};
use crate::store::{StoreError, evidence, likeness};

/// Nominations on a page of a list.
const PAGE: i64 = 5;
/// How much of a name a button shows beside the code, in characters.
const NAME_ON_BUTTON: usize = 24;
/// How much of a reason is shown, in UTF-16 units: all of it, unless it is made of markup.
pub(super) const REASON_SHOWN: usize = 600;

impl Turn<'_> {
    /// Shows a page of the person's own nominations.
    pub(super) async fn show_mine(&mut self, page: u32) -> Result<(), StoreError> {
        let count = nominations::count_of(self.tx.connection(), self.contact.id).await?;
        if count == 0 {
            let none = Message {
                choices: vec![vec![self.reader().choice("button-nominate", &Press::Nominate)]],
                ..Message::of(self.say("mine-none", &[]))
            };
            self.answer(none);
            return Ok(());
        }
        let page = page.min(pages(count, PAGE) - 1);
        let offset = i64::from(page) * PAGE;
        let rows =
            nominations::of_nominator(self.tx.connection(), self.contact.id, PAGE, offset).await?;
        let mut text = self.say("mine-title", &[("count", count.to_string().into())]);
        if let Some(at) = self.page_of(page, pages(count, PAGE)) {
            text = format!("{text}\n{at}");
        }
        let (mut parts, mut choices) = (vec![text], Vec::new());
        for one in &rows {
            let code = ("code", one.code.as_str().into());
            // All of it in words: a button is too narrow for how it stands.
            let name = summary::fit(&one.name, summary::NAME_SHOWN);
            let state = self.state_seen(one).await?.into();
            let line = [code.clone(), ("name", name), ("state", state)];
            parts.push(self.say("mine-line", &line));
            let label =
                self.say("mine-row", &[code, ("name", excerpt(&one.name, NAME_ON_BUTTON).into())]);
            choices.push(vec![choice(plain(&label), &Press::Open(one.id))]);
        }
        parts.push(self.say("mine-open", &[]));
        choices.extend(self.pager(page, pages(count, PAGE), Press::Mine));
        self.answer(Message { choices, ..Message::of(parts.join("\n\n")) });
        Ok(())
    }

    /// The row of buttons that turns pages, if there is more than one.
    pub(super) fn pager(&self, page: u32, pages: u32, to: fn(u32) -> Press) -> Option<Vec<Choice>> {
        let last = pages - 1;
        let mut row = Vec::new();
        if page > 0 {
            row.push(self.reader().choice("newer", &to(page - 1)));
        }
        if page < last {
            row.push(self.reader().choice("older", &to(page + 1)));
        }
        (!row.is_empty()).then_some(row)
    }

    /// "Page 2/3", if there is more than one.
    pub(super) fn page_of(&self, page: u32, pages: u32) -> Option<String> {
        let args = [("page", (page + 1).to_string().into()), ("pages", pages.to_string().into())];
        (pages > 1).then(|| self.say("page", &args))
    }

    pub(super) fn state(&self, state: State) -> String {
        self.say(&format!("state-{}", state.code()), &[])
    }

    /// One of the person's own; `None`, and the person told so, for anybody else's.
    pub(super) async fn own(&mut self, nomination: i64) -> Result<Option<Nomination>, StoreError> {
        let found = nominations::by_id(self.tx.connection(), nomination).await?;
        let own = found.filter(|one| one.nominator == self.contact.id);
        if own.is_none() {
            self.answer_with_list(self.say("mine-gone", &[]));
        }
        Ok(own)
    }

    /// Shows one nomination with what happened to it.
    pub(super) async fn open(&mut self, nomination: i64) -> Result<(), StoreError> {
        let Some(one) = self.own(nomination).await? else { return Ok(()) };
        let mut text = self.life_of(&one).await?;
        let offer = self.appeal_offer(&one, self.locale).await?;
        let mut choices = Vec::new();
        if let Some((asked, button)) = self.asked_of(&one).await? {
            text = format!("{text}\n\n{asked}");
            choices.push(vec![button]);
        }
        let has_thread = self.has_thread(one.id).await?;
        let reader = self.reader();
        if one.state.is_open() {
            choices.push(vec![
                reader.choice("mine-add", &Press::Add(one.id)),
                reader.choice("mine-withdraw", &Press::Withdraw(one.id)),
            ]);
        } else if may_be_withdrawn(one.state) {
            choices.push(vec![reader.choice("mine-withdraw", &Press::Withdraw(one.id))]);
        }
        if has_thread {
            choices.push(vec![reader.choice("thread-mine", &Press::Thread(one.id))]);
        }
        if let Some((words, button)) = offer {
            text = format!("{text}\n\n{words}");
            choices.push(vec![button]);
        }
        choices.push(vec![reader.choice("mine-back", &Press::Mine(0))]);
        self.answer(Message { choices, ..Message::of(text) });
        Ok(())
    }

    /// Answers with a way back to the list.
    pub(super) fn answer_with_list(&mut self, text: String) {
        let choices = vec![vec![self.reader().choice("mine-back", &Press::Mine(0))]];
        self.answer(Message { choices, ..Message::of(text) });
    }

    async fn life_of(&mut self, one: &Nomination) -> Result<String, StoreError> {
        let files = evidence::of(self.tx.connection(), one.id).await?;
        let additions = evidence::additions(self.tx.connection(), one.id).await?;
        let history = self.life_seen(one).await?;
        let code = ("code", one.code.as_str().into());
        let state = ("state", self.state_seen(one).await?.into());
        let story = summary::fold_story(&one.story);
        let kinds = files.iter().map(|file| file.kind);
        let counted = summary::count_evidence(self.locale, kinds, &one.story);
        let mut parts = vec![
            self.say("card-title", &[code, state]),
            summary::lines(self.locale, &self.catalog, &summary_of(one, &story, counted)),
        ];
        parts.extend(summary::additions(self.locale, &additions, summary::ADDITIONS_SHOWN).0);
        let mut lines = vec![self.say("mine-history", &[])];
        for change in &history {
            let at = day::local(change.at);
            let state = match change.to {
                State::Duplicate => self.say("mine-joined-row", &[]),
                to => self.state(to),
            };
            lines.push(self.say("mine-history-row", &[("at", at.into()), ("state", state.into())]));
            // Why it was set aside or reopened stays among reviewers.
            if let Some(reason) = change.reason.as_ref().filter(|_| change.to == State::Refused) {
                let reason = super::review::spoken(&self.catalog, reason, self.locale);
                let reason = summary::fit(&reason, REASON_SHOWN);
                lines.push(self.say("mine-reason", &[("reason", reason)]));
            }
        }
        parts.push(lines.join("\n"));
        Ok(parts.join("\n\n"))
    }

    /// Asks for more for a nomination, if it is open.
    pub(super) async fn begin_adding(&mut self, nomination: i64) -> Result<(), StoreError> {
        match self.own_and_open(nomination).await? {
            Some(one) => {
                let text = self.say("add-more", &[("code", one.code.as_str().into())]);
                let choices = self.ends_of_adding(&one).await?;
                self.answer(Message { choices, ..Message::of(text) });
            }
            None => self.session.go(At::Idle),
        }
        Ok(())
    }

    pub(super) async fn own_and_open(
        &mut self,
        nomination: i64,
    ) -> Result<Option<Nomination>, StoreError> {
        self.own_if(nomination, State::is_open).await
    }

    async fn own_to_withdraw(&mut self, nomination: i64) -> Result<Option<Nomination>, StoreError> {
        self.own_if(nomination, may_be_withdrawn).await
    }

    async fn own_if(
        &mut self,
        nomination: i64,
        may: fn(State) -> bool,
    ) -> Result<Option<Nomination>, StoreError> {
        let Some(one) = self.own(nomination).await? else { return Ok(None) };
        if may(one.state) {
            return Ok(Some(one));
        }
        let code = ("code", one.code.as_str().into());
        let words = if seen_by_author(&one) == one.state {
            let state = self.state_seen(&one).await?;
            self.say("mine-closed", &[code, ("state", state.into())])
        } else {
            self.say("mine-deciding", &[code])
        };
        self.answer_with_list(words);
        Ok(None)
    }

    /// Adds words or a file to a nomination that is open.
    pub(super) async fn add(&mut self, nomination: i64, piece: &Piece) -> Result<(), StoreError> {
        let Some(one) = self.own_and_open(nomination).await? else {
            self.session.go(At::Idle);
            return Ok(());
        };
        let files = evidence::of(self.tx.connection(), one.id).await?;
        let additions = evidence::additions(self.tx.connection(), one.id).await?;
        let words: usize = additions.iter().map(|(_, body)| char_count(body)).sum();
        let full = (piece.file.is_some() && files.len() >= FILES_MAX)
            || words + char_count(&piece.text) > STORY_MAX;
        let code = ("code", one.code.as_str().into());
        let text = if full {
            self.say("add-full", &[code])
        } else {
            if !nominations::touch(self.tx, one.id).await? {
                // Another replica was faster between our reading and this.
                self.session.go(At::Idle);
                return self.own_and_open(one.id).await.map(drop);
            }
            let file = piece.file.as_ref();
            evidence::add(self.tx, one.id, &piece.text, file, self.now).await?;
            likeness::expect_photos(self.tx, one.id, self.now).await?;
            self.redraw_cards(one.id).await?;
            let kinds = files.iter().chain(file).map(|file| file.kind);
            let mut counted = summary::count_evidence(self.locale, kinds, "");
            let words = additions.len() + usize::from(!piece.text.is_empty());
            if words > 0 {
                let count = ("count", words.to_string().into());
                counted.push(self.say("files-addition", &[count]));
            }
            self.say("add-taken", &[code, ("what", counted.join(", ").into())])
        };
        let choices = self.ends_of_adding(&one).await?;
        let message = Message { choices, ..Message::of(text) };
        if full {
            // What was refused is said aloud, in a new message.
            self.answer(message);
        } else {
            self.redraw(format!("add.{}", self.session.serial), message);
        }
        Ok(())
    }

    /// How adding ends: by handing it in, while a reviewer has asked for something.
    async fn ends_of_adding(&mut self, one: &Nomination) -> Result<Vec<Vec<Choice>>, StoreError> {
        let ask = self.awaited(one).await?;
        let reader = self.reader();
        let mut rows = Vec::new();
        if let Some(ask) = ask {
            let press = Press::Supply(ask.id, Supply::Added);
            rows.push(vec![reader.choice("supply-added", &press)]);
        }
        rows.push(vec![reader.choice("done", &Press::Added)]);
        Ok(rows)
    }

    /// Asks whether to take a nomination back, or does so.
    pub(super) async fn withdraw(&mut self, nomination: i64, sure: bool) -> Result<(), StoreError> {
        let Some(one) = self.own_to_withdraw(nomination).await? else { return Ok(()) };
        let code = ("code", one.code.as_str().into());
        let name = ("name", one.name.as_str().into());
        if !sure {
            let reader = self.reader();
            let choices = vec![
                vec![reader.choice("mine-withdraw-sure", &Press::WithdrawSure(one.id))],
                vec![reader.choice("back", &Press::Open(one.id))],
            ];
            let text = self.say("mine-withdraw-ask", &[code, name]);
            self.answer(Message { choices, ..Message::of(text) });
            return Ok(());
        }
        let one = self.hold_kin(&one).await?;
        if self.advance(&one, Move::Withdraw, None).await?.is_none() {
            // Another replica was faster: what it decided is said.
            return self.own_to_withdraw(one.id).await.map(drop);
        }
        self.leave_kin(&one).await?;
        self.answer_with_list(self.say("mine-withdrawn", &[code]));
        Ok(())
    }
}

fn may_be_withdrawn(state: State) -> bool {
    after(state, Move::Withdraw).is_some()
}

/// How many pages so many rows take; at least one.
pub(super) fn pages(count: i64, page: i64) -> u32 {
    u32::try_from((count - 1).max(0) / page + 1).unwrap_or(1)
}

/// The lines of a nomination, with as much of the story as `story` is.
pub(super) fn summary_of<'a>(
    one: &'a Nomination,
    story: &'a str,
    files: Vec<String>,
) -> Summary<'a> {
    Summary {
        on_behalf: one.on_behalf.as_ref(),
        kind: Some(one.kind),
        name: &one.name,
        commune: &one.commune,
        hamlet: one.hamlet.as_deref(),
        happened: one.happened.as_deref(),
        field: one.field.as_deref(),
        nominee_phone: one.nominee_phone.as_deref(),
        nominator_phone: one.nominator_phone.as_deref(),
        is_minor: one.is_minor,
        shows_nominator: one.shows_nominator,
        story,
        files,
    }
}
