// The page: puts the parts together, gives each person a phone, and passes on what happens.
import { h, icon, notice } from './dom.js';
import { t, lang, setLang, loadWords } from './words.js';
import { world, listen, connect, chatsOf } from './world.js';
import { Phone } from './phone.js';
import { drawClock, tickClock, drawTheme, askPerson, showAbout } from './panels.js';
import { askTrouble, drawTrouble } from './faults.js';
import { drawDrawer, toggleDrawer, onCall } from './drawer.js';
import { drawGuide, drawCrowd, watch, watchAll, tabName } from './guide.js';

const phones = new Map();
const unread = new Map();
let active = null;
const at = (id) => document.getElementById(id);
const narrow = matchMedia('(max-width: 719px)');
const still = matchMedia('(prefers-reduced-motion: reduce)');

const page = {
  phone: (id) => phones.get(id),
  /** Brings a phone into view; with `point`, makes it easy to find. */
  show(id, point) {
    active = id;
    unread.delete(id);
    drawTabs();
    const phone = phones.get(id);
    if (!phone) return;
    phone.el.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: still.matches ? 'instant' : 'smooth' });
    if (narrow.matches) phone.toEnd();
    if (point) {
      phone.el.classList.remove('pointed');
      requestAnimationFrame(() => phone.el.classList.add('pointed'));
    }
  },
};

/** Phones in the order people are met: citizens, then those who review, then those who run it. */
const order = () => [...world.users.values()].sort((a, b) => rank(a) - rank(b));
const rank = (user) => ['citizen', 'reviewer', 'editor', 'admin'].indexOf(user.role);

function drawPhones() {
  const people = order();
  for (const [id, phone] of phones) {
    if (!world.users.has(id)) { phone.el.remove(); phones.delete(id); }
  }
  people.forEach((user, i) => {
    if (!phones.has(user.id)) {
      const phone = new Phone(user, page);
      phones.set(user.id, phone);
    }
    const el = phones.get(user.id).el;
    if (at('phones').children[i] !== el) at('phones').insertBefore(el, at('phones').children[i] ?? null);
  });
  if (!phones.has(active)) active = people[0]?.id ?? null;
  drawTabs();
}

function drawTabs() {
  const people = order();
  at('tabs').setAttribute('aria-label', t('people'));
  at('tabs').classList.toggle('many', people.length > 4);
  const had = at('tabs').contains(document.activeElement);
  at('tabs').replaceChildren(...people.map((user) => h('button', {
    type: 'button', role: 'tab', id: `tab-${user.id}`, 'aria-selected': String(user.id === active), 'aria-controls': `phone-${user.id}`,
    'aria-label': unread.get(user.id) ? `${tabName(user)}, ${t('newMessages', { n: unread.get(user.id) })}` : tabName(user),
    tabindex: user.id === active ? '0' : '-1', onclick: () => page.show(user.id), onkeydown: (ev) => walkTabs(ev, people),
  }, h('span', { class: `avatar small hue${user.id % 6}`, 'aria-hidden': 'true' }, user.first_name.slice(0, 1)), h('span', { class: 'tab-name' }, user.first_name),
  unread.get(user.id) ? h('span', { class: 'badge', 'aria-hidden': 'true' }, unread.get(user.id)) : null)));
  const tab = at(`tab-${active}`);
  if (had) tab?.focus();
  // Sideways only: the page must not jump when a message arrives.
  if (tab) at('tabs').scrollLeft = Math.min(at('tabs').scrollLeft, tab.offsetLeft - 8) + Math.max(0, tab.offsetLeft + tab.offsetWidth + 8 - at('tabs').scrollLeft - at('tabs').clientWidth);
  for (const [id, phone] of phones) phone.el.classList.toggle('active', id === active);
}

function walkTabs(ev, people) {
  const now = people.findIndex((user) => user.id === active);
  const to = { ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: people.length - 1 }[ev.key];
  if (to === undefined) return;
  ev.preventDefault();
  page.show(people[(to + people.length) % people.length].id);
}

/** Draws all that holds words; again when the language changes. */
function drawFrame() {
  document.title = t('title');
  for (const el of document.querySelectorAll('[data-t]')) el.textContent = t(el.dataset.t);
  for (const el of document.querySelectorAll('[data-label]')) { el.setAttribute('aria-label', t(el.dataset.label)); el.title = t(el.dataset.label); }
  for (const button of document.querySelectorAll('[data-lang]')) button.setAttribute('aria-pressed', String(button.dataset.lang === lang()));
  drawTheme();
  drawClock();
  drawGuide(page);
  if (!at('drawer').hidden) drawDrawer();
  for (const phone of phones.values()) { phone.drawn = new Map(); phone.drawOwner(); phone.drawChat('all'); }
  drawTabs();
}

function wire() {
  for (const button of document.querySelectorAll('[data-lang]')) {
    button.addEventListener('click', () => { setLang(button.dataset.lang); drawFrame(); });
  }
  at('about').addEventListener('click', showAbout);
  at('add-person').addEventListener('click', () => askPerson((id) => page.show(id, true)));
  at('trouble').addEventListener('click', askTrouble);
  at('drawer-toggle').addEventListener('click', () => toggleDrawer());
  at('tools-toggle').addEventListener('click', () => {
    const open = at('tools').classList.toggle('open');
    at('tools-toggle').setAttribute('aria-expanded', String(open));
  });
  for (const el of document.querySelectorAll('[data-icon]')) el.prepend(icon(el.dataset.icon));
  document.addEventListener('keydown', (ev) => {
    if (ev.key === 'Escape' && !at('drawer').hidden && at('drawer').contains(document.activeElement)) toggleDrawer(false);
  });
  // Files may be dropped on the phone of whoever should send them.
  at('phones').addEventListener('dragover', (ev) => ev.preventDefault());
  at('phones').addEventListener('drop', (ev) => {
    const el = ev.target.closest('.phone');
    const phone = [...phones.values()].find((one) => one.el === el);
    if (!phone || !ev.dataTransfer.files.length) return;
    ev.preventDefault();
    phone.composer.attach([...ev.dataTransfer.files], 'photo');
  });
  listen('state', () => {
    watchAll();
    drawPhones();
    for (const phone of phones.values()) { phone.drawOwner(); phone.drawChat(); }
    drawClock();
    drawTrouble();
    drawGuide(page);
    if (!at('drawer').hidden) drawDrawer();
  });
  listen('message', (detail) => {
    const { message, known } = detail;
    watch(message);
    for (const phone of phonesIn(message.chat_id)) {
      phone.onMessage(detail);
      if (!known && narrow.matches && phone.userId !== active && message.from !== phone.userId) unread.set(phone.userId, (unread.get(phone.userId) ?? 0) + 1);
    }
    drawTabs();
    drawGuide(page);
  });
  listen('chat', (id) => { for (const phone of phonesIn(id)) { phone.drawBar(); if (phone.chatId === id) phone.drawChat('new'); } });
  listen('users', () => { drawPhones(); for (const phone of phones.values()) { phone.drawOwner(); phone.composer.draw(); } });
  listen('faults', () => {
    for (const phone of phones.values()) phone.drawOwner();
    drawTrouble();
    drawGuide(page);
  });
  listen('clock', () => { tickClock(); notice(t('clockMoved')); });
  listen('crowd', () => drawCrowd(page));
  listen('call', (call) => { at('call-count').textContent = String(call.id ?? ''); onCall(call); });
  listen('toast', (event) => phones.get(event.user_id)?.toast(event));
  listen('typing', (event) => { for (const phone of phonesIn(event.chat_id)) if (phone.chatId === event.chat_id) phone.setTyping(true); });
  listen('online', () => { at('offline').hidden = world.online; });
  setInterval(tickClock, 5000);
}

const phonesIn = (chatId) => [...phones.values()].filter((phone) => chatsOf(phone.userId).some((chat) => chat.id === chatId));

await loadWords();
wire();
drawFrame();
connect();
