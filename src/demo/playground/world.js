// What the page knows of the emulated Telegram, and the calls that change it. Draws nothing.
const API = '/api/demo/';

/** The mirror of the server's state. Read it anywhere; only this file writes it. */
export const world = {
  bot: { username: '', first_name: 'Hoa Đẹp' },
  users: new Map(),
  chats: new Map(),
  faults: [],
  calls: [],
  crowd: { people: 0, messages: 0 },
  clockAhead: 0,
  clockSkew: 0,
  online: false,
};

/** Events that came while the state was being loaded; null at other times. */
let held = null;
/** The load under way, and whether another is wanted after it. */
let loading = null;
let again = false;

const listeners = new Map();

/** Listens to `state`, `message`, `chat`, `users`, `faults`, `clock`, `crowd`, `call`, `toast`, `typing`, `online`. */
export function listen(kind, fn) {
  listeners.set(kind, [...(listeners.get(kind) ?? []), fn]);
}

function tell(kind, detail) {
  for (const fn of listeners.get(kind) ?? []) fn(detail);
}

/** Milliseconds on the emulated clock. */
export const emulatedNow = () => Date.now() + world.clockSkew;

/** Chats a person can open: the private one first, then groups. */
export function chatsOf(userId) {
  const own = world.chats.get(userId) ?? emptyChat(userId);
  const groups = [...world.chats.values()].filter((chat) => chat.id !== userId && chat.members.includes(userId));
  return [own, ...groups];
}

/** The person's name as it is shown. */
export const nameOf = (user) => [user.first_name, user.last_name].filter(Boolean).join(' ');

/** A call to the control API; throws an Error with the server's words when it is refused. */
export async function call(method, path, body) {
  const form = body instanceof FormData;
  const answer = await fetch(API + path, {
    method,
    headers: body && !form ? { 'content-type': 'application/json' } : {},
    body: form ? body : body && JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(errorWords(text) || `HTTP ${answer.status}`);
  return text ? JSON.parse(text) : null;
}

/** Where a file's bytes are. */
export const fileUrl = (fileId) => `${API}file/${encodeURIComponent(fileId)}`;

/** Loads the state and follows the events; after a lost connection the state is loaded anew. */
export async function connect() {
  const source = new EventSource(`${API}events`);
  source.addEventListener('open', async () => {
    setOnline(true);
    await reload();
  });
  source.addEventListener('error', () => {
    setOnline(false);
    // A refused stream is closed for good by the browser: ask again ourselves.
    if (source.readyState === EventSource.CLOSED) setTimeout(connect, 2000);
  });
  source.addEventListener('message', (ev) => receive(JSON.parse(ev.data)));
}

/** Loads the whole state again. One load at a time: an older answer must not undo a newer one. */
export function reload() {
  if (loading) again = true;
  loading ??= load().finally(() => {
    loading = null;
    if (again) { again = false; reload(); }
  });
  return loading;
}

async function load() {
  // What happens while the state travels is applied on top of it, or it would be lost.
  held = [];
  try {
    const state = await call('GET', 'state');
    world.bot = state.bot ?? world.bot;
    world.users = new Map((state.users ?? []).map((user) => [user.id, user]));
    world.chats = new Map();
    for (const chat of state.chats ?? []) putChat(chat);
    world.faults = state.faults ?? [];
    world.calls = state.calls ?? [];
    world.crowd = state.crowd ?? world.crowd;
    setClock(state);
    const missed = held ?? [];
    held = null;
    tell('state');
    missed.forEach(receive);
  } catch {
    setOnline(false);
    held = null;
    setTimeout(reload, 2000);
  }
}

function receive(event) {
  if (held) {
    held.push(event);
    return undefined;
  }
  switch (event.type) {
    case 'message': {
      const message = event.message;
      const known = chatFor(message.chat_id).messages.has(message.message_id);
      chatFor(message.chat_id).messages.set(message.message_id, message);
      return tell('message', { message, known });
    }
    case 'deleted':
      chatFor(event.chat_id).messages.delete(event.message_id);
      return tell('chat', event.chat_id);
    case 'toast':
    case 'typing':
      return tell(event.type, event);
    case 'call': {
      const at = world.calls.findIndex((one) => one.id === event.call.id);
      if (at >= 0) world.calls[at] = event.call;
      else world.calls.push(event.call);
      world.calls.splice(0, world.calls.length - 300);
      return tell('call', event.call);
    }
    case 'user': {
      const user = event.user ?? event;
      world.users.set(user.id, user);
      return tell('users');
    }
    case 'chat': {
      const chat = event.chat ?? event;
      putChat(chat);
      return tell('chat', chat.id);
    }
    case 'keyboard':
      chatFor(event.chat_id).reply_keyboard = event.reply_keyboard;
      return tell('chat', event.chat_id);
    case 'commands':
      if (event.chat_id === undefined) return reload();
      chatFor(event.chat_id).commands = event.commands ?? [];
      return tell('chat', event.chat_id);
    case 'faults':
      world.faults = event.faults ?? [];
      return tell('faults');
    case 'crowd':
      world.crowd = { people: event.people, messages: event.messages };
      return tell('crowd');
    case 'clock':
      setClock(event.clock ?? event);
      return tell('clock');
    default:
      // `lagged`: the page was too slow and missed some. Or a kind this page does not know. The
      // state says it all.
      return reload();
  }
}

function putChat(chat) {
  const kept = world.chats.get(chat.id);
  const messages = chat.messages ? new Map(chat.messages.map((one) => [one.message_id, one])) : kept?.messages ?? new Map();
  world.chats.set(chat.id, {
    ...emptyChat(chat.id),
    ...kept,
    ...chat,
    messages,
    members: (chat.members ?? kept?.members ?? []).map((member) => member?.id ?? member),
    commands: chat.commands ?? kept?.commands ?? [],
  });
}

function chatFor(id) {
  if (!world.chats.has(id)) world.chats.set(id, emptyChat(id));
  return world.chats.get(id);
}

function emptyChat(id) {
  return { id, type: id > 0 ? 'private' : 'group', title: '', members: id > 0 ? [id] : [], messages: new Map(), reply_keyboard: null, commands: [] };
}

function setClock(clock) {
  const now = typeof clock.now === 'string' ? Date.parse(clock.now) : clock.now;
  world.clockAhead = clock.clock_ahead_ms ?? world.clockAhead;
  // Seconds or milliseconds: a value of today in seconds is far below 10^11.
  world.clockSkew = now ? (now < 1e11 ? now * 1000 : now) - Date.now() : world.clockAhead;
}

function setOnline(online) {
  if (world.online === online) return;
  world.online = online;
  tell('online');
}

function errorWords(text) {
  try {
    const value = JSON.parse(text);
    return value.description ?? value.error ?? value.message ?? text;
  } catch {
    return text.slice(0, 200);
  }
}
