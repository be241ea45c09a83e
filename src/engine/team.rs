//! First people: invitations, the team, and taking a role away.

use super::mine::pages;
use super::turn::Turn;
use crate::conversation::message::{Choice, Message};
use crate::conversation::pick::{Page, Picking, Whom};
use crate::conversation::press::{Crew, Press};
use crate::conversation::render::{choice, excerpt, plain, scope as drawn};
use crate::conversation::view::{Placement as ViewPlacement, View};
use crate::delivery::outgoing::{Lane, Outgoing};
use crate::domain::role::Role;
use crate::domain::scope::Scope;
use crate::i18n::text;
use crate::ids;
use crate::store::audit::{Act, Subject};
use crate::store::contacts::Contact;
use crate::store::invites::{self, Invitation, Worth};
use crate::store::{StoreError, contacts, members};

/// Members on a page of the team.
pub(super) const PAGE: usize = 20;
/// How much of a member's name is shown, in characters.
pub(super) const NAME_SHOWN: usize = 40;

/// A change of who may do what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TeamChange {
    /// An invitation was made.
    Invited,
    /// An invitation is good for another time than it was.
    Prolonged,
    /// An invitation was taken back.
    Uninvited,
    /// Somebody took one up.
    Joined,
    /// A reviewer's scope was changed.
    Scoped,
    /// Somebody's role was taken away.
    Dismissed,
    /// A group gets cards.
    GroupBound,
    /// A group gets no more cards.
    GroupUnbound,
    /// A topic of a group is a commune's.
    TopicChosen,
}

impl Turn<'_> {
    pub(super) fn role(&self, role: Role) -> String {
        self.say(&format!("role-{}", role.code()), &[])
    }

    /// Asks for which role to invite, or makes a one-time link for one that is limited in nothing.
    pub(super) async fn invite(&mut self, role: Option<Role>) -> Result<(), StoreError> {
        let Some(role) = role else {
            let reader = self.reader();
            let choices = vec![
                vec![reader.choice("invite-reviewer", &Press::Invite(Role::Reviewer))],
                vec![reader.choice("invite-editor", &Press::Invite(Role::Editor))],
                vec![reader.choice("invite-admin", &Press::Invite(Role::Admin))],
                vec![reader.choice("crew-invites", &Press::Crew(Crew::Invites(0)))],
            ];
            self.answer(Message { choices, ..Message::of(self.say("invite-which", &[])) });
            return Ok(());
        };
        self.make_invitation(role, &Scope::default()).await
    }

    async fn make_invitation(&mut self, role: Role, scope: &Scope) -> Result<(), StoreError> {
        let code = ids::secret();
        let made = Invitation {
            id: self.shared.ids.next(),
            role,
            scope: scope.clone(),
            by: Some(self.contact.id),
            made_at: self.now,
            expires_at: self.now + self.policy.invitation(),
        };
        invites::insert(self.tx, &code, &made).await?;
        self.note_people(TeamChange::Invited, None).await?;
        self.show_invitation(&made, &code);
        Ok(())
    }

    /// A role as it is given, with what it is limited to.
    pub(super) fn part(&self, role: Role, scope: &Scope) -> String {
        match role {
            Role::Reviewer | Role::Editor => {
                format!("{} ({})", self.role(role), drawn::words(self.locale, &self.catalog, scope))
            }
            Role::Admin => self.role(role),
        }
    }

    /// Begins to choose the scope of a member, from what it is now.
    pub(super) async fn begin_scoping(&mut self, member: i64) -> Result<(), StoreError> {
        let Some(member) = self.find_reviewer(member).await? else {
            self.answer_with_team(self.say("team-gone", &[]));
            return Ok(());
        };
        let scope = members::scope(self.tx.connection(), member.id).await?;
        let whom = Whom::Member { id: member.id, name: excerpt(&member.name, NAME_SHOWN) };
        self.session.picking = Some(Box::new(Picking { began: self.now, whom, scope }));
        self.show(&View::Scope(Page::Start), ViewPlacement::Answer);
        Ok(())
    }

    /// Makes a scope that was chosen somebody's. Their cards outside it are emptied, and they are told.
    pub(super) async fn set_scope(&mut self, whom: Whom, scope: Scope) -> Result<(), StoreError> {
        let id = match whom {
            Whom::Newcomer => return self.make_invitation(Role::Reviewer, &scope).await,
            Whom::Editor => return self.make_invitation(Role::Editor, &scope).await,
            Whom::Member { id, .. } => id,
        };
        let Some(member) = self.find_reviewer(id).await? else {
            self.answer_with_team(self.say("team-gone", &[]));
            return Ok(());
        };
        let before = members::scope(self.tx.connection(), id).await?;
        if before != scope {
            members::set_scope(self.tx, id, &scope).await?;
            self.note_people(TeamChange::Scoped, Some(id)).await?;
            self.take_cards_outside(&member, &scope).await?;
            self.end_claims_of(member.id, Some(&scope)).await?;
            if !member.blocked {
                let locale = member.language.unwrap_or(self.shared.settings.locale);
                let args = [("scope", drawn::words(locale, &self.catalog, &scope).into())];
                self.write_to(&member, text(locale, "scope-told", &args));
            }
        }
        let args = [
            ("who", member.name.as_str().into()),
            ("scope", drawn::words(self.locale, &self.catalog, &scope).into()),
        ];
        self.answer_with_team(self.say("scope-set", &args));
        Ok(())
    }

    /// The reviewer or editor with this contact: an admin has no scope.
    async fn find_reviewer(&mut self, contact: i64) -> Result<Option<Contact>, StoreError> {
        let found = contacts::by_id(self.tx.connection(), contact).await?;
        let limited = |found: &Contact| {
            matches!(self.shared.role_of(found), Some(Role::Reviewer | Role::Editor))
        };
        Ok(found.filter(limited))
    }

    /// Notes in the audit who may do what from now on: about whom, if there is somebody yet.
    pub(super) async fn note_people(
        &mut self,
        change: TeamChange,
        about: Option<i64>,
    ) -> Result<(), StoreError> {
        let (act, detail) = match change {
            TeamChange::Invited => (Act::Role, "invited"),
            TeamChange::Prolonged => (Act::Role, "prolonged"),
            TeamChange::Uninvited => (Act::Role, "revoked"),
            TeamChange::Joined => (Act::Role, "joined"),
            TeamChange::Dismissed => (Act::Role, "dismissed"),
            TeamChange::Scoped => (Act::Scope, "scope"),
            TeamChange::GroupBound => (Act::Scope, "group bound"),
            TeamChange::GroupUnbound => (Act::Scope, "group unbound"),
            TeamChange::TopicChosen => (Act::Scope, "topic"),
        };
        let subject = Subject::Contact(about.unwrap_or(self.contact.id));
        self.note_about(subject, act, Some(detail), None).await
    }

    /// Takes up an invitation, unless it gives nothing that the person lacks: then it stays good for
    /// whom it was meant for. Who passes a link on tends to open it first.
    pub(super) async fn accept(&mut self, code: &str) -> Result<(), StoreError> {
        let key = match invites::look(self.tx.connection(), code, self.now).await? {
            Worth::Good { role, .. } if self.contact.role >= Some(role) => "invite-already",
            // The program's own offer is for the first admin, and there is one by now.
            Worth::Good { by: None, .. }
                if members::count_admins(self.tx.connection()).await? > 0 =>
            {
                "invite-used"
            }
            // An invitation is good for as long as who made it may make one.
            Worth::Good { by: Some(by), .. } if !self.is_admin(by).await? => "invite-expired",
            Worth::Good { role, scope, by } => {
                if invites::take(self.tx, code, self.contact.id, self.now).await? {
                    return self.join(role, scope, by).await;
                }
                // Another replica was faster between our look and this.
                match invites::look(self.tx.connection(), code, self.now).await? {
                    Worth::Revoked => "invite-revoked",
                    _ => "invite-used",
                }
            }
            Worth::Used => "invite-used",
            Worth::Revoked => "invite-revoked",
            Worth::Expired => "invite-expired",
            Worth::Unknown => "invite-unknown",
        };
        self.answer(Message::of(self.say(key, &[])));
        Ok(())
    }

    async fn is_admin(&mut self, contact: i64) -> Result<bool, StoreError> {
        let found = contacts::by_id(self.tx.connection(), contact).await?;
        Ok(found.and_then(|found| self.shared.role_of(&found)) == Some(Role::Admin))
    }

    async fn join(&mut self, role: Role, scope: Scope, by: Option<i64>) -> Result<(), StoreError> {
        let was_member = self.contact.role.is_some();
        members::grant(self.tx, self.contact.id, role, by, self.now).await?;
        members::set_scope(self.tx, self.contact.id, &scope).await?;
        if was_member {
            // What they decide on may be less than it was.
            let member = self.contact.clone();
            self.take_cards_outside(&member, &scope).await?;
            self.end_claims_of(member.id, Some(&scope)).await?;
        }
        self.note_people(TeamChange::Joined, Some(self.contact.id)).await?;
        self.contact.role = Some(role);
        let mut welcome = self.say("invite-accepted", &[("role", self.role(role).into())]);
        if !scope.is_whole() {
            let args = [("scope", drawn::words(self.locale, &self.catalog, &scope).into())];
            welcome = format!("{welcome}\n\n{}", self.say("scope-told", &args));
        }
        self.scope = scope;
        self.answer(Message::of(welcome));
        let Some(by) = by else { return Ok(()) };
        let Some(host) = contacts::by_id(self.tx.connection(), by).await? else { return Ok(()) };
        let locale = host.language.unwrap_or(self.shared.settings.locale);
        let args = [
            ("who", self.contact.name.as_str().into()),
            ("role", text(locale, &format!("role-{}", role.code()), &[]).into()),
        ];
        self.write_to(&host, text(locale, "invite-joined", &args));
        Ok(())
    }

    /// Writes to somebody else.
    pub(super) fn write_to(&mut self, person: &Contact, text: String) {
        self.post(Outgoing::fresh(
            &person.channel,
            &person.address,
            Lane::Answer,
            Message::of(text),
        ));
    }

    /// Lists a page of everyone with a role.
    pub(super) async fn show_team(&mut self, page: u32) -> Result<(), StoreError> {
        let team = self.shared.team(self.tx.connection()).await?;
        let scopes = members::scopes(self.tx.connection()).await?;
        let pages = pages(i64::try_from(team.len()).unwrap_or(i64::MAX), PAGE as i64);
        let page = page.min(pages - 1);
        let count = team.len().to_string();
        let mut lines = vec![self.say("team-title", &[("count", count.into())])];
        lines.extend(self.page_of(page, pages));
        let mut buttons = Vec::new();
        for member in team.iter().skip(page as usize * PAGE).take(PAGE) {
            let Some(role) = member.role else { continue };
            let who = ("who", excerpt(&member.name, NAME_SHOWN).into());
            let args = [who.clone(), ("role", self.role(role).into())];
            let configured = self.shared.is_configured(member);
            let key = if configured { "team-row-configured" } else { "team-row" };
            let mut line = self.say(key, &args);
            if role < Role::Admin {
                let whole = Scope::default();
                let scope = scopes.get(&member.id).unwrap_or(&whole);
                let scope = drawn::words(self.locale, &self.catalog, scope);
                line = format!("{line} – {}", self.say("scope-row", &[("scope", scope.into())]));
            }
            lines.push(format!("{line} – {}", self.last_act_of(member.id).await?));
            let press = Press::Crew(Crew::Member(member.id));
            buttons.push(choice(plain(&self.say("crew-member", &[who])), &press));
        }
        let mut choices: Vec<Vec<Choice>> = buttons.chunks(2).map(<[Choice]>::to_vec).collect();
        choices.extend(self.pager(page, pages, Press::Team));
        let reader = self.reader();
        choices.push(vec![
            reader.choice("invite-reviewer", &Press::Invite(Role::Reviewer)),
            reader.choice("invite-editor", &Press::Invite(Role::Editor)),
        ]);
        choices.push(vec![
            reader.choice("invite-admin", &Press::Invite(Role::Admin)),
            reader.choice("crew-invites", &Press::Crew(Crew::Invites(0))),
        ]);
        self.answer(Message { choices, ..Message::of(lines.join("\n")) });
        Ok(())
    }

    /// Holds who is an admin until the end of the turn; `false` if the presser is none any more, which
    /// is said.
    pub(super) async fn holds_team(&mut self) -> Result<bool, StoreError> {
        members::lock_admins(self.tx).await?;
        // While this waited, somebody may have dismissed the presser at another replica.
        let presser = contacts::by_id(self.tx.connection(), self.contact.id).await?;
        self.contact.role = presser.and_then(|presser| self.shared.role_of(&presser));
        let may = self.contact.role >= Some(Role::Admin);
        if !may {
            self.toast("toast-not-allowed", &[], false);
        }
        Ok(may)
    }

    /// Asks whether to take a role away, or does so. The last admin stays, and who is one by
    /// configuration.
    pub(super) async fn dismiss(&mut self, member: i64, sure: bool) -> Result<(), StoreError> {
        if sure && !self.holds_team().await? {
            return Ok(());
        }
        let found = contacts::by_id(self.tx.connection(), member).await?;
        let member = found.filter(|found| self.shared.role_of(found).is_some());
        let Some(member) = member else {
            self.answer_with_team(self.say("team-gone", &[]));
            return Ok(());
        };
        let who = ("who", member.name.as_str().into());
        if self.shared.is_configured(&member) {
            self.answer_with_team(self.say("team-configured", &[who]));
            return Ok(());
        }
        let Some(role) = member.role else { return Ok(()) };
        if self.shared.is_last_admin(self.tx.connection(), &member).await? {
            self.answer_with_team(self.say("team-last-admin", &[]));
            return Ok(());
        }
        if !sure {
            let reader = self.reader();
            let choices = vec![
                vec![reader.choice("team-dismiss-sure", &Press::DismissSure(member.id))],
                vec![reader.choice("back", &Press::Team(0))],
            ];
            let ask = self.say("team-dismiss-ask", &[who, ("role", self.role(role).into())]);
            self.answer(Message { choices, ..Message::of(ask) });
            return Ok(());
        }
        // Their role was read in this transaction; that another replica took it away since then is
        // what was asked for.
        members::dismiss(self.tx, member.id).await?;
        self.note_people(TeamChange::Dismissed, Some(member.id)).await?;
        self.take_cards_back(&member).await?;
        self.end_claims_of(member.id, None).await?;
        self.drop_votes_of(member.id).await?;
        if member.id != self.contact.id && !member.blocked {
            // Else they would learn it from a button that is refused.
            let locale = member.language.unwrap_or(self.shared.settings.locale);
            let was = text(locale, &format!("role-{}", role.code()), &[]);
            self.write_to(&member, text(locale, "team-thanked", &[("role", was.into())]));
        }
        self.answer_with_team(self.say("team-dismissed", &[who]));
        Ok(())
    }

    /// Answers with a way back to the team.
    pub(super) fn answer_with_team(&mut self, text: String) {
        let choices = vec![vec![self.reader().choice("team-back", &Press::Team(0))]];
        self.answer(Message { choices, ..Message::of(text) });
    }
}

/// A deep link that gives `code` to the bot.
/// Source: <https://core.telegram.org/bots/features#deep-linking>
pub fn link(bot: &str, code: &str) -> String {
    format!("https://t.me/{bot}?start={code}")
}
