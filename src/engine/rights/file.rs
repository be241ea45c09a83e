//! The file with all that is kept about a person: one page of HTML that needs nothing else, to be read
//! on any phone and printed.
//!
//! It is put together from our texts, whose arguments are escaped and whose markup is HTML, and from
//! words that are escaped here; a template engine would escape all of that once more. Names of reviewers
//! and what they write to each other are not in it: those are other people's.

use std::sync::Arc;

use sqlx::AnyConnection;

use super::errand::DataFileError;
use super::kept;
use super::paper::Paper;
use crate::clock::Millis;
use crate::conversation::markup;
use crate::conversation::render::summary;
use crate::conversation::render::supply;
use crate::conversation::session::Session;
use crate::domain::catalog::Catalog;
use crate::domain::day;
use crate::domain::draft::Draft;
use crate::domain::nomination::State;
use crate::engine::mine::summary_of;
use crate::engine::{Shared, order, review, seen};
use crate::i18n::{Args, Locale, escape, text};
use crate::store::audit::Act;
use crate::store::contacts::Contact;
use crate::store::nominations::{self, Nomination};
use crate::store::{appeals, asks, evidence, mydata, sanctions, thread};

/// Nominations read with one connection; each takes a handful of queries.
const NOMINATIONS: i64 = 20;
/// Rows of anything else read at once.
const ROWS: i64 = 200;

/// Who writes it all down, reading beside the turns, a page at a time.
pub(super) struct Scribe<'a> {
    pub(super) shared: &'a Shared,
    pub(super) locale: Locale,
    pub(super) catalog: Arc<Catalog>,
    /// How long a decision can be taken back, before which nobody is told.
    pub(super) undo: Millis,
    pub(super) contact: &'a Contact,
    pub(super) session: Session,
    pub(super) now: Millis,
}

impl Scribe<'_> {
    /// All that is kept about the person, in as many files as it takes.
    pub(super) async fn write(&self, key: i64) -> Result<Vec<i64>, DataFileError> {
        let title = self.say("data-title", &[]);
        let name = self.say("rights-file-name", &[("day", day::today(self.now).stored().into())]);
        let whose = (key, self.contact.id);
        let mut page = Paper::begin(self.shared, whose, name, (self.locale.code(), &title));
        page.line(&self.say("data-made", &[("at", day::local(self.now).into())]));
        self.put_profile(&mut page).await?;
        self.put_draft(&mut page);
        self.put_nominations(&mut page).await?;
        self.put_sanctions(&mut page).await?;
        self.put_news(&mut page).await?;
        self.put_acts(&mut page).await?;
        page.section(&self.say("data-rights", &[]));
        page.line(&self.say("rights-law", &[]));
        page.end().await
    }

    fn say(&self, key: &str, args: &Args<'_>) -> String {
        text(self.locale, key, args)
    }

    /// What they sent themselves. What they entered for others is about those people, who tell it and have
    /// phones of their own: it is only counted.
    async fn put_nominations(&self, page: &mut Paper<'_>) -> Result<(), DataFileError> {
        let mut before = (Millis::MAX, i64::MAX);
        loop {
            let mut reader = self.shared.store.read().await?;
            let some =
                nominations::own_before(&mut reader, self.contact.id, before, NOMINATIONS).await?;
            for one in &some {
                self.put_nomination(page, &mut reader, one).await?;
            }
            drop(reader);
            page.turn_over().await?;
            let Some(last) = some.last() else { return Ok(()) };
            before = (last.submitted_at, last.id);
        }
    }

    async fn put_profile(&self, page: &mut Paper<'_>) -> Result<(), DataFileError> {
        page.section(&self.say("data-account", &[]));
        let mut reader = self.shared.store.read().await?;
        let Some(profile) = mydata::profile(&mut reader, self.contact.id).await? else {
            return Ok(());
        };
        let since = day::local(profile.created_at);
        for (key, value) in [
            ("data-name", profile.name.as_str()),
            ("data-channel", profile.channel.as_str()),
            ("data-address", profile.address.as_str()),
            ("data-app-language", profile.app_language.as_str()),
            ("data-since", since.as_str()),
        ] {
            page.line(&self.say(key, &[("value", value.into())]));
        }
        let language = self.say(&format!("language-{}", self.locale.code()), &[]);
        page.line(&self.say("data-language", &[("value", language.into())]));
        let who = (self.locale, self.contact, &self.session);
        for line in kept::lines(&mut reader, who).await? {
            page.line(&line);
        }
        page.line(&kept::news(&mut reader, who).await?);
        if let Some(since) = profile.member_since {
            page.line(&self.say("data-member", &[("day", day::local(since).into())]));
        }
        Ok(())
    }

    /// What was not sent yet.
    fn put_draft(&self, page: &mut Paper<'_>) {
        let draft = self.session.draft.as_deref();
        if draft.is_none() && self.session.offered.is_empty() {
            return;
        }
        page.section(&self.say("data-draft", &[]));
        // As with what was entered and sent: it is another's.
        let entered = draft.is_some_and(|draft| draft.on_behalf.is_some());
        if entered {
            page.line(&self.say("data-draft-entered", &[]));
        }
        let draft = draft.filter(|_| !entered);
        if let Some(Draft { name: Some(name), .. }) = draft {
            page.line(&self.say("data-draft-name", &[("value", name.as_str().into())]));
        }
        let phones = draft.map(|draft| [&draft.nominator_phone, &draft.nominee_phone]);
        for phone in phones.into_iter().flatten().flatten() {
            page.line(&escape(phone));
        }
        let pieces = draft.map_or(&[][..], |draft| &draft.pieces);
        for piece in pieces.iter().chain(&self.session.offered) {
            if !piece.text.is_empty() {
                page.line(&escape(&piece.text));
            }
            if let Some(file) = &piece.file {
                page.line(&self.say(&format!("files-{}-one", file.kind.code()), &[]));
            }
        }
    }

    async fn put_nomination(
        &self,
        page: &mut Paper<'_>,
        reader: &mut AnyConnection,
        one: &Nomination,
    ) -> Result<(), DataFileError> {
        let files = evidence::of(reader, one.id).await?;
        let state = seen::in_words(reader, self.locale, one).await?;
        let code = ("code", one.code.as_str().into());
        page.section(&self.say("card-title", &[code, ("state", state.into())]));
        let counted = summary::count_evidence(self.locale, files.iter().map(|one| one.kind), "");
        page.line(&summary::lines(
            self.locale,
            &self.catalog,
            &summary_of(one, &one.story, counted),
        ));
        for (index, file) in files.iter().enumerate() {
            let kind = self.say(&format!("files-{}-one", file.kind.code()), &[]);
            let name = file.name.as_deref().unwrap_or_default();
            let number = (index + 1).to_string();
            let args = [("number", number.into()), ("kind", kind.into()), ("name", name.into())];
            page.line(&self.say("data-file", &args));
        }
        for (at, words) in evidence::additions(reader, one.id).await? {
            let day = day::local(at);
            page.line(&self.say("mine-added", &[("day", day.into()), ("text", words.into())]));
        }
        self.put_life(page, reader, one).await?;
        self.put_talk(page, reader, one).await
    }

    async fn put_life(
        &self,
        page: &mut Paper<'_>,
        reader: &mut AnyConnection,
        one: &Nomination,
    ) -> Result<(), DataFileError> {
        for change in seen::life(reader, one, self.undo).await? {
            let at = day::local(change.at);
            let state = match change.to {
                State::Duplicate => self.say("mine-joined-row", &[]),
                to => self.say(&format!("state-{}", to.code()), &[]),
            };
            page.line(&self.say("mine-history-row", &[("at", at.into()), ("state", state.into())]));
            if let Some(reason) = change.reason.filter(|_| change.to == State::Refused) {
                let reason = review::spoken(&self.catalog, &reason, self.locale);
                page.line(&self.say("mine-reason", &[("reason", reason.into())]));
            }
        }
        Ok(())
    }

    /// What either side asked, answered and wrote.
    async fn put_talk(
        &self,
        page: &mut Paper<'_>,
        reader: &mut AnyConnection,
        one: &Nomination,
    ) -> Result<(), DataFileError> {
        for ask in asks::all_of(reader, one.id).await? {
            let at = day::local(ask.asked_at);
            let mut what = supply::names(self.locale, ask.items);
            if let Some(note) = &ask.note {
                what = format!("{what}. {note}");
            }
            page.line(&self.say("data-asked", &[("at", at.into()), ("text", what.into())]));
            for given in asks::given(reader, ask.id).await? {
                let item = supply::name(self.locale, given.item);
                let args = [("item", item.into()), ("text", given.body.as_str().into())];
                page.line(&self.say("data-answer", &args));
            }
        }
        for line in thread::latest(reader, one.id, i64::MAX).await? {
            let who = self.say(if line.from_desk { "thread-desk" } else { "thread-you" }, &[]);
            let args = [
                ("at", day::local(line.at).into()),
                ("who", who.into()),
                ("text", line.body.into()),
            ];
            page.line(&self.say("data-message", &args));
        }
        if let Some(appeal) = appeals::of(reader, one.id).await? {
            let args = [("at", day::local(appeal.at).into()), ("text", appeal.body.into())];
            page.line(&self.say("data-appeal", &args));
        }
        Ok(())
    }

    async fn put_sanctions(&self, page: &mut Paper<'_>) -> Result<(), DataFileError> {
        let mut reader = self.shared.store.read().await?;
        let all = sanctions::all_of(&mut reader, self.contact.id).await?;
        drop(reader);
        if all.is_empty() {
            return Ok(());
        }
        page.section(&self.say("data-sanctions", &[]));
        for one in all {
            let kind = self.say(&format!("sanction-{}", one.kind.code()), &[]);
            let end = one.lifted_at.or(one.until);
            let args = [
                ("kind", kind.into()),
                ("at", day::local(one.at).into()),
                ("end", end.map_or_else(|| "–".to_owned(), day::local).into()),
                ("reason", order::spoken(&one.reason, self.locale).into()),
            ];
            page.line(&self.say("data-sanction", &args));
        }
        Ok(())
    }

    async fn put_news(&self, page: &mut Paper<'_>) -> Result<(), DataFileError> {
        let mut after = i64::MIN;
        loop {
            let mut reader = self.shared.store.read().await?;
            let some = mydata::news(&mut reader, self.contact.id, after, ROWS).await?;
            drop(reader);
            let Some(last) = some.last() else { return Ok(()) };
            if after == i64::MIN {
                page.section(&self.say("data-news", &[]));
            }
            after = last.broadcast;
            for piece in some {
                page.line(&self.piece(&piece));
                page.turn_over().await?;
            }
        }
    }

    fn piece(&self, piece: &mydata::Piece) -> String {
        let mut text = markup::plain(&piece.text);
        if piece.files > 0 {
            let files = [("count", piece.files.to_string().into())];
            text = format!("{text} ({})", self.say("data-news-files", &files));
        }
        let at = piece.at.map(day::local).unwrap_or_default();
        let key = if piece.arrived { "data-news-row" } else { "data-news-unsure" };
        self.say(key, &[("at", at.into()), ("text", text.into())])
    }

    /// What stands in the audit, in words.
    async fn put_acts(&self, page: &mut Paper<'_>) -> Result<(), DataFileError> {
        page.section(&self.say("data-acts", &[]));
        let mut after = i64::MIN;
        loop {
            let mut reader = self.shared.store.read().await?;
            let some = mydata::done(&mut reader, self.contact.id, after, ROWS).await?;
            drop(reader);
            let Some(last) = some.last() else { return Ok(()) };
            after = last.id;
            for done in some {
                self.put_act(page, done);
            }
            page.turn_over().await?;
        }
    }

    fn put_act(&self, page: &mut Paper<'_>, done: mydata::Done) {
        let Some(act) = Act::from_code(&done.act) else { return };
        let act = self.say(&format!("act-{}", act.code()), &[]);
        let who = self.say(if done.is_own { "data-by-you" } else { "data-by-office" }, &[]);
        let args = [
            ("at", day::local(done.at).into()),
            ("who", who.into()),
            ("act", act.into()),
            ("code", done.code.unwrap_or_default().into()),
        ];
        page.line(&self.say("data-act", &args));
    }
}
