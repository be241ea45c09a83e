//! The parts people have in the work.

/// What a member of the team may do. Later ones may do all that earlier ones may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Decides on nominations.
    Reviewer,
    /// Publishes and writes to many, besides.
    Editor,
    /// Runs campaigns, the team and the settings, besides.
    Admin,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 3] = [Self::Reviewer, Self::Editor, Self::Admin];

    /// The word it is stored and looked up by.
    pub fn code(self) -> &'static str {
        match self {
            Self::Reviewer => "reviewer",
            Self::Editor => "editor",
            Self::Admin => "admin",
        }
    }

    /// The role stored as `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// Whether somebody writes to many: an admin, or an editor whose scope is the whole. Who wants news
    /// has no commune and no field of their own, so nothing that goes to many lies within a limited
    /// scope, and neither does the list of who did not get it.
    pub fn writes_to_many(role: Option<Self>, is_whole: bool) -> bool {
        role == Some(Self::Admin) || (role == Some(Self::Editor) && is_whole)
    }
}
