//! The words after a slash, in both languages.

use crate::domain::role::Role;
use crate::domain::text::fold;

/// What a person may command in any state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Greets; carries what a deep link gave.
    Start(Option<String>),
    /// Begins a nomination.
    Nominate,
    /// Shows one's own nominations.
    Mine,
    /// Shows the one with this code.
    One(String),
    /// Ends whatever is being written.
    Cancel,
    /// Says what can be done.
    Help,
    /// Chooses the language.
    Language,
    /// Shows what waits for a decision.
    Queue,
    /// Looks for a nomination by these words, or asks for them.
    Find(Option<String>),
    /// Makes a one-time invitation.
    Invite,
    /// Lists reviewers and admins.
    Team,
    /// Has the cards of some place come to a group.
    Bind,
    /// Ends that.
    Unbind,
    /// Begins a nomination for somebody without the app.
    OnBehalf,
    /// Lists who is muted or banned.
    Sanctions,
    /// Lists campaigns.
    Campaigns,
    /// Writes to many.
    Broadcast,
    /// Shows statistics.
    Stats,
    /// Shows what can be set.
    Settings,
    /// Shows what is kept of oneself.
    MyData,
    /// Wants news.
    News,
    /// Wants news no more.
    Stop,
    /// Nothing we know.
    Unknown,
}

/// A command that a menu lists: in Vietnamese, in English, and the Fluent key of what it does.
pub type Listed = (&'static str, &'static str, &'static str);

/// What menus list for everybody, in order.
const FOR_ALL: [Listed; 9] = [
    ("gioithieu", "nominate", "menu-nominate"),
    ("hoso", "mine", "menu-mine"),
    ("huy", "cancel", "menu-cancel"),
    ("nhantin", "news", "menu-news"),
    ("dung", "stop", "menu-stop"),
    ("dulieu", "mydata", "menu-mydata"),
    ("ngonngu", "language", "menu-language"),
    ("trogiup", "help", "menu-help"),
    ("start", "start", "menu-start"),
];

/// What lists those who write to many.
const TO_MANY: Listed = ("phattin", "broadcast", "menu-broadcast");

/// What menus list before that for members, and from which role on.
const FOR_MEMBERS: [(Role, Listed); 10] = [
    (Role::Reviewer, ("hangcho", "queue", "menu-queue")),
    (Role::Reviewer, ("tim", "find", "menu-find")),
    (Role::Reviewer, ("nhapho", "onbehalf", "menu-onbehalf")),
    (Role::Editor, TO_MANY),
    (Role::Reviewer, ("thongke", "stats", "menu-stats")),
    (Role::Admin, ("chiendich", "campaign", "menu-campaign")),
    (Role::Admin, ("doingu", "team", "menu-team")),
    (Role::Admin, ("moi", "invite", "menu-invite")),
    (Role::Admin, ("hanche", "sanctions", "menu-sanctions")),
    (Role::Admin, ("caidat", "settings", "menu-settings")),
];

/// The commands that the menu of somebody with this role lists, in order; that by which one writes to
/// many only for whoever does.
pub fn menu(role: Option<Role>, writes_to_many: bool) -> Vec<Listed> {
    let members = FOR_MEMBERS.into_iter().filter(|(least, _)| role >= Some(*least));
    let members = members.map(|(_, listed)| listed);
    members.filter(|listed| writes_to_many || *listed != TO_MANY).chain(FOR_ALL).collect()
}

impl Command {
    /// Reads `/word`, `/word@bot` and `/word argument`; `None` if the text is no command.
    pub fn parse(text: &str) -> Option<Self> {
        let rest = text.trim_start().strip_prefix('/')?;
        let mut parts = rest.splitn(2, char::is_whitespace);
        let word = parts.next().unwrap_or_default();
        let word = word.split('@').next().unwrap_or_default();
        let argument = parts.next().map(str::trim).filter(|argument| !argument.is_empty());
        Some(match fold(word).as_str() {
            "start" | "batdau" => Self::Start(argument.map(str::to_owned)),
            "gioithieu" | "nominate" => Self::Nominate,
            "hoso" | "mine" => match argument {
                Some(code) => Self::One(code.to_owned()),
                None => Self::Mine,
            },
            "huy" | "cancel" => Self::Cancel,
            "trogiup" | "help" => Self::Help,
            "ngonngu" | "language" => Self::Language,
            "hangcho" | "queue" => Self::Queue,
            "tim" | "find" => Self::Find(argument.map(str::to_owned)),
            "moi" | "invite" => Self::Invite,
            "gannhom" | "bind" => Self::Bind,
            "gonhom" | "unbind" => Self::Unbind,
            "doingu" | "team" => Self::Team,
            "nhapho" | "onbehalf" => Self::OnBehalf,
            "hanche" | "sanctions" => Self::Sanctions,
            "chiendich" | "campaign" => Self::Campaigns,
            "phattin" | "broadcast" => Self::Broadcast,
            "thongke" | "stats" => Self::Stats,
            "caidat" | "settings" => Self::Settings,
            "dulieu" | "mydata" => Self::MyData,
            "nhantin" | "news" => Self::News,
            "dung" | "stop" => Self::Stop,
            _ => Self::Unknown,
        })
    }
}
