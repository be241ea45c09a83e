// How one message, or one album, looks in a phone. Asks the phone for what a press should do.
import { h, icon, iconButton, openDialog } from './dom.js';
import { t, lang } from './words.js';
import { fileUrl, world } from './world.js';
import { rich, deepLink, deepLinkMenu } from './rich.js';

const ZONE = 'Asia/Ho_Chi_Minh';

/** Messages in order, those of one album together: [[M], [M, M, M], …]. */
export function blocksOf(messages) {
  const blocks = [];
  for (const message of [...messages].sort((a, b) => a.message_id - b.message_id)) {
    const last = blocks.at(-1);
    const sameAlbum = last && message.media_group_id && last[0].media_group_id === message.media_group_id;
    if (sameAlbum) last.push(message);
    else blocks.push([message]);
  }
  return blocks;
}

/** The day a message belongs to, as a heading. */
export function dayOf(message, now) {
  const day = (ms) => new Date(ms).toLocaleDateString('en-CA', { timeZone: ZONE });
  const at = message.date * 1000;
  if (day(at) === day(now)) return t('today');
  if (day(at) === day(now - 864e5)) return t('yesterday');
  return new Date(at).toLocaleDateString(lang(), { timeZone: ZONE, day: 'numeric', month: 'long', year: 'numeric' });
}

/** Hours and minutes in Việt Nam, where the bot's days are counted. */
export const timeOf = (ms) => new Date(ms).toLocaleTimeString('vi', { timeZone: ZONE, hour: '2-digit', minute: '2-digit' });

/** Draws a block. `phone` gives userId, isGroup, and what links, presses and edits do. */
export function drawBlock(block, phone) {
  const [first] = block;
  const own = first.from === phone.userId;
  const words = block.find((one) => one.text) ?? first;
  const media = block.filter((one) => one.media);
  const bubble = h('div', { class: 'bubble' },
    phone.isGroup && !own ? h('div', { class: 'from' }, first.from_name) : null,
    first.topic ? h('div', { class: 'topic' }, first.topic) : null,
    quote(first),
    media.length ? drawMedia(media, first) : null,
    first.contact ? drawContact(first.contact) : null,
    words.text || words.html ? h('div', { class: 'text' }, rich(words, phone)) : null,
    h('div', { class: 'meta' },
      own && words.text ? iconButton('edit', t('editMessage'), () => phone.startEdit(words), { class: 'icon-btn tiny' }) : null,
      block.some((one) => one.edit_date) ? h('span', null, t('edited')) : null,
      h('time', { datetime: new Date(first.date * 1000).toISOString() }, timeOf(first.date * 1000))));
  const keyboard = block.find((one) => one.buttons?.length);
  return h('article', {
    class: `msg ${own ? 'own' : first.from === 0 ? 'bot' : 'other'}${keyboard ? ' with-keys' : ''}`,
    tabindex: '-1',
    'aria-label': t('messageFrom', { name: own ? t('you') : first.from_name ?? world.bot.first_name }),
  }, bubble, keyboard ? drawKeys(keyboard, phone) : null);
}

function drawKeys(message, phone) {
  return h('div', { class: 'keys' }, message.buttons.map((row) => h('div', { class: 'keys-row' }, row.map((button) => drawKey(button, message, phone)))));
}

function drawKey(button, message, phone) {
  if (!button.url) {
    const key = h('button', { type: 'button', class: 'key', onclick: () => phone.press(message, button, key) }, h('span', null, button.text));
    return key;
  }
  const payload = deepLink(button.url);
  if (payload === null) {
    return h('a', { class: 'key', href: safeUrl(button.url), target: '_blank', rel: 'noopener noreferrer' }, h('span', null, button.text), icon('link'));
  }
  const pass = iconButton('share', t('passOn'), () => deepLinkMenu(pass, button.url, phone), { class: 'key pass', 'aria-haspopup': 'menu' });
  return h('span', { class: 'key-pair' },
    h('button', { type: 'button', class: 'key', onclick: () => phone.open(payload) }, h('span', null, button.text)), pass);
}

const safeUrl = (url) => (/^https?:/i.test(url) ? url : null);

function quote(message) {
  const id = message.reply_to?.message_id ?? message.reply_to;
  if (!id) return null;
  const target = world.chats.get(message.chat_id)?.messages.get(id) ?? message.reply_to;
  return h('div', { class: 'quote' }, (target.text || t(`media.${target.media?.kind ?? 'document'}`)).slice(0, 90));
}

function drawMedia(messages, first) {
  const photos = messages.filter((one) => one.media.kind === 'photo');
  const others = messages.filter((one) => one.media.kind !== 'photo');
  const alt = t('photoFrom', { name: first.from_name ?? world.bot.first_name });
  return h('div', { class: 'media' },
    photos.length ? h('div', { class: `photos n${Math.min(photos.length, 4)}` }, photos.map((one, i) => {
      const label = photos.length > 1 ? `${alt}, ${i + 1}/${photos.length}` : alt;
      return h('button', { type: 'button', class: 'photo', 'aria-label': `${t('enlarge')}: ${label}`, onclick: () => enlarge(one.media, label) },
        h('img', { src: fileUrl(one.media.file_id), alt: '', loading: 'lazy' }));
    })) : null,
    others.map((one) => drawFile(one.media)));
}

function drawFile(media) {
  const src = fileUrl(media.file_id);
  const name = media.file_name || t(`media.${media.kind}`);
  if (media.kind === 'video' || media.kind === 'animation') return h('video', { src, controls: true, preload: 'metadata', 'aria-label': name });
  if (media.kind === 'voice' || media.kind === 'audio') return h('audio', { src, controls: true, preload: 'none', 'aria-label': name });
  return h('a', { class: 'file', href: src, download: name }, h('span', { class: 'file-icon' }, icon('file')),
    h('span', { class: 'file-name' }, name), h('span', { class: 'file-size' }, sizeOf(media.file_size)));
}

/** A size in bytes for people. */
export function sizeOf(bytes) {
  if (!bytes) return '';
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1e6).toLocaleString(lang(), { maximumFractionDigits: 1 })} MB`;
}

function drawContact(contact) {
  const phone = contact.phone_number ?? contact.phone ?? String(contact);
  return h('div', { class: 'contact' }, h('span', { class: 'file-icon' }, icon('phone')),
    h('span', null, h('strong', null, contact.first_name ?? ''), h('br'), phone));
}

function enlarge(media, label) {
  openDialog({
    title: media.file_name || label, wide: true,
    body: h('img', { class: 'enlarged', src: fileUrl(media.file_id), alt: label }),
    actions: [{ label: t('close'), main: true }],
  });
}
