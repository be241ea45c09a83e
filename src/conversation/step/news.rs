//! Wanting news, and the words that end them in any state.

use super::Turn;
use crate::conversation::effect::Effect;
use crate::conversation::press::News;
use crate::conversation::session::At;
use crate::conversation::view::{Note, Placement, View};
use crate::conversation::{nominate, spoken};

impl Turn<'_> {
    /// A choice about news. What is kept for them needs the consent to the notice.
    pub(super) fn choose_news(&mut self, choice: News) {
        if matches!(choice, News::On(_)) && !self.has_consented() {
            self.toast("toast-consent-first");
            self.show(View::Greeting, Placement::Fresh);
        } else {
            self.effects.push(Effect::News(choice));
        }
    }

    /// Whether these words end the news here. "Dung" is also somebody's name: where a name is asked
    /// for, and there are no news to end, it is that.
    pub(super) fn says_stop(&self, text: &str) -> bool {
        let is_name = spoken::is_name_too(text) && spoken::takes_names(self.session.at);
        spoken::stops(text) && (!is_name || self.context.gets_news)
    }

    /// Ends the news, and asks again what was being asked, which stays open.
    pub(super) fn stop_news(&mut self, said: Option<&str>) {
        self.effects.push(Effect::News(News::Off));
        match self.session.at {
            At::Idle => {}
            // Adding is closed to the muted: it is not asked for again.
            At::Adding(_) if self.context.restriction.is_some() => {}
            at if at.is_writing() => {
                let is_name = said.is_some_and(spoken::is_name_too) && spoken::takes_names(at);
                let note = is_name.then_some(Note::Key("news-name"));
                nominate::ask(self, note, Placement::Fresh);
            }
            _ => self.show_where_we_are(),
        }
    }
}
