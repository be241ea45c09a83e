//! Who has which part: by invitation, kept in the database, or by configuration, kept nowhere else.
//!
//! Who is taken out of the configuration is no admin from the next start on, unless invited as well.

use sqlx::AnyConnection;

use super::turn::Turn;
use super::{Engine, Shared};
use crate::domain::role::Role;
use crate::domain::scope::Scope;
use crate::i18n::Locale;
use crate::store::contacts::{self, Contact};
use crate::store::nominations::Nomination;
use crate::store::{StoreError, members};

impl Shared {
    /// Whether this person is an admin by configuration.
    pub(super) fn is_configured(&self, contact: &Contact) -> bool {
        let mut admins = self.settings.admins.iter();
        admins.any(|(channel, id)| *channel == contact.channel && *id == contact.address)
    }

    /// The part this person has in the work.
    pub(super) fn role_of(&self, contact: &Contact) -> Option<Role> {
        if self.is_configured(contact) { Some(Role::Admin) } else { contact.role }
    }

    /// Everyone who has a part and has written to the bot, admins first, then by name.
    pub(super) async fn team(
        &self,
        connection: &mut AnyConnection,
    ) -> Result<Vec<Contact>, StoreError> {
        let mut team = contacts::members(&mut *connection).await?;
        for (channel, id) in &self.settings.admins {
            if !team.iter().any(|member| member.channel == *channel && member.address == *id) {
                team.extend(contacts::at(&mut *connection, channel, id).await?);
            }
        }
        for member in &mut team {
            member.role = self.role_of(member);
        }
        team.sort_by(|one, other| {
            (other.role, &one.name, one.id).cmp(&(one.role, &other.name, other.id))
        });
        Ok(team)
    }

    /// Whether nobody would be left who can make reviewers, if this admin went.
    pub(super) async fn is_last_admin(
        &self,
        connection: &mut AnyConnection,
        admin: &Contact,
    ) -> Result<bool, StoreError> {
        if admin.role != Some(Role::Admin) || members::count_admins(&mut *connection).await? > 1 {
            return Ok(false);
        }
        // One who is configured but has never written may be a mistyped number.
        let team = self.team(connection).await?;
        Ok(!team.iter().any(|member| member.id != admin.id && self.is_configured(member)))
    }
}

impl Engine {
    /// The language of whoever has chosen none.
    pub fn locale(&self) -> Locale {
        self.shared.settings.locale
    }

    /// Whose command menu is not everybody's: of each member who can be reached the address at `channel`,
    /// and the role, whether they write to many, and the language. With `former`, those who were members once are there too,
    /// without a role.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn menus(
        &self,
        channel: &str,
        former: bool,
    ) -> Result<Vec<(String, (Option<Role>, bool, Locale))>, StoreError> {
        let mut reader = self.shared.store.read().await?;
        let mut people = self.shared.team(&mut reader).await?;
        if former {
            people.extend(contacts::once_members(&mut reader).await?);
        }
        let limited = members::scopes(&mut reader).await?;
        let locale = self.locale();
        let at_hand = people.into_iter().filter(|one| one.channel == channel && !one.blocked);
        let menus = at_hand.map(|one| {
            let role = self.shared.role_of(&one);
            let to_many = Role::writes_to_many(role, !limited.contains_key(&one.id));
            (one.address, (role, to_many, one.language.unwrap_or(locale)))
        });
        Ok(menus.collect())
    }
}

impl Turn<'_> {
    /// Whether the person who is talking may read a nomination as a reviewer, and decide on it. Asked
    /// at each press: who may may have changed since the button was drawn.
    pub(super) fn may_read(&self, one: &Nomination) -> bool {
        match self.contact.role {
            Some(Role::Admin) => true,
            Some(Role::Reviewer | Role::Editor) => {
                self.scope.covers(&one.commune, one.field.as_deref())
            }
            None => false,
        }
    }
}

/// Whether a member with this scope in the table may read a nomination.
pub(super) fn covers(member: &Contact, scope: Option<&Scope>, one: &Nomination) -> bool {
    match member.role {
        Some(Role::Admin) => true,
        Some(Role::Reviewer | Role::Editor) => {
            scope.is_none_or(|scope| scope.covers(&one.commune, one.field.as_deref()))
        }
        None => false,
    }
}
