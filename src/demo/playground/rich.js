// Formatted text and links of messages. The server sends safe HTML; the page still lets
// through only the tags Telegram knows, so a slip on the other side cannot run a script here.
import { h, iconButton, openMenu, copyText } from './dom.js';
import { t } from './words.js';
import { world, nameOf } from './world.js';

const TAGS = {
  B: 'b', STRONG: 'b', I: 'i', EM: 'i', U: 'u', INS: 'u', S: 's', DEL: 's', STRIKE: 's',
  CODE: 'code', PRE: 'pre', BLOCKQUOTE: 'blockquote', SPAN: 'span', 'TG-SPOILER': 'span', BR: 'br',
};
const LINKS = /(https?:\/\/[^\s<>"]+|\bt\.me\/[^\s<>"]+|(?<![^\s(])\/[a-z][a-z0-9_]{1,31}\b)/gi;

/** A message's text as nodes. `person` gives what links do: {open(payload), command(text), openAs(userId, payload)}. */
export function rich(message, person) {
  if (!message.html) return linkified(message.text ?? '', person);
  const source = new DOMParser().parseFromString(message.html, 'text/html').body;
  return copied(source, person);
}

/** The payload of a link to this bot (`t.me/<bot>?start=…`), '' without one, null for another link. */
export function deepLink(href) {
  let url;
  try { url = new URL(/^(t|telegram)\.me\//i.test(href) ? `https://${href}` : href); } catch { return null; }
  const bot = world.bot.username.toLowerCase();
  const web = /^(www\.)?(t|telegram)\.me$/i.test(url.hostname) && url.pathname.slice(1).replace(/\/$/, '').toLowerCase() === bot;
  const app = url.protocol === 'tg:' && url.searchParams.get('domain')?.toLowerCase() === bot;
  return web || app ? url.searchParams.get('start') ?? '' : null;
}

/** The first link to this bot in a text someone types or pastes, or null. */
export function deepLinkIn(text) {
  for (const [found] of text.matchAll(LINKS)) {
    if (deepLink(found) !== null) return found;
  }
  return null;
}

/** The menu of a deep link: open here, open as another person, copy. */
export function deepLinkMenu(anchor, href, person) {
  const payload = deepLink(href);
  const others = [...world.users.values()].filter((user) => user.id !== person.userId);
  openMenu(anchor, [
    ...others.map((user) => ({ icon: 'phone', label: t('openAs', { name: nameOf(user) }), act: () => person.openAs(user.id, payload) })),
    { icon: 'copy', label: t('copyLink'), act: () => copyText(href) },
  ], t('passOn'));
}

function copied(node, person) {
  const out = document.createDocumentFragment();
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) {
      // The end of a quotation's own line: the block ends it already.
      const after = ['BLOCKQUOTE', 'PRE'].includes(child.previousSibling?.nodeName);
      const text = after ? child.data.replace(/^\n/, '') : child.data;
      out.append(node.nodeName === 'PRE' || node.nodeName === 'CODE' ? text : linkified(text, person));
    } else if (child.nodeName === 'A') {
      out.append(link(child.getAttribute('href') ?? '', child.textContent, person));
    } else if (child.nodeType === Node.ELEMENT_NODE) {
      const inner = copied(child, person);
      const tag = TAGS[child.nodeName];
      const spoiler = child.nodeName === 'TG-SPOILER' || child.classList.contains('spoiler');
      if (tag) out.append(h(tag, spoiler ? { class: 'spoiler', tabindex: '0' } : null, inner));
      else if (child.nodeName !== 'SCRIPT' && child.nodeName !== 'STYLE') out.append(inner);
    }
  }
  return out;
}

function linkified(text, person) {
  const out = document.createDocumentFragment();
  let end = 0;
  for (const match of text.matchAll(LINKS)) {
    const found = match[0].replace(/[.,;:!?)…]+$/, '');
    out.append(text.slice(end, match.index));
    out.append(found.startsWith('/') ? commandLink(found, person) : link(found, found, person));
    end = match.index + found.length;
  }
  out.append(text.slice(end));
  return out;
}

function commandLink(command, person) {
  return h('button', { type: 'button', class: 'text-link', onclick: () => person.command(command) }, command);
}

function link(href, words, person) {
  const payload = deepLink(href);
  if (payload !== null) {
    const pass = iconButton('share', t('passOn'), () => deepLinkMenu(pass, href, person), { class: 'icon-btn pass', 'aria-haspopup': 'menu' });
    return h('span', { class: 'deep' },
      h('button', { type: 'button', class: 'text-link', onclick: () => person.open(payload) }, words), pass);
  }
  const full = href.startsWith('t.me/') ? `https://${href}` : href;
  if (!/^(https?|mailto|tel):/i.test(full)) return h('span', null, words);
  return h('a', { href: full, target: '_blank', rel: 'noopener noreferrer' }, words);
}
