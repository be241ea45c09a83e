//! The paper that a person's own data is written on: HTML that goes into the database piece by piece, and
//! into a second file once the first is full.

use super::errand::DataFileError;
use crate::engine::Shared;
use crate::store::uploads::Growing;
use crate::store::{timers, uploads};

/// What the page looks like: large letters, short lines, black on white when printed.
const STYLE: &str = "body{font:18px/1.5 system-ui,sans-serif;max-width:42em;margin:0 auto;padding:1em;\
    color:#222}h1{font-size:1.5em}h2{font-size:1.2em;margin-top:2em;border-bottom:2px solid #c2185b}\
    p{white-space:pre-line;margin:.6em 0;overflow-wrap:anywhere}\
    blockquote{margin:.4em 0;padding-left:.8em;border-left:3px solid #ccc}\
    @media print{body{font-size:12pt;color:#000}h2{break-after:avoid}p{break-inside:avoid}}";
const END: &str = "</body>\n</html>\n";
/// How many bytes are written into the database at once.
const SHEET: usize = 256 * 1024;
/// The most of one file, in bytes: a file is in memory while it is sent, and a phone has to show it.
const FILE_MAX: u64 = 8 * 1_000 * 1_000;

/// A paper being written. What is added is markup.
pub(super) struct Paper<'a> {
    shared: &'a Shared,
    key: i64,
    contact: i64,
    /// What a file is called in the database.
    name: String,
    /// What each file begins with.
    head: String,
    /// What is written and not in the database yet.
    html: String,
    growing: Option<Growing>,
    files: Vec<i64>,
}

impl<'a> Paper<'a> {
    pub(super) fn begin(
        shared: &'a Shared,
        (key, contact): (i64, i64),
        name: String,
        (language, title): (&str, &str),
    ) -> Self {
        let head = format!(
            "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
        );
        let html = head.clone();
        Self { shared, key, contact, name, head, html, growing: None, files: Vec::new() }
    }

    pub(super) fn section(&mut self, title: &str) {
        self.html.push_str(&format!("<h2>{title}</h2>\n"));
    }

    pub(super) fn line(&mut self, markup: &str) {
        self.html.push_str(&format!("<p>{markup}</p>\n"));
    }

    /// Puts what is written away, if it is a sheet full.
    pub(super) async fn turn_over(&mut self) -> Result<(), DataFileError> {
        if self.html.len() < SHEET {
            return Ok(());
        }
        self.keep().await?;
        if self.growing.as_ref().is_some_and(|file| file.size() > FILE_MAX) {
            self.close().await?;
            self.html.push_str(&self.head);
        }
        Ok(())
    }

    /// Ends it, and gives the files that it takes.
    pub(super) async fn end(mut self) -> Result<Vec<i64>, DataFileError> {
        self.close().await?;
        Ok(self.files)
    }

    async fn keep(&mut self) -> Result<(), DataFileError> {
        let growing = match self.growing.take() {
            Some(growing) => growing,
            None => self.open().await?,
        };
        let sheet = std::mem::take(&mut self.html);
        let kept = self.shared.store.write(self.key, move |tx| {
            Box::pin(async move {
                let mut growing = growing;
                uploads::append(tx, &mut growing, sheet.as_bytes()).await?;
                Ok(growing)
            })
        });
        self.growing = Some(kept.await?);
        Ok(())
    }

    /// Begins a file, unless nobody waits for it any more: who had everything erased meanwhile must not
    /// be written down anew.
    async fn open(&mut self) -> Result<Growing, DataFileError> {
        let (id, now, contact) = (self.shared.ids.next(), self.shared.clock.now(), self.contact);
        let (name, is_first) = (self.name.clone(), self.files.is_empty());
        let begun = self.shared.store.write(self.key, move |tx| {
            Box::pin(async move {
                if !timers::is_set(tx.connection(), contact, timers::MY_DATA).await? {
                    return Ok(None);
                }
                if is_first {
                    // The last one made, and what an attempt left that was broken off.
                    uploads::forget_of(tx, contact).await?;
                }
                let growing = uploads::begin(tx, id, &name, now).await?;
                uploads::note_whose(tx, &growing, contact).await?;
                Ok(Some(growing))
            })
        });
        let growing = begun.await?.ok_or(DataFileError::Unwanted)?;
        self.files.push(id);
        Ok(growing)
    }

    async fn close(&mut self) -> Result<(), DataFileError> {
        self.html.push_str(END);
        self.keep().await?;
        if let Some(full) = self.growing.take() {
            let finished = self.shared.store.write(self.key, move |tx| {
                Box::pin(async move { uploads::finish(tx, full).await })
            });
            finished.await?;
        }
        Ok(())
    }
}
