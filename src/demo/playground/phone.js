// One person's phone: the frame, the chat that is open, its messages, keyboards and alerts.
import { h, icon, iconButton, openMenu, openDialog, notice } from './dom.js';
import { t } from './words.js';
import { world, call, chatsOf, nameOf, emulatedNow } from './world.js';
import { blocksOf, dayOf, drawBlock } from './message.js';
import { Composer } from './composer.js';
import { askFault, faultsOf } from './faults.js';

const still = matchMedia('(prefers-reduced-motion: reduce)');

/** How many messages a phone keeps drawn: more would slow every redraw and nobody scrolls so far. */
const DRAWN = 200;

/** A person's phone. `el` goes on the page; the page calls the update methods. */
export class Phone {
  constructor(user, page) {
    this.userId = user.id;
    this.page = page;
    this.chatId = user.id;
    this.unread = new Map();
    this.drawn = new Map();
    this.atEnd = true;
    this.build();
  }

  get user() { return world.users.get(this.userId); }
  get chat() { return chatsOf(this.userId).find((chat) => chat.id === this.chatId) ?? chatsOf(this.userId)[0]; }
  get isGroup() { return this.chatId !== this.userId; }

  build() {
    this.owner = h('header', { class: 'owner' });
    this.bar = h('div', { class: 'chatbar' });
    this.log = h('div', { class: 'log', role: 'log', 'aria-live': 'polite', 'aria-relevant': 'additions', tabindex: '0', onscroll: () => this.showJump() });
    // The keyboards come and go below: who reads the newest message keeps reading it.
    new ResizeObserver(() => { if (this.atEnd) this.toEnd(); }).observe(this.log);
    this.jump = iconButton('down', t('toNewest'), () => this.toEnd(true), { class: 'icon-btn jump', hidden: true });
    this.toasts = h('div', { class: 'toasts', role: 'status', 'aria-live': 'assertive' });
    this.composer = new Composer(this);
    this.el = h('section', { class: 'phone', id: `phone-${this.userId}` }, this.owner,
      h('div', { class: 'screen' }, this.bar, h('div', { class: 'log-wrap' }, this.log, this.jump, this.toasts), this.composer.el));
    this.drawOwner();
    this.drawChat();
  }

  /** Draws the person's line and the chat's heading again. */
  drawOwner() {
    const user = this.user;
    this.el.setAttribute('aria-label', t('phoneOf', { name: nameOf(user) }));
    const faults = faultsOf(chatsOf(this.userId).map((chat) => chat.id));
    const bolt = iconButton('bolt', t('faultsHere'), () => askFault(this), { class: faults.length ? 'icon-btn lit' : 'icon-btn' });
    const more = iconButton('more', t('moreFor', { name: nameOf(user) }), () => this.openMore(more), { 'aria-haspopup': 'menu', 'aria-expanded': 'false' });
    this.owner.replaceChildren(
      h('span', { class: `avatar hue${this.userId % 6}`, 'aria-hidden': 'true' }, (user.first_name ?? '?').slice(0, 1)),
      h('div', { class: 'who' }, h('h2', null, nameOf(user)),
        h('p', null, h('span', { class: `role ${user.role}` }, t(`role.${user.role}`)), h('span', { class: 'speaks' }, user.language_code === 'en' ? 'EN' : 'VI'),
          user.blocked ? h('span', { class: 'role off' }, t('blockedBot')) : null)),
      bolt, more);
    this.drawBar();
  }

  drawBar() {
    const chats = chatsOf(this.userId);
    const tabs = chats.length > 1 ? h('div', { class: 'chat-tabs', role: 'group', 'aria-label': t('chats') }, chats.map((chat) => h('button', {
      type: 'button', 'aria-pressed': String(chat.id === this.chatId), class: this.unread.get(chat.id) ? 'has-new' : null,
      onclick: () => this.openChat(chat.id),
    }, chat.id === this.userId ? world.bot.first_name : chat.title || t('group')))) : null;
    const heading = this.isGroup ? this.chat.title || t('group') : world.bot.first_name;
    const sub = this.typing ? t('typing') : this.isGroup ? t('members', { n: this.chat.members.length }) : `bot · @${world.bot.username}`;
    this.bar.replaceChildren(
      h('div', { class: 'chat-title' },
        this.isGroup ? h('span', { class: 'avatar small hue5', 'aria-hidden': 'true' }, heading.slice(0, 1)) : h('img', { src: '/playground/lotus.svg', alt: '', class: 'avatar small lotus' }),
        h('div', null, h('h3', null, heading), h('p', { class: this.typing ? 'typing' : null }, sub, this.typing ? h('i', { 'aria-hidden': 'true' }) : null))),
      ...(tabs ? [tabs] : []));
  }

  /** Draws the messages and the composer of the open chat; what has not changed stays in place. */
  drawChat(changed) {
    const chat = this.chat;
    const near = this.atEnd;
    const held = this.log.contains(document.activeElement) ? document.activeElement : null;
    const keep = new Map();
    const nodes = [];
    let day = '';
    for (const block of blocksOf([...chat.messages.values()].slice(-DRAWN))) {
      const heading = dayOf(block[0], emulatedNow());
      if (heading !== day) nodes.push(this.dayLine((day = heading)));
      const key = `${chat.id}:${block[0].message_id}`;
      const sign = JSON.stringify(block);
      const was = this.drawn.get(key);
      const node = was?.sign === sign ? was.node : drawBlock(block, this);
      if (was && was.node !== node && changed !== 'all') this.flash(node, was.node.contains(held) ? held : null);
      if (!was && changed) node.classList.add('new');
      keep.set(key, { sign, node });
      nodes.push(node);
    }
    this.drawn = keep;
    if (!nodes.length) nodes.push(this.welcome());
    reconcile(this.log, nodes);
    this.log.setAttribute('aria-label', t('messagesIn', { name: this.isGroup ? chat.title : world.bot.first_name }));
    this.composer.draw();
    if (near || changed === 'own') this.toEnd();
    else this.showJump();
  }

  dayLine(text) {
    return h('div', { class: 'day' }, h('span', null, text));
  }

  flash(node, held) {
    node.classList.add('changed');
    if (!held) return;
    // The button that was pressed may be gone: the focus stays on its message.
    const keys = [...node.querySelectorAll('.key')];
    const to = keys.find((key) => key.textContent === held.textContent) ?? keys[0] ?? node;
    requestAnimationFrame(() => {
      // Unless they have gone on to write meanwhile.
      if (document.activeElement === document.body) to.focus({ preventScroll: true });
    });
  }

  welcome() {
    return h('div', { class: 'welcome' }, h('img', { src: '/playground/lotus.svg', alt: '' }),
      h('p', { class: 'welcome-title' }, world.bot.first_name), h('p', null, t('emptyChat')));
  }

  toEnd(smooth) {
    this.atEnd = true;
    this.log.scrollTo({ top: this.log.scrollHeight, behavior: smooth && !still.matches ? 'smooth' : 'instant' });
  }

  showJump() {
    this.atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 120;
    this.jump.hidden = this.atEnd;
  }

  /** A message arrived in one of this person's chats or changed there. */
  onMessage({ message, known }) {
    if (message.chat_id === this.chatId) {
      this.setTyping(false);
      this.drawChat(message.from === this.userId ? 'own' : 'new');
    } else if (!known) {
      this.unread.set(message.chat_id, (this.unread.get(message.chat_id) ?? 0) + 1);
      this.drawBar();
    }
  }

  setTyping(on) {
    clearTimeout(this.typingEnd);
    if (on) this.typingEnd = setTimeout(() => this.setTyping(false), 5000);
    if (this.typing === on) return;
    this.typing = on;
    this.drawBar();
  }

  /** What the bot answered to a press: a line that goes away, or an alert to be dismissed. */
  toast({ text, alert }) {
    if (!text) return;
    if (alert) {
      openDialog({ title: world.bot.first_name, body: h('p', { class: 'pre' }, text), over: this.el, actions: [{ label: t('ok'), main: true }] });
      return;
    }
    const line = h('div', { class: 'toast' }, text);
    this.toasts.append(line);
    setTimeout(() => line.remove(), 4500);
  }

  openChat(id) {
    this.chatId = id;
    this.unread.delete(id);
    this.drawn = new Map();
    this.drawBar();
    this.drawChat();
    this.toEnd();
  }

  openMore(anchor) {
    const user = this.user;
    openMenu(anchor, [
      { icon: 'bolt', label: t('faultsHere'), act: () => askFault(this) },
      { icon: 'phone', label: t('shareContact'), act: () => this.askContact() },
      { icon: 'close', label: user.blocked ? t('unblock') : t('block'), danger: !user.blocked, act: () => this.block(!user.blocked) },
    ], t('moreFor', { name: nameOf(user) }));
  }

  // What a person can do. Each says why when the emulator refuses.

  command(text) { return this.send(text); }
  async send(text) {
    return this.run(() => call('POST', 'send', { chat_id: this.chatId, user_id: this.userId, text }));
  }

  /** Follows a link to the bot, as Telegram does: /start with its payload, in the private chat. */
  open(payload) {
    if (this.isGroup) this.openChat(this.userId);
    return this.send(payload ? `/start ${payload}` : '/start');
  }

  openAs(userId, payload) { this.page.phone(userId)?.open(payload); this.page.show(userId); }
  startEdit(message) { this.composer.startEdit(message); }
  edit(messageId, text) {
    return this.run(() => call('POST', 'edit', { chat_id: this.chatId, user_id: this.userId, message_id: messageId, text }));
  }

  async press(message, button, key) {
    key.classList.add('waiting');
    key.setAttribute('aria-busy', 'true');
    await this.run(() => call('POST', 'press', { chat_id: message.chat_id, user_id: this.userId, message_id: message.message_id, data: button.data }));
    key.classList.remove('waiting');
    key.removeAttribute('aria-busy');
  }

  block(blocked) {
    return this.run(() => call('POST', 'block', { user_id: this.userId, blocked }));
  }

  /** Asks, as Telegram does, before a phone number is given away. */
  askContact() {
    const field = h('input', { class: 'field', type: 'tel', value: `+84900000${String(this.userId % 1000).padStart(3, '0')}` });
    openDialog({
      title: t('shareContact'), over: this.el,
      body: h('label', null, h('p', null, t('shareContactWhy', { bot: world.bot.first_name })), field),
      actions: [{ label: t('cancel') }, { label: t('share'), main: true, act: () => this.run(() => call('POST', 'contact', { chat_id: this.chatId, user_id: this.userId, phone: field.value.trim() })) }],
    });
  }

  async run(act) {
    try {
      await act();
      return true;
    } catch (error) {
      notice(`${nameOf(this.user)}: ${error.message}`, true);
      return false;
    }
  }

  /** The big button of a chat that has not begun, or of a bot that is blocked. */
  gate() {
    if (this.user.blocked && !this.isGroup) return h('button', { type: 'button', class: 'gate', onclick: () => this.block(false) }, t('unblock'));
    if (!this.isGroup && !this.chat.messages.size) return h('button', { type: 'button', class: 'gate start', onclick: () => this.send('/start') }, icon('send'), t('start'));
    return null;
  }
}

/** Makes `nodes` the children of `parent` while leaving those that stay untouched, focus and all. */
function reconcile(parent, nodes) {
  const stay = new Set(nodes);
  for (const child of [...parent.children]) if (!stay.has(child)) child.remove();
  nodes.forEach((node, i) => { if (parent.children[i] !== node) parent.insertBefore(node, parent.children[i] ?? null); });
}
