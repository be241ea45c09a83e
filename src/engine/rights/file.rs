//! The file with all that is kept about a person: one page of HTML that needs nothing else, to be read
//! on any phone and printed.
//!
//! It is put together from our texts, whose arguments are escaped and whose markup is HTML, and from
//! words that are escaped here; a template engine would escape all of that once more. Names of reviewers
//! and what they write to each other are not in it: those are other people's.

use crate::conversation::markup;
use crate::conversation::render::summary;
use crate::conversation::render::supply;
use crate::domain::day;
use crate::domain::draft::Draft;
use crate::domain::nomination::State;
use crate::engine::mine::summary_of;
use crate::engine::turn::Turn;
use crate::engine::{order, review};
use crate::i18n::escape;
use crate::store::audit::Act;
use crate::store::nominations::{self, Nomination};
use crate::store::{StoreError, appeals, asks, evidence, mydata, sanctions, thread};

/// What the page looks like: large letters, short lines, black on white when printed.
const STYLE: &str = "body{font:18px/1.5 system-ui,sans-serif;max-width:42em;margin:0 auto;padding:1em;\
    color:#222}h1{font-size:1.5em}h2{font-size:1.2em;margin-top:2em;border-bottom:2px solid #c2185b}\
    p{white-space:pre-line;margin:.6em 0;overflow-wrap:anywhere}\
    blockquote{margin:.4em 0;padding-left:.8em;border-left:3px solid #ccc}\
    @media print{body{font-size:12pt;color:#000}h2{break-after:avoid}p{break-inside:avoid}}";

/// A page being written. What is added is markup.
struct Page {
    html: String,
}

impl Page {
    fn begin(language: &str, title: &str) -> Self {
        let html = format!(
            "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
        );
        Self { html }
    }

    fn section(&mut self, title: &str) {
        self.html.push_str(&format!("<h2>{title}</h2>\n"));
    }

    fn line(&mut self, markup: &str) {
        self.html.push_str(&format!("<p>{markup}</p>\n"));
    }

    fn end(mut self) -> String {
        self.html.push_str("</body>\n</html>\n");
        self.html
    }
}

impl Turn<'_> {
    /// All that is kept about the person who is talking, as a page.
    pub(super) async fn own_data(&mut self) -> Result<String, StoreError> {
        let title = self.say("data-title", &[]);
        let mut page = Page::begin(self.locale.code(), &title);
        page.line(&self.say("data-made", &[("at", day::local(self.now).into())]));
        self.put_profile(&mut page).await?;
        self.put_draft(&mut page);
        let all =
            nominations::of_nominator(self.tx.connection(), self.contact.id, i64::MAX, 0).await?;
        // What they entered for others is about those people, who tell it and have phones of their own.
        for one in all.iter().filter(|one| one.on_behalf.is_none()) {
            self.put_nomination(&mut page, one).await?;
        }
        self.put_sanctions(&mut page).await?;
        self.put_news(&mut page).await?;
        self.put_acts(&mut page).await?;
        page.section(&self.say("data-rights", &[]));
        page.line(&self.say("rights-law", &[]));
        Ok(page.end())
    }

    async fn put_profile(&mut self, page: &mut Page) -> Result<(), StoreError> {
        page.section(&self.say("data-account", &[]));
        let Some(profile) = mydata::profile(self.tx.connection(), self.contact.id).await? else {
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
        for line in self.kept_lines().await? {
            page.line(&line);
        }
        page.line(&self.news_line().await?);
        if let Some(since) = profile.member_since {
            page.line(&self.say("data-member", &[("day", day::local(since).into())]));
        }
        Ok(())
    }

    /// What was not sent yet.
    fn put_draft(&mut self, page: &mut Page) {
        let draft = self.session.draft.as_deref();
        if draft.is_none() && self.session.offered.is_empty() {
            return;
        }
        page.section(&self.say("data-draft", &[]));
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
        &mut self,
        page: &mut Page,
        one: &Nomination,
    ) -> Result<(), StoreError> {
        let files = evidence::of(self.tx.connection(), one.id).await?;
        let state = self.state_seen(one).await?;
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
        for (at, words) in evidence::additions(self.tx.connection(), one.id).await? {
            let day = day::local(at);
            page.line(&self.say("mine-added", &[("day", day.into()), ("text", words.into())]));
        }
        self.put_life(page, one).await?;
        if one.on_behalf.is_none() {
            self.put_talk(page, one).await?;
        }
        Ok(())
    }

    async fn put_life(&mut self, page: &mut Page, one: &Nomination) -> Result<(), StoreError> {
        for change in self.life_seen(one).await? {
            let at = day::local(change.at);
            let state = match change.to {
                State::Duplicate => self.say("mine-joined-row", &[]),
                to => self.state(to),
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
    async fn put_talk(&mut self, page: &mut Page, one: &Nomination) -> Result<(), StoreError> {
        for ask in asks::all_of(self.tx.connection(), one.id).await? {
            let at = day::local(ask.asked_at);
            let mut what = supply::names(self.locale, ask.items);
            if let Some(note) = &ask.note {
                what = format!("{what}. {note}");
            }
            page.line(&self.say("data-asked", &[("at", at.into()), ("text", what.into())]));
            for given in asks::given(self.tx.connection(), ask.id).await? {
                let item = supply::name(self.locale, given.item);
                let args = [("item", item.into()), ("text", given.body.as_str().into())];
                page.line(&self.say("data-answer", &args));
            }
        }
        for line in thread::latest(self.tx.connection(), one.id, i64::MAX).await? {
            let who = self.say(if line.from_desk { "thread-desk" } else { "thread-you" }, &[]);
            let args = [
                ("at", day::local(line.at).into()),
                ("who", who.into()),
                ("text", line.body.into()),
            ];
            page.line(&self.say("data-message", &args));
        }
        if let Some(appeal) = appeals::of(self.tx.connection(), one.id).await? {
            let args = [("at", day::local(appeal.at).into()), ("text", appeal.body.into())];
            page.line(&self.say("data-appeal", &args));
        }
        Ok(())
    }

    async fn put_sanctions(&mut self, page: &mut Page) -> Result<(), StoreError> {
        let all = sanctions::all_of(self.tx.connection(), self.contact.id).await?;
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

    async fn put_news(&mut self, page: &mut Page) -> Result<(), StoreError> {
        let all = mydata::news(self.tx.connection(), self.contact.id).await?;
        if all.is_empty() {
            return Ok(());
        }
        page.section(&self.say("data-news", &[]));
        for piece in all {
            let mut text = markup::plain(&piece.text);
            if piece.files > 0 {
                let files = [("count", piece.files.to_string().into())];
                text = format!("{text} ({})", self.say("data-news-files", &files));
            }
            let at = piece.at.map(day::local).unwrap_or_default();
            let key = if piece.arrived { "data-news-row" } else { "data-news-unsure" };
            page.line(&self.say(key, &[("at", at.into()), ("text", text.into())]));
        }
        Ok(())
    }

    /// What stands in the audit, in words.
    async fn put_acts(&mut self, page: &mut Page) -> Result<(), StoreError> {
        page.section(&self.say("data-acts", &[]));
        for done in mydata::done(self.tx.connection(), self.contact.id).await? {
            let Some(act) = Act::from_code(&done.act) else { continue };
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
        Ok(())
    }
}
