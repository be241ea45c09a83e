//! What is left to somebody who is muted or banned. Whatever is not named here is refused, so that a
//! way to write that is made later is closed to them until somebody opens it.

use super::Turn;
use crate::conversation::command::Command;
use crate::conversation::effect::Effect;
use crate::conversation::input::Input;
use crate::conversation::press::{News, Press, Write};
use crate::conversation::session::At;
use crate::conversation::spoken;
use crate::conversation::words::Words;
use crate::domain::sanction::{Kind, Restriction};

impl Turn<'_> {
    /// Gives back what may be taken as from anybody; the rest is answered here.
    pub(super) fn admit(&mut self, input: Input) -> Option<Input> {
        let Some(restriction) = self.context.restriction else { return Some(input) };
        match input {
            // Nothing that they write: what is to be told them, or of them.
            Input::Blocked(_) | Input::TopicsRefused => return Some(input),
            Input::DraftDue => return self.put_off(restriction, input),
            _ => {}
        }
        if restriction.kind == Kind::Ban {
            if self.context.gets_news && self.ends_news(&input) {
                self.effects.push(Effect::News(News::Off));
            }
            // Once, so that the person knows; then nothing, so that nobody can make the bot talk.
            if !restriction.answered && !matches!(input, Input::Edited { .. }) {
                self.effects.push(Effect::TellRestriction);
            }
            return None;
        }
        match &input {
            Input::Command(
                Command::Mine
                | Command::Cancel
                | Command::Help
                | Command::Language
                | Command::News
                | Command::Stop
                | Command::MyData
                | Command::Unknown,
            ) => Some(input),
            Input::Press(press) => self.admit_press(press).then_some(input),
            Input::Text { text, .. } if self.says_stop(text) => Some(input),
            // What was asked of them is theirs to answer, and so is a refusal.
            Input::Text { .. } if self.is_answering() || self.is_appealing() => Some(input),
            Input::File { .. } | Input::Contact(_) | Input::Edited { .. } | Input::Unsupported
                if self.is_answering() =>
            {
                Some(input)
            }
            Input::Text { text, .. } => {
                let press = self.pressed_by(text);
                match press {
                    Some(press) => self.admit_press(&press).then_some(Input::Press(press)),
                    None if self.ends_adding(text) => Some(input),
                    None => self.refuse_restricted(),
                }
            }
            Input::Edited { .. } if self.session.at == At::Idle => None,
            Input::ForgedPress => {
                self.toast("toast-unknown");
                self.refuse_restricted()
            }
            _ => self.refuse_restricted(),
        }
    }

    /// Whether this says that no more news are wanted, which anybody may say.
    fn ends_news(&self, input: &Input) -> bool {
        match input {
            Input::Command(Command::Stop) | Input::Press(Press::News(News::Off | News::No)) => true,
            Input::Text { text, .. } => self.says_stop(text),
            _ => false,
        }
    }

    /// Whether they give what a reviewer asked for.
    fn is_answering(&self) -> bool {
        self.has_consented() && matches!(self.session.at, At::Supplying { .. })
    }

    /// Whether they are writing why they ask for another look.
    fn is_appealing(&self) -> bool {
        matches!(self.session.at, At::Words { about: Words::Appeal, .. })
    }

    fn refuse_restricted(&mut self) -> Option<Input> {
        self.effects.push(Effect::TellRestriction);
        None
    }

    /// The button that these words name, where they are spoken.
    fn pressed_by(&self, text: &str) -> Option<Press> {
        match self.session.at {
            At::Idle => spoken::press(&self.session, self.has_consented(), text),
            at if at.is_writing() => {
                let write = spoken::write(&self.session, self.context.catalog, text)?;
                Some(Press::Write(self.session.serial, write))
            }
            _ => None,
        }
    }

    /// Whether these words only leave what they were asked for.
    fn ends_adding(&self, text: &str) -> bool {
        let words: &[&str] = match self.session.at {
            At::Idle => &[],
            at if at.is_writing() => &[],
            At::Adding(_) => &["done", "cancel", "back"],
            _ => &["cancel", "back"],
        };
        words.iter().any(|word| spoken::says(text, word))
    }

    /// Whether a press may go on. What only takes one's own back, shows it, answers what was asked
    /// about it, or asks for another look, may.
    fn admit_press(&mut self, press: &Press) -> bool {
        match press {
            Press::Notice
            | Press::Help
            | Press::Mine(_)
            | Press::Open(_)
            | Press::Thread(_)
            | Press::Added
            | Press::Withdraw(_)
            | Press::WithdrawSure(_)
            | Press::Supply(..)
            | Press::News(_)
            | Press::Rights(_)
            | Press::Appeal(_) => return true,
            Press::Write(serial, Write::Cancel | Write::CancelSure)
                if *serial == self.session.serial && self.session.draft.is_some() =>
            {
                return true;
            }
            Press::NotThis => self.drop_offered(),
            Press::Language(locale) => {
                self.effects.push(Effect::Speak(*locale));
                self.toast("toast-language");
                self.effects.push(Effect::TellRestriction);
                return false;
            }
            _ => {}
        }
        self.toast("toast-restricted");
        self.effects.push(Effect::TellRestriction);
        false
    }

    /// A draft is not called to mind while it cannot be sent. It is kept as long as was promised.
    fn put_off(&mut self, restriction: Restriction, input: Input) -> Option<Input> {
        let Some(draft) = &self.session.draft else { return Some(input) };
        let end = draft.touched_at + self.context.keeps_drafts;
        if self.context.now >= end {
            self.drop_draft();
            return None;
        }
        let at = restriction.until.map_or(end, |until| until.min(end));
        self.effects.push(Effect::WakeDraft { at });
        None
    }
}
