//! The team, one by one: roles that change, who did what lately, and invitations that can be taken back.

use super::mine::pages;
use super::team::{NAME_SHOWN, TeamChange, link};
use super::turn::Turn;
use crate::clock::{DAY, Millis};
use crate::conversation::message::{Choice, Message};
use crate::conversation::press::{Crew, Press};
use crate::conversation::render::{choice, excerpt, plain, scope as drawn};
use crate::domain::day;
use crate::domain::nomination::State;
use crate::domain::policy::Figure;
use crate::domain::role::Role;
use crate::domain::scope::Scope;
use crate::i18n::{Args, text};
use crate::store::audit::{self, Act, Done, Subject};
use crate::store::contacts::Contact;
use crate::store::invites::{self, Invitation};
use crate::store::{StoreError, contacts, members};

/// Invitations on a page.
const INVITES: i64 = 10;
/// Acts on a page.
const ACTS: i64 = 15;
/// What the audit says was done about roles, by the first word.
const DONE: [&str; 6] = ["invited", "prolonged", "revoked", "joined", "recast", "dismissed"];
/// For how many days an invitation may be good.
const LIVES: [u32; 4] = [1, 3, 7, 30];

impl Turn<'_> {
    /// A choice about the team.
    pub(super) async fn crew(&mut self, choice: Crew) -> Result<(), StoreError> {
        if self.contact.role < Some(Role::Admin) {
            self.toast("toast-not-allowed", &[], false);
            return Ok(());
        }
        match choice {
            Crew::Member(id) => self.show_member(id).await,
            Crew::Acts(id, page) => self.show_acts(id, page).await,
            Crew::Roles(id) => self.ask_role(id).await,
            Crew::Role(id, role, since) => self.recast(id, role, since, false).await,
            Crew::RoleSure(id, role, since) => self.recast(id, role, since, true).await,
            Crew::Invites(page) => self.show_invites(page).await,
            Crew::Revoke(id) => self.revoke(id, false).await,
            Crew::RevokeSure(id) => self.revoke(id, true).await,
            Crew::Life(days, code) => self.prolong(days, &code).await,
        }
    }

    fn crew_choice(&self, key: &str, choice: Crew) -> Choice {
        self.reader().choice(key, &Press::Crew(choice))
    }

    /// A member, with the role that counts; `None`, and the presser told so, if they are none.
    async fn find_member(&mut self, id: i64) -> Result<Option<(Contact, Role)>, StoreError> {
        let found = contacts::by_id(self.tx.connection(), id).await?;
        let found = found.and_then(|found| {
            let role = self.shared.role_of(&found)?;
            Some((found, role))
        });
        if found.is_none() {
            self.answer_with_team(self.say("team-gone", &[]));
        }
        Ok(found)
    }

    /// When a member last did something, in words.
    pub(super) async fn last_act_of(&mut self, member: i64) -> Result<String, StoreError> {
        Ok(match audit::last_by(self.tx.connection(), member).await? {
            Some(at) => self.say("crew-last", &[("at", day::local(at).into())]),
            None => self.say("crew-never", &[]),
        })
    }

    /// One member, and what can be done.
    async fn show_member(&mut self, id: i64) -> Result<(), StoreError> {
        let Some((member, role)) = self.find_member(id).await? else { return Ok(()) };
        let card = self.member_card(&member, role).await?;
        self.answer(card);
        Ok(())
    }

    async fn member_card(&mut self, member: &Contact, role: Role) -> Result<Message, StoreError> {
        let who = excerpt(&member.name, NAME_SHOWN);
        let args = [("who", who.into()), ("role", self.role(role).into())];
        let mut lines = vec![self.say("crew-title", &args)];
        let configured = self.shared.is_configured(member);
        if configured {
            lines.push(self.say("crew-configured", &[]));
        }
        if role < Role::Admin {
            let scope = members::scope(self.tx.connection(), member.id).await?;
            let scope = drawn::words(self.locale, &self.catalog, &scope);
            lines.push(self.say("crew-scope", &[("scope", scope.into())]));
        }
        if let Some(since) = members::since(self.tx.connection(), member.id).await? {
            lines.push(self.say("crew-since", &[("at", day::local(since).into())]));
        }
        let last = self.last_act_of(member.id).await?;
        lines.push(self.say("crew-active", &[("last", last.into())]));
        let mut choices = Vec::new();
        if !configured {
            choices.push(vec![self.crew_choice("crew-change-role", Crew::Roles(member.id))]);
        }
        if role < Role::Admin {
            choices.push(vec![self.reader().choice("crew-change-scope", &Press::Scope(member.id))]);
        }
        choices.push(vec![self.crew_choice("crew-acts", Crew::Acts(member.id, 0))]);
        if !configured {
            choices.push(vec![self.reader().choice("crew-dismiss", &Press::Dismiss(member.id))]);
        }
        choices.push(vec![self.reader().choice("team-back", &Press::Team(0))]);
        Ok(Message { choices, ..Message::of(lines.join("\n")) })
    }

    /// Asks which other role a member is to have.
    async fn ask_role(&mut self, id: i64) -> Result<(), StoreError> {
        let Some((member, role)) = self.find_member(id).await? else { return Ok(()) };
        let who = ("who", excerpt(&member.name, NAME_SHOWN).into());
        if self.shared.is_configured(&member) {
            self.answer_with_team(self.say("crew-configured-role", &[who]));
            return Ok(());
        }
        let since = members::since(self.tx.connection(), id).await?.unwrap_or_default();
        let others = Role::ALL.into_iter().filter(|other| *other != role);
        let mut choices: Vec<Vec<Choice>> = others
            .map(|other| {
                let key = format!("role-{}", other.code());
                vec![self.crew_choice(&key, Crew::Role(id, other, since))]
            })
            .collect();
        choices.push(vec![self.crew_choice("back", Crew::Member(id))]);
        let words = self.say("crew-which-role", &[who, ("role", self.role(role).into())]);
        self.answer(Message { choices, ..Message::of(words) });
        Ok(())
    }

    /// Asks whether to give a member another role, or does so. The last admin stays one, and who is one
    /// by configuration.
    async fn recast(
        &mut self,
        id: i64,
        role: Role,
        since: Millis,
        sure: bool,
    ) -> Result<(), StoreError> {
        if sure && !self.holds_team().await? {
            return Ok(());
        }
        let Some((member, before)) = self.find_member(id).await? else { return Ok(()) };
        let who = ("who", member.name.as_str().into());
        if self.shared.is_configured(&member) {
            self.answer_with_team(self.say("crew-configured-role", &[who]));
            return Ok(());
        }
        if members::since(self.tx.connection(), id).await? != Some(since) || before == role {
            self.toast("toast-crew-changed", &[], true);
            return self.show_member(id).await;
        }
        if role < Role::Admin && self.shared.is_last_admin(self.tx.connection(), &member).await? {
            self.answer_with_team(self.say("crew-last-admin", &[]));
            return Ok(());
        }
        let args: &Args<'_> =
            &[who, ("before", self.role(before).into()), ("role", self.role(role).into())];
        if !sure {
            let choices = vec![
                vec![self.crew_choice("crew-role-sure", Crew::RoleSure(id, role, since))],
                vec![self.crew_choice("back", Crew::Member(id))],
            ];
            let key = format!("crew-role-ask-{}", role.code());
            self.answer(Message { choices, ..Message::of(self.say(&key, args)) });
            return Ok(());
        }
        let by = self.contact.id;
        if !members::recast(self.tx, id, role, by, (since, self.now)).await? {
            // Somebody took up another role at another replica.
            self.toast("toast-crew-changed", &[], true);
            return self.show_member(id).await;
        }
        if role == Role::Admin {
            members::set_scope(self.tx, id, &Scope::default()).await?;
        }
        let detail = format!("recast {} {}", before.code(), role.code());
        self.note_about(Subject::Contact(id), Act::Role, Some(&detail), None).await?;
        if member.id != by && !member.blocked {
            let locale = member.language.unwrap_or(self.shared.settings.locale);
            let now = text(locale, &format!("role-{}", role.code()), &[]);
            self.write_to(&member, text(locale, "crew-role-told", &[("role", now.into())]));
        }
        if member.id == by {
            // From now on this is no list of theirs.
            self.contact.role = Some(role);
            self.answer(Message::of(self.say("crew-own-role", args)));
            return Ok(());
        }
        let done = self.say("crew-role-set", args);
        let mut card = self.member_card(&member, role).await?;
        card.text = format!("{done}\n\n{}", card.text);
        self.answer(card);
        Ok(())
    }

    /// What a member did lately, a line each.
    async fn show_acts(&mut self, id: i64, page: u32) -> Result<(), StoreError> {
        // Also of who is a member no more: an old list leads here.
        let Some(person) = contacts::by_id(self.tx.connection(), id).await? else {
            self.answer_with_team(self.say("team-gone", &[]));
            return Ok(());
        };
        let offset = i64::from(page) * ACTS;
        let mut acts = audit::by(self.tx.connection(), id, ACTS + 1, offset).await?;
        let more = acts.len() > ACTS as usize;
        acts.truncate(ACTS as usize);
        let who = excerpt(&person.name, NAME_SHOWN);
        let mut lines = vec![self.say("crew-acts-title", &[("who", who.into())])];
        if acts.is_empty() {
            lines.push(self.say("crew-no-acts", &[]));
        }
        for act in &acts {
            lines.push(self.act_line(id, act).await?);
        }
        let mut choices = Vec::new();
        let mut row = Vec::new();
        if page > 0 {
            row.push(self.crew_choice("newer", Crew::Acts(id, page - 1)));
        }
        if more {
            row.push(self.crew_choice("older", Crew::Acts(id, page + 1)));
        }
        if !row.is_empty() {
            choices.push(row);
        }
        choices.push(vec![self.crew_choice("back", Crew::Member(id))]);
        self.answer(Message { choices, ..Message::of(lines.join("\n")) });
        Ok(())
    }

    /// One act in words: what was done, to what, and to which state it came by that.
    async fn act_line(&mut self, actor: i64, done: &Done) -> Result<String, StoreError> {
        let detail = done.detail.as_deref().and_then(|detail| detail.split(' ').next());
        let act = match (Act::from_code(&done.act), detail) {
            (Some(Act::Role), Some(word)) if DONE.contains(&word) => {
                self.say(&format!("crew-did-{}", word.trim()), &[])
            }
            (Some(act), _) => self.say(&format!("act-{}", act.code()), &[]),
            (None, _) => done.act.clone(),
        };
        let mut about = done.code.clone();
        if about.is_none() {
            about = match done.subject.split_once(':') {
                Some(("contact", id)) => {
                    let id = id.parse().unwrap_or_default();
                    let of = contacts::by_id(self.tx.connection(), id).await?;
                    of.filter(|one| one.id != actor).map(|one| excerpt(&one.name, NAME_SHOWN))
                }
                Some(("setting", name)) if Figure::named(name).is_ok() => {
                    Some(self.say(&format!("setting-{name}"), &[]))
                }
                _ => None,
            };
        }
        let state = done.to.as_deref().and_then(State::from_code).map(|state| self.state(state));
        let more: Vec<String> = about.into_iter().chain(state).collect();
        let args: &Args<'_> = &[
            ("at", day::local(done.at).into()),
            ("act", act.into()),
            ("about", more.join(" → ").into()),
        ];
        let key = if more.is_empty() { "crew-act" } else { "crew-act-about" };
        Ok(self.say(key, args))
    }

    /// An invitation with its link, and for how long it is good.
    pub(super) fn show_invitation(&mut self, one: &Invitation, code: &str) {
        let link = link(&self.shared.settings.bot, code);
        let part = self.part(one.role, &one.scope);
        let args = [
            ("role", part.into()),
            ("until", day::local(one.expires_at).into()),
            ("link", link.into()),
        ];
        let days = (one.expires_at - self.now) / DAY;
        let lives = LIVES.map(|life| {
            let is_on = i64::from(life) == days;
            let key = if is_on { "crew-life-on" } else { "crew-life" };
            let label = self.say(key, &[("days", life.to_string().into())]);
            choice(label, &Press::Crew(Crew::Life(life, code.to_owned())))
        });
        let choices = vec![
            lives.to_vec(),
            vec![self.crew_choice("crew-revoke-this", Crew::Revoke(one.id))],
            vec![self.crew_choice("crew-invites", Crew::Invites(0))],
        ];
        self.answer(Message { choices, ..Message::of(self.say("invite-made", &args)) });
    }

    /// An invitation is good for so many days from now on.
    async fn prolong(&mut self, days: u32, code: &str) -> Result<(), StoreError> {
        if !LIVES.contains(&days) {
            self.toast("toast-unknown", &[], false);
            return Ok(());
        }
        let expires = self.now + Millis::from(days) * DAY;
        match invites::prolong(self.tx, code, expires, self.now).await? {
            Some(one) => {
                self.note_people(TeamChange::Prolonged, None).await?;
                self.show_invitation(&one, code);
            }
            None => {
                self.toast("toast-invite-gone", &[], true);
                self.show_invites(0).await?;
            }
        }
        Ok(())
    }

    /// The invitations that nobody has taken up yet.
    async fn show_invites(&mut self, page: u32) -> Result<(), StoreError> {
        let count = invites::count_pending(self.tx.connection(), self.now).await?;
        let pages = pages(count, INVITES);
        let page = page.min(pages - 1);
        let offset = i64::from(page) * INVITES;
        let rows = invites::pending(self.tx.connection(), self.now, INVITES, offset).await?;
        let mut lines =
            vec![self.say("crew-invites-title", &[("count", count.to_string().into())])];
        lines.extend(self.page_of(page, pages));
        if rows.is_empty() {
            lines.push(self.say("crew-no-invites", &[]));
        }
        let mut buttons = Vec::new();
        for (at, one) in rows.iter().enumerate() {
            let number = (offset as usize + at + 1).to_string();
            lines.push(self.invite_line(&number, one).await?);
            let label = plain(&self.say("crew-revoke", &[("number", number.into())]));
            buttons.push(choice(label, &Press::Crew(Crew::Revoke(one.id))));
        }
        let mut choices: Vec<Vec<Choice>> = buttons.chunks(2).map(<[Choice]>::to_vec).collect();
        choices.extend(self.pager(page, pages, |page| Press::Crew(Crew::Invites(page))));
        choices.push(vec![self.reader().choice("team-back", &Press::Team(0))]);
        self.answer(Message { choices, ..Message::of(lines.join("\n")) });
        Ok(())
    }

    async fn invite_line(&mut self, number: &str, one: &Invitation) -> Result<String, StoreError> {
        let host = match one.by {
            Some(by) => contacts::by_id(self.tx.connection(), by).await?,
            None => None,
        };
        let host = host.map(|host| excerpt(&host.name, NAME_SHOWN)).unwrap_or_default();
        let args: &Args<'_> = &[
            ("number", number.to_owned().into()),
            ("role", self.part(one.role, &one.scope).into()),
            ("who", host.into()),
            ("made", day::local(one.made_at).into()),
            ("until", day::local(one.expires_at).into()),
        ];
        Ok(self.say("crew-invite", args))
    }

    /// Asks whether to take an invitation back, or does so.
    async fn revoke(&mut self, id: i64, sure: bool) -> Result<(), StoreError> {
        let Some(one) = invites::by_id(self.tx.connection(), id, self.now).await? else {
            self.toast("toast-invite-gone", &[], true);
            return self.show_invites(0).await;
        };
        if !sure {
            let choices = vec![
                vec![self.crew_choice("crew-revoke-sure", Crew::RevokeSure(id))],
                vec![self.crew_choice("back", Crew::Invites(0))],
            ];
            let args: &Args<'_> = &[
                ("role", self.part(one.role, &one.scope).into()),
                ("until", day::local(one.expires_at).into()),
            ];
            let words = self.say("crew-revoke-ask", args);
            self.answer(Message { choices, ..Message::of(words) });
            return Ok(());
        }
        if invites::revoke(self.tx, id, self.now).await? {
            self.note_people(TeamChange::Uninvited, None).await?;
            self.toast("toast-invite-revoked", &[], false);
        } else {
            // Somebody took it up at another replica.
            self.toast("toast-invite-gone", &[], true);
        }
        self.show_invites(0).await
    }
}
