//! What people do with groups: make them, keep topics in them, upgrade them, let the bot in and out.

use serde_json::{Value, json};

use super::Emulator;
use super::actions;
use super::record::Record;
use super::state::State;
use super::wire;
use super::world::{Chat, Post, Topic};

impl Emulator {
    /// Adds a supergroup of these people and the bot and gives its id, which is negative.
    pub fn add_group(&self, title: &str, members: &[i64]) -> i64 {
        self.with(|state| add(state, title, members, "supergroup"))
    }

    /// Adds a group of the small kind, which becomes a supergroup by [`Emulator::upgrade_group`].
    pub fn add_small_group(&self, title: &str, members: &[i64]) -> i64 {
        self.with(|state| add(state, title, members, "group"))
    }

    /// Turns topics on or off in a supergroup.
    ///
    /// # Panics
    /// This and the actions below panic when the chat does not exist, or is not of the kind: that is a
    /// mistake in the script that drives the emulator.
    pub fn set_forum(&self, chat: i64, forum: bool) {
        self.act(|state| set_forum(state, chat, forum));
    }

    /// Gives the bot the right to manage topics, or takes it away.
    pub fn let_manage_topics(&self, chat: i64, by: i64, may: bool) {
        self.act(|state| let_manage_topics(state, chat, by, may));
    }

    /// A person opens a topic; gives its id.
    pub fn add_topic(&self, chat: i64, by: i64, name: &str) -> i64 {
        self.with(|state| open_topic(state, chat, by, name))
    }

    /// A person deletes a topic with all that stands in it.
    pub fn delete_topic(&self, chat: i64, thread: i64) {
        self.act(|state| {
            change(state, chat, |chat| {
                chat.topics.remove(&thread);
            })?;
            let posts = state.world.chats[&chat].posts.values();
            let gone: Vec<i64> =
                posts.filter(|post| post.thread == Some(thread)).map(|post| post.id).collect();
            gone.into_iter().for_each(|id| state.write(Record::Gone { chat, id }));
            Ok(())
        });
    }

    /// The topics of a group: id and name, the oldest first.
    pub fn topics(&self, chat: i64) -> Vec<(i64, String)> {
        self.with(|state| {
            let topics = state.world.chats.get(&chat).map(|chat| &chat.topics);
            topics.into_iter().flatten().map(|(id, topic)| (*id, topic.name.clone())).collect()
        })
    }

    /// Makes a group a supergroup and gives its new id.
    pub fn upgrade_group(&self, chat: i64, by: i64) -> i64 {
        self.act(|state| upgrade(state, chat, by))
    }

    /// Takes the bot out of a group.
    pub fn take_bot_out(&self, chat: i64, by: i64) {
        self.act(|state| let_bot(state, chat, by, false));
    }
}

/// Adds a group of this kind with the bot in it.
pub(super) fn add(state: &mut State, title: &str, members: &[i64], kind: &str) -> i64 {
    let id = new_id(state);
    state.write(Record::Chat(Chat {
        id,
        kind: kind.into(),
        title: Some(title.to_owned()),
        members: members.to_vec(),
        with_bot: true,
        ..Chat::default()
    }));
    id
}

/// Turns topics on or off.
pub(super) fn set_forum(state: &mut State, chat: i64, forum: bool) -> Result<(), String> {
    if state.world.chats.get(&chat).is_none_or(|chat| chat.kind != "supergroup") {
        return Err("only a supergroup keeps topics".into());
    }
    change(state, chat, |chat| chat.forum = forum)
}

/// Gives the bot the right to manage topics, or takes it away.
pub(super) fn let_manage_topics(
    state: &mut State,
    chat: i64,
    by: i64,
    may: bool,
) -> Result<(), String> {
    let old = bot_in(state, chat)?;
    change(state, chat, |chat| chat.manages_topics = may)?;
    tell_standing(state, chat, by, &old)
}

/// Opens a topic, by a person or the bot (0), and gives its id: that of the message that says so.
pub(super) fn open_topic(state: &mut State, chat: i64, by: i64, name: &str) -> i64 {
    let id = state.world.chats.get(&chat).map_or(0, |chat| chat.last_id) + 1;
    if let Some(chat) = state.world.chats.get(&chat) {
        let mut heading = chat.heading();
        heading.topics.insert(id, Topic { name: name.to_owned(), closed: false });
        state.write(Record::Chat(heading));
    }
    let opens = Some(name.to_owned());
    let post = Post { chat, from: by, thread: Some(id), opens, ..Post::default() };
    state.add_post(post);
    id
}

/// The bot in a group, as its member.
pub(super) fn bot_in(state: &State, chat: i64) -> Result<Value, String> {
    let chat = state.world.chats.get(&chat).ok_or("there is no such chat")?;
    let user = wire::bot(&state.bot);
    if !chat.with_bot {
        return Ok(json!({"status": "left", "user": user}));
    }
    if !chat.manages_topics {
        return Ok(json!({"status": "member", "user": user}));
    }
    Ok(json!({
        "status": "administrator", "user": user, "can_be_edited": false, "is_anonymous": false,
        "can_manage_chat": true, "can_change_info": false, "can_delete_messages": false,
        "can_manage_video_chats": false, "can_restrict_members": false,
        "can_promote_members": false, "can_invite_users": false, "can_pin_messages": false,
        "can_post_stories": false, "can_edit_stories": false, "can_delete_stories": false,
        "can_manage_topics": true,
    }))
}

fn let_bot(state: &mut State, chat: i64, by: i64, stays: bool) -> Result<(), String> {
    let old = bot_in(state, chat)?;
    change(state, chat, |chat| {
        chat.with_bot = stays;
        chat.manages_topics &= stays;
    })?;
    tell_standing(state, chat, by, &old)
}

fn tell_standing(state: &mut State, chat: i64, by: i64, old: &Value) -> Result<(), String> {
    let payload = json!({
        "chat": wire::chat_of(state, chat), "from": wire::sender(state, by),
        "date": state.seconds(), "old_chat_member": old, "new_chat_member": bot_in(state, chat)?,
    });
    state.update("my_chat_member", chat, &payload);
    Ok(())
}

fn upgrade(state: &mut State, chat: i64, by: i64) -> Result<i64, String> {
    let old = state.world.chats.get(&chat).filter(|chat| chat.kind == "group");
    let old = old.ok_or("only a small group is upgraded")?.heading();
    let to = new_id(state);
    state.write(Record::Chat(Chat { id: to, kind: "supergroup".into(), ..old.heading() }));
    let note = |state: &State, chat: i64, word: &str, other: i64| {
        let id = state.world.chats.get(&chat).map_or(0, |chat| chat.last_id) + 1;
        let mut told = json!({"message_id": id, "from": wire::sender(state, by),
            "chat": wire::chat_of(state, chat), "date": state.seconds()});
        told[word] = other.into();
        told
    };
    let (leaves, comes) = (
        note(state, chat, "migrate_to_chat_id", to),
        note(state, to, "migrate_from_chat_id", chat),
    );
    state.write(Record::Chat(Chat { migrated_to: Some(to), ..old }));
    state.update("message", chat, &leaves);
    state.update("message", to, &comes);
    Ok(to)
}

fn change(state: &mut State, chat: i64, change: impl FnOnce(&mut Chat)) -> Result<(), String> {
    let mut heading = state.world.chats.get(&chat).ok_or("there is no such chat")?.heading();
    change(&mut heading);
    state.write(Record::Chat(heading));
    Ok(())
}

fn new_id(state: &State) -> i64 {
    let lowest = state.world.chats.keys().next().copied().unwrap_or(0);
    lowest.min(actions::FIRST_GROUP) - 1
}
