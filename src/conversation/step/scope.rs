//! Ticking a scope, page by page.

use super::Turn;
use crate::clock::Millis;
use crate::conversation::effect::Effect;
use crate::conversation::pick::{Page, Pick, Picking, Whom};
use crate::conversation::view::{Placement, View};
use crate::domain::place;
use crate::domain::role::Role;
use crate::domain::scope::Scope;

impl Turn<'_> {
    /// Begins to choose what a reviewer or an editor who is to be invited will decide on.
    pub(super) fn begin_invitation(&mut self, whom: Whom) {
        let began = self.context.now;
        let picking = Picking { began, whom, scope: Scope::default() };
        self.session.picking = Some(Box::new(picking));
        self.show(View::Scope(Page::Start), Placement::Answer);
    }

    /// A button of the choice that began then.
    pub(super) fn pick(&mut self, began: Millis, pick: Pick) {
        if self.context.role < Some(Role::Admin) {
            self.toast("toast-not-allowed");
            return;
        }
        let Some(picking) = self.session.picking.as_mut().filter(|one| one.began == began) else {
            self.toast("toast-scope-old");
            self.effects.push(Effect::Team { page: 0 });
            return;
        };
        let page = match pick {
            Pick::Turn(Page::District(index)) if index >= place::districts().len() => None,
            Pick::Turn(page) => Some(page),
            Pick::Commune(code) => {
                let known = place::by_code(&code);
                picking.scope.toggle_commune(&code);
                known.map(|commune| Page::District(commune.district))
            }
            Pick::Field(code) => {
                let known = picking.scope.toggle_field(self.context.catalog, &code);
                known.then_some(Page::Fields)
            }
            Pick::Clear => {
                picking.scope = Scope::default();
                Some(Page::Start)
            }
            Pick::Done => {
                if let Some(done) = self.session.picking.take() {
                    let Picking { whom, scope, .. } = *done;
                    self.effects.push(Effect::Scoped { whom, scope });
                }
                return;
            }
        };
        if page.is_none() {
            self.toast("toast-unknown");
        }
        self.show(View::Scope(page.unwrap_or(Page::Start)), Placement::Answer);
    }
}
