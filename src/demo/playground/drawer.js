// The drawer of raw API calls: what the bot asked of the emulated Telegram, and the answers.
import { h, icon, iconButton, copyText } from './dom.js';
import { t } from './words.js';
import { world, nameOf } from './world.js';

const el = () => document.getElementById('drawer');
const rows = new Map();
let wanted = '';
let onlyBad = false;
let list = null;

/** Draws the drawer's frame and all calls known. */
export function drawDrawer() {
  const filter = h('input', { class: 'field', type: 'search', placeholder: t('filterCalls'), 'aria-label': t('filterCalls'), value: wanted, oninput: () => { wanted = filter.value.toLowerCase(); refill(); } });
  const bad = h('label', { class: 'check' }, h('input', { type: 'checkbox', checked: onlyBad, onchange: (ev) => { onlyBad = ev.target.checked; refill(); } }), t('onlyErrors'));
  list = h('ol', { class: 'calls', 'aria-label': t('apiCalls') });
  el().setAttribute('aria-label', t('apiCalls'));
  el().replaceChildren(
    h('div', { class: 'drawer-head' }, h('h2', null, t('apiCalls')), filter, bad,
      iconButton('close', t('close'), () => toggleDrawer(false))),
    h('p', { class: 'soft drawer-note' }, t('apiNote')), list);
  refill();
}

/** Opens or closes the drawer and tells its button. */
export function toggleDrawer(open = el().hidden) {
  const button = document.getElementById('drawer-toggle');
  el().hidden = !open;
  document.body.classList.toggle('drawer-open', open);
  button.setAttribute('aria-expanded', String(open));
  if (open) {
    drawDrawer();
    el().querySelector('input').focus();
  } else {
    button.focus();
  }
}

/** A call began or ended: one row, newest first. */
export function onCall(call) {
  if (el().hidden || !list) return;
  const old = rows.get(call.id);
  const row = shown(call) ? drawRow(call, old?.querySelector('details')?.open) : null;
  if (old) row ? old.replaceWith(row) : old.remove();
  else if (row) list.prepend(row);
  if (row) rows.set(call.id, row);
  while (list.children.length > 300) list.lastChild.remove();
}

function refill() {
  rows.clear();
  list.replaceChildren();
  for (const call of world.calls) onCall(call);
  if (!list.children.length) list.append(h('li', { class: 'soft empty' }, t('noCalls')));
}

const failed = (call) => call.status >= 400 || call.status === 0;

function shown(call) {
  if (onlyBad && !failed(call)) return false;
  return !wanted || `${call.method} ${JSON.stringify(call.params)} ${chatName(call)}`.toLowerCase().includes(wanted);
}

function chatName(call) {
  const id = Number(call.params?.chat_id);
  const user = world.users.get(id);
  return user ? nameOf(user) : world.chats.get(id)?.title ?? '';
}

function drawRow(call, open) {
  const body = h('div', { class: 'call-body' });
  const fill = () => {
    if (body.children.length) return;
    body.append(jsonBox(t('params'), call.params), jsonBox(t('result'), call.result));
  };
  const details = h('details', { open, ontoggle: fill }, h('summary', null,
    h('time', null, clockOf(call.at)),
    h('code', { class: 'method' }, call.method),
    h('span', { class: 'call-chat' }, chatName(call)),
    h('span', { class: 'call-ms' }, call.ms === null || call.ms === undefined ? '…' : `${Math.round(call.ms)} ms`),
    h('span', { class: `status ${failed(call) ? 'bad' : 'good'}` }, call.status || t('fault.cut'))), body);
  if (open) fill();
  return h('li', null, details);
}

function jsonBox(title, value) {
  const text = JSON.stringify(value ?? null, null, 2);
  return h('div', null, h('div', { class: 'json-head' }, h('span', null, title), h('button', { type: 'button', class: 'icon-btn tiny', 'aria-label': `${t('copy')}: ${title}`, onclick: () => copyText(text) }, icon('copy'))),
    h('pre', { tabindex: '0' }, text));
}

function clockOf(at) {
  const ms = typeof at === 'string' ? Date.parse(at) : at < 1e11 ? at * 1000 : at;
  return Number.isFinite(ms) ? new Date(ms).toLocaleTimeString('vi', { timeZone: 'Asia/Ho_Chi_Minh' }) : '';
}
