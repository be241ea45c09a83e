//! From Telegram's updates to our events. Pure: nothing is asked, sent or kept.
//!
//! A tree of branches, the first that fits reads the update. What no branch reads (channel posts,
//! service messages, kinds that Telegram adds later) is nothing to us, and acknowledged as such.
//! `polling` and `webhook` call it.

use std::sync::Arc;

use dptree::Handler;
use teloxide::types::{
    CallbackQuery, ChatKind, ChatMemberKind, ChatMemberUpdated, ChatPublic, Contact, FileMeta,
    MediaKind, Message, MessageEntityKind, MessageKind, PublicChatKind, PublicChatSupergroup,
    Update, UpdateKind, User,
};

use super::files::{self, Family};
use crate::channels::TELEGRAM;
use crate::conversation::command::Command;
use crate::conversation::input::Input;
use crate::conversation::markup::{self, Span, Style};
use crate::conversation::press::Press;
use crate::domain::evidence::File;
use crate::domain::phone::Phone;
use crate::domain::text::clean;
use crate::engine::{Event, Pressed, Standing, What};

/// Reads updates.
#[derive(Clone)]
pub struct Inbound {
    tree: Arc<Handler<'static, Option<Event>>>,
}

/// What an update is to us.
#[derive(Clone, Debug)]
pub enum Read {
    /// Somebody did something.
    Event(Box<Event>),
    /// Nothing that concerns us.
    Nothing,
    /// Not an update at all.
    Unreadable,
}

impl Inbound {
    /// A reader for the bot with this username.
    pub fn new(bot: &str) -> Self {
        let bot: Arc<str> = bot.into();
        let group_command = move |update: Shared| group_command(update, &bot);
        let tree = dptree::entry()
            .branch(dptree::filter_map(private_message).endpoint(on_message))
            .branch(dptree::filter_map(press).endpoint(on_press))
            .branch(dptree::filter_map(private_edit).endpoint(on_edit))
            .branch(dptree::filter_map(membership).endpoint(on_membership))
            .branch(dptree::filter_map(standing).endpoint(on_standing))
            .branch(dptree::filter_map(moving).endpoint(on_moving))
            .branch(dptree::filter_map(group_command).endpoint(on_group_command));
        Self { tree: Arc::new(tree) }
    }

    /// Reads one update from its JSON text.
    pub async fn read(&self, json: &str) -> Read {
        // From text, never from a `Value`: teloxide then takes any update for an unknown one.
        let Ok(update) = serde_json::from_str::<Update>(json) else { return Read::Unreadable };
        if matches!(update.kind, UpdateKind::Error(_)) {
            tracing::info!(update = update.id.0, "an update of a kind that is not known");
        }
        let update: Shared = Arc::new(update);
        match self.tree.dispatch(dptree::deps![update]).await {
            std::ops::ControlFlow::Break(Some(event)) => Read::Event(Box::new(event)),
            _ => Read::Nothing,
        }
    }
}

impl std::fmt::Debug for Inbound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Inbound").finish_non_exhaustive()
    }
}

/// The tree hands values on by cloning them, so the update is shared.
type Shared = Arc<Update>;

/// A message in the private chat with a person.
#[derive(Clone)]
struct Private(Shared);

/// An edited message there.
#[derive(Clone)]
struct Edit(Shared);

/// A press anywhere.
#[derive(Clone)]
struct Pressing(Shared);

/// A person stopped or restarted the bot.
#[derive(Clone)]
struct Membership(Shared);

/// The bot was put into a group, given rights there, or taken out.
#[derive(Clone)]
struct GroupMembership(Shared);

/// A group becomes a supergroup.
#[derive(Clone)]
struct Moving(Shared);

/// A command in a group.
#[derive(Clone)]
struct GroupCommand(Shared, Command);

fn private_message(update: Shared) -> Option<Private> {
    match &update.kind {
        UpdateKind::Message(message) if is_private(message) => Some(Private(Arc::clone(&update))),
        _ => None,
    }
}

fn private_edit(update: Shared) -> Option<Edit> {
    match &update.kind {
        UpdateKind::EditedMessage(message) if is_private(message) => Some(Edit(update.clone())),
        _ => None,
    }
}

fn press(update: Shared) -> Option<Pressing> {
    matches!(update.kind, UpdateKind::CallbackQuery(_)).then_some(Pressing(update))
}

fn membership(update: Shared) -> Option<Membership> {
    match &update.kind {
        UpdateKind::MyChatMember(change) if change.chat.is_private() => {
            Some(Membership(update.clone()))
        }
        _ => None,
    }
}

fn standing(update: Shared) -> Option<GroupMembership> {
    match &update.kind {
        UpdateKind::MyChatMember(change)
            if change.chat.is_group() || change.chat.is_supergroup() =>
        {
            Some(GroupMembership(update.clone()))
        }
        _ => None,
    }
}

fn moving(update: Shared) -> Option<Moving> {
    match &update.kind {
        UpdateKind::Message(message) if message.migrate_to_chat_id().is_some() => {
            Some(Moving(update.clone()))
        }
        _ => None,
    }
}

fn group_command(update: Shared, bot: &str) -> Option<GroupCommand> {
    match &update.kind {
        UpdateKind::Message(message) if message.chat.is_group() || message.chat.is_supergroup() => {
            let text = message.text()?;
            // A group may have several bots; `/start@another` is not meant for us.
            let named = text.split_whitespace().next()?.split_once('@').map(|(_, name)| name);
            let is_ours = named.is_none_or(|name| name.eq_ignore_ascii_case(bot));
            let command = Command::parse(text)?;
            let is_for_groups =
                matches!(command, Command::Start(_) | Command::Bind | Command::Unbind);
            (is_ours && is_for_groups).then(|| GroupCommand(update.clone(), command))
        }
        _ => None,
    }
}

/// Whether a person, not another bot, wrote it to the bot alone.
fn is_private(message: &Message) -> bool {
    message.chat.is_private() && message.from.as_ref().is_some_and(|from| !from.is_bot)
}

async fn on_message(Private(update): Private) -> Option<Event> {
    let UpdateKind::Message(message) = &update.kind else { return None };
    let input = input(message)?;
    event(&update, message.from.as_ref()?, message.chat.id.0, What::Said(input))
}

async fn on_edit(Edit(update): Edit) -> Option<Event> {
    let UpdateKind::EditedMessage(message) = &update.kind else { return None };
    let (text, marked) = (words(message), marked(message));
    let source = message.id.0.to_string();
    let what = What::Said(Input::Edited { text, marked, source });
    event(&update, message.from.as_ref()?, message.chat.id.0, what)
}

async fn on_press(Pressing(update): Pressing) -> Option<Event> {
    let UpdateKind::CallbackQuery(query) = &update.kind else { return None };
    let CallbackQuery { id, from, message, data, .. } = query;
    // A message too old to be shown to us cannot be edited; the answer goes below then.
    let pressed = message.as_ref().and_then(|message| message.regular_message());
    let own_chat = from.id.0.cast_signed();
    let chat = message.as_ref().map_or(own_chat, |message| message.chat().id.0);
    let input = match data.as_deref().and_then(Press::decode) {
        Some(press) if chat == own_chat || press.stands_in_groups() => Input::Press(press),
        _ => Input::ForgedPress,
    };
    let mut event = event(&update, from, chat, What::Said(input))?;
    if let Some(message) = pressed {
        place(&mut event, message);
    }
    event.pressed = Some(Pressed {
        id: id.0.clone(),
        message: pressed.map(|message| message.id.0.to_string()),
    });
    Some(event)
}

async fn on_membership(Membership(update): Membership) -> Option<Event> {
    let UpdateKind::MyChatMember(change) = &update.kind else { return None };
    let ChatMemberUpdated { from, chat, new_chat_member, .. } = change;
    let what = What::Said(Input::Blocked(new_chat_member.is_banned()));
    event(&update, from, chat.id.0, what)
}

async fn on_standing(GroupMembership(update): GroupMembership) -> Option<Event> {
    let UpdateKind::MyChatMember(change) = &update.kind else { return None };
    let now = &change.new_chat_member.kind;
    let standing = match now {
        ChatMemberKind::Administrator(rights) => Standing::Present(rights.can_manage_topics),
        now if now.is_present() => Standing::Present(false),
        _ => Standing::Gone,
    };
    event(&update, &change.from, change.chat.id.0, What::GroupStanding(standing))
}

async fn on_moving(Moving(update): Moving) -> Option<Event> {
    let UpdateKind::Message(message) = &update.kind else { return None };
    let to = message.migrate_to_chat_id()?.0.to_string();
    event(&update, message.from.as_ref()?, message.chat.id.0, What::GroupMoved(to))
}

async fn on_group_command(GroupCommand(update, command): GroupCommand) -> Option<Event> {
    let UpdateKind::Message(message) = &update.kind else { return None };
    let what = match command {
        Command::Start(_) => What::GroupGreeting,
        command => What::Said(Input::Command(command)),
    };
    let mut event = event(&update, message.from.as_ref()?, message.chat.id.0, what)?;
    place(&mut event, message);
    Some(event)
}

/// Notes where in its chat something happened. Replies have thread ids too, where there are no topics.
fn place(event: &mut Event, message: &Message) {
    event.is_forum = matches!(
        &message.chat.kind,
        ChatKind::Public(ChatPublic {
            kind: PublicChatKind::Supergroup(PublicChatSupergroup { is_forum: true, .. }),
            ..
        })
    );
    let thread = message.thread_id.filter(|_| message.is_topic_message);
    event.thread = thread.map(|thread| thread.0.0.to_string());
}

fn event(update: &Update, from: &User, chat: i64, what: What) -> Option<Event> {
    if from.is_bot {
        return None;
    }
    Some(Event {
        channel: TELEGRAM,
        number: i64::from(update.id.0),
        person: from.id.0.to_string(),
        name: clean(&from.full_name()),
        app_language: from.language_code.clone().unwrap_or_default(),
        chat: chat.to_string(),
        thread: None,
        is_forum: false,
        what,
        pressed: None,
    })
}

/// What a private message says to us; `None` for what Telegram itself notes in the chat.
fn input(message: &Message) -> Option<Input> {
    let MessageKind::Common(common) = &message.kind else {
        return match message.kind {
            // Content of a kind that is newer than this program, or a game of chance.
            MessageKind::Empty {} | MessageKind::Dice(_) => Some(Input::Unsupported),
            _ => None,
        };
    };
    let source = message.id.0.to_string();
    match &common.media_kind {
        MediaKind::Text(text) => Some(match Command::parse(&text.text) {
            Some(command) => Input::Command(command),
            None => match words(message) {
                text if text.is_empty() => Input::Unsupported,
                text => Input::Text { text, marked: marked(message), source },
            },
        }),
        MediaKind::Contact(shared) => Some(contact(message, &shared.contact, source)),
        MediaKind::Migration(_) => None,
        other => Some(match file(other) {
            Some(file) => {
                let (caption, marked) = (words(message), marked(message));
                Input::File { file, caption, marked, source }
            }
            None => Input::Unsupported,
        }),
    }
}

/// One's own number is an answer; somebody else's is words like any others.
fn contact(message: &Message, contact: &Contact, source: String) -> Input {
    let own = message.from.as_ref().map(|from| from.id) == contact.user_id;
    if own {
        let phone = Phone::from_contact(&contact.phone_number);
        return Input::Contact(phone.map(|phone| phone.e164().to_owned()));
    }
    Input::Text { text: clean(&contact.phone_number), marked: None, source }
}

fn file(media: &MediaKind) -> Option<File> {
    let of = |family: Family, file: &FileMeta, name: Option<&String>| {
        Some(files::file(family, &file.id.0, name.map(|name| clean(name)), file.size))
    };
    match media {
        MediaKind::Photo(photo) => {
            // The last is the largest.
            of(Family::Photo, &photo.photo.last()?.file, None)
        }
        MediaKind::Video(video) => {
            of(Family::Video, &video.video.file, video.video.file_name.as_ref())
        }
        MediaKind::VideoNote(note) => of(Family::VideoNote, &note.video_note.file, None),
        MediaKind::Animation(film) => {
            of(Family::Animation, &film.animation.file, film.animation.file_name.as_ref())
        }
        MediaKind::Voice(voice) => of(Family::Voice, &voice.voice.file, None),
        MediaKind::Audio(audio) => {
            of(Family::Audio, &audio.audio.file, audio.audio.file_name.as_ref())
        }
        MediaKind::Document(document) => {
            of(Family::Document, &document.document.file, document.document.file_name.as_ref())
        }
        _ => None,
    }
}

/// The text or the caption, cleaned, with the addresses that formatting hides behind words.
fn words(message: &Message) -> String {
    let text = message.text().or_else(|| message.caption()).unwrap_or_default();
    let entities = message.entities().or_else(|| message.caption_entities()).unwrap_or_default();
    let mut all = text.to_owned();
    for entity in entities {
        if let MessageEntityKind::TextLink { url } = &entity.kind
            && !all.contains(url.as_str())
        {
            all.push('\n');
            all.push_str(url.as_str());
        }
    }
    clean(&all)
}

/// The text or the caption with its formatting, if it has any that we keep.
fn marked(message: &Message) -> Option<String> {
    let text = message.text().or_else(|| message.caption())?;
    let entities = message.entities().or_else(|| message.caption_entities())?;
    let spans: Vec<Span> = entities
        .iter()
        .filter_map(|entity| {
            let style = match &entity.kind {
                MessageEntityKind::Bold => Style::Bold,
                MessageEntityKind::Italic => Style::Italic,
                MessageEntityKind::Underline => Style::Underline,
                MessageEntityKind::Strikethrough => Style::Strike,
                MessageEntityKind::Spoiler => Style::Spoiler,
                MessageEntityKind::Code => Style::Code,
                MessageEntityKind::Pre { .. } => Style::Pre,
                MessageEntityKind::Blockquote | MessageEntityKind::ExpandableBlockquote => {
                    Style::Quote
                }
                MessageEntityKind::TextLink { url } => Style::Link(url.to_string()),
                _ => return None,
            };
            let to = entity.offset.saturating_add(entity.length);
            Some(Span { from: entity.offset, to, style })
        })
        .collect();
    markup::mark(text, &spans)
}
