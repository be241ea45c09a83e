// Small tools over the DOM: elements, menus and dialogs. Knows nothing of chats.
import { t } from './words.js';

/** Makes an element. `on…` props are listeners; null, undefined and false props are left out. */
export function h(tag, props, ...kids) {
  const el = document.createElement(tag);
  for (const [key, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith('on')) el.addEventListener(key.slice(2), value);
    else if (key === 'class') el.className = value;
    else el.setAttribute(key, value === true ? '' : value);
  }
  el.append(...kids.flat().filter((kid) => kid !== null && kid !== undefined && kid !== false));
  return el;
}

const ICONS = {
  send: 'M4 12 20 4l-5 16-3.5-6.5L4 12Zm7.5 1.5L20 4',
  clip: 'm20 11-8.5 8.5a5 5 0 0 1-7-7L13 4a3.4 3.4 0 0 1 4.8 4.8l-8.5 8.5a1.7 1.7 0 0 1-2.4-2.4L14.5 7',
  menu: 'M4 7h16M4 12h16M4 17h10',
  more: 'M6 12h.01M12 12h.01M18 12h.01',
  bolt: 'M13 3 5 14h6l-1 7 8-11h-6l1-7Z',
  keys: 'M3 6h18v12H3zM7 10h.01M12 10h.01M17 10h.01M8 14.5h8',
  close: 'M6 6l12 12M18 6 6 18',
  down: 'm6 9 6 6 6-6',
  edit: 'M4 20h4L19 9l-4-4L4 16v4Z',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  check: 'm5 12 5 5 9-10',
  plus: 'M12 5v14M5 12h14',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 4v5l3 2',
  code: 'm8 7-5 5 5 5M16 7l5 5-5 5M14 4l-4 16',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6 19 19M5 19l1.4-1.4M17.6 6.4 19 5',
  moon: 'M20 14A8.5 8.5 0 0 1 10 4a8.5 8.5 0 1 0 10 10Z',
  auto: 'M12 3a9 9 0 1 0 0 18V3ZM12 3a9 9 0 0 1 0 18',
  gear: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5v5M9 14.5v5',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4',
  phone: 'M6 3h4l2 5-2.5 1.5a11 11 0 0 0 5 5L16 12l5 2v4a3 3 0 0 1-3 3A15 15 0 0 1 3 6a3 3 0 0 1 3-3Z',
  info: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM12 11v5M12 8h.01',
  share: 'M12 15V4M8 8l4-4 4 4M5 12v8h14v-8',
  link: 'M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1',
};

/** A line icon, hidden from screen readers: the button around it has the words. */
export function icon(name) {
  const ns = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(ns, 'svg');
  for (const [key, value] of Object.entries({ viewBox: '0 0 24 24', class: `icon i-${name}`, 'aria-hidden': 'true' })) {
    svg.setAttribute(key, value);
  }
  const path = document.createElementNS(ns, 'path');
  path.setAttribute('d', ICONS[name]);
  svg.append(path);
  return svg;
}

/** A button that shows only an icon; the label is for screen readers and the tooltip. */
export function iconButton(name, label, onclick, props) {
  return h('button', { type: 'button', class: 'icon-btn', 'aria-label': label, title: label, onclick, ...props }, icon(name));
}

let closeOpenMenu = null;

/**
 * Opens a menu beside `anchor`. Items are {label, note, icon, act, danger}. Arrow keys walk,
 * Escape and a press outside close, and the focus goes back to where it was.
 */
export function openMenu(anchor, items, label) {
  closeOpenMenu?.();
  const buttons = items.map((item) =>
    h('button', {
      type: 'button', role: 'menuitem', class: item.danger ? 'danger' : null,
      onclick: () => { close(true); item.act(); },
    }, item.icon ? icon(item.icon) : null,
    h('span', { class: 'menu-label' }, item.label),
    item.note ? h('span', { class: 'menu-note' }, item.note) : null));
  const menu = h('div', { role: 'menu', class: 'menu', 'aria-label': label }, buttons);
  const outside = (ev) => { if (!menu.contains(ev.target) && !anchor.contains(ev.target)) close(false); };
  function close(refocus) {
    menu.remove();
    document.removeEventListener('pointerdown', outside, true);
    anchor.setAttribute('aria-expanded', 'false');
    closeOpenMenu = null;
    if (refocus) anchor.focus();
  }
  menu.addEventListener('keydown', (ev) => {
    const at = buttons.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[ev.key];
    if (to !== undefined) {
      ev.preventDefault();
      buttons[(to + buttons.length) % buttons.length].focus();
    } else if (ev.key === 'Escape') {
      ev.preventDefault();
      ev.stopPropagation();
      close(true);
    } else if (ev.key === 'Tab') close(false);
  });
  document.body.append(menu);
  document.addEventListener('pointerdown', outside, true);
  anchor.setAttribute('aria-expanded', 'true');
  closeOpenMenu = () => close(false);
  placeBeside(menu, anchor);
  buttons[0]?.focus();
}

function placeBeside(menu, anchor) {
  const at = anchor.getBoundingClientRect();
  const size = menu.getBoundingClientRect();
  const below = window.innerHeight - at.bottom;
  const top = below > size.height + 12 ? at.bottom + 6 : Math.max(8, at.top - size.height - 6);
  const left = Math.min(Math.max(8, at.left), window.innerWidth - size.width - 8);
  menu.style.top = `${top}px`;
  menu.style.left = `${left}px`;
}

/**
 * A modal dialog. `actions` are {label, main, act}; act may return false to stay open.
 * With `over`, the dialog lies on that element, so that a phone's alert is seen on its phone.
 */
export function openDialog({ title, body, actions, over, wide }) {
  const dialog = h('dialog', { class: wide ? 'dialog wide' : 'dialog', 'aria-label': title });
  const form = h('form', {
    method: 'dialog',
    onsubmit: async (ev) => {
      ev.preventDefault();
      const action = actions.find((one) => one.main) ?? actions[0];
      if ((await action.act?.()) !== false) dialog.close();
    },
  },
  h('h2', null, title),
  h('div', { class: 'dialog-body' }, body),
  h('div', { class: 'dialog-actions' }, actions.map((action) => h('button', {
    type: action.main ? 'submit' : 'button', class: action.main ? 'btn main' : 'btn',
    onclick: action.main ? null : async () => { if ((await action.act?.()) !== false) dialog.close(); },
  }, action.label))));
  dialog.append(form);
  dialog.addEventListener('close', () => dialog.remove());
  dialog.addEventListener('click', (ev) => { if (ev.target === dialog) dialog.close(); });
  document.body.append(dialog);
  dialog.showModal();
  if (over) {
    const at = over.getBoundingClientRect();
    const width = Math.min(at.width - 12, 360);
    Object.assign(dialog.style, { width: `${width}px`, margin: '0', left: `${at.left + (at.width - width) / 2}px` });
    dialog.style.top = `${Math.max(12, at.top + at.height / 2 - dialog.offsetHeight / 2)}px`;
  }
  return dialog;
}

/** Says a line at the foot of the page, for what belongs to no phone. */
export function notice(text, bad) {
  const zone = document.getElementById('notices');
  const line = h('div', { class: bad ? 'notice bad' : 'notice' }, text);
  zone.append(line);
  setTimeout(() => line.remove(), 5000);
}

/** Puts `text` on the clipboard, or shows it to be copied by hand where that is forbidden. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    notice(t('copied'));
  } catch {
    const field = h('input', { class: 'field', value: text, readonly: true, 'aria-label': t('copyByHand') });
    openDialog({ title: t('copyByHand'), body: field, actions: [{ label: t('close'), main: true }] });
    field.select();
  }
}
