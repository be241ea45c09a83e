// The foot of a phone: what is being written, what is attached, the command menu and the
// reply keyboard.
import { h, icon, iconButton, openMenu, openDialog, notice } from './dom.js';
import { t, lang } from './words.js';
import { call } from './world.js';
import { deepLink, deepLinkIn } from './rich.js';

/** The built-in pictures, drawn for this page. */
export const SAMPLES = ['road', 'porridge', 'flowers', 'letter'];

/** A built-in picture as a file to send. */
export async function sampleFile(name) {
  const answer = await fetch(`/samples/${name}.png`);
  return new File([await answer.blob()], `${name}.png`, { type: 'image/png' });
}

/** Sends files, several pictures being an album. */
export function sendFiles(phone, files, caption, as) {
  const form = new FormData();
  form.append('chat_id', phone.chatId);
  form.append('user_id', phone.userId);
  form.append('caption', caption);
  form.append('as', as);
  for (const file of files) form.append('file', file, file.name);
  return phone.run(() => call('POST', 'media', form));
}

/** The writing part of one phone. */
export class Composer {
  constructor(phone) {
    this.phone = phone;
    this.files = [];
    this.as = 'photo';
    this.keysOpen = true;
    this.el = h('div', { class: 'foot' });
    this.input = h('textarea', { rows: '1', class: 'field', oninput: () => this.onInput(), onkeydown: (ev) => this.onKey(ev), onpaste: (ev) => this.onPaste(ev) });
    this.hint = h('div', { class: 'hint' });
    this.tray = h('div', { class: 'tray' });
    this.keys = h('div', { class: 'reply-keys', role: 'group' });
    this.photoInput = this.picker('image/*', 'photo');
    this.fileInput = this.picker('', 'document');
    this.bar = h('form', { class: 'composer', onsubmit: (ev) => { ev.preventDefault(); this.submit(); } });
  }

  picker(accept, as) {
    return h('input', { type: 'file', accept, multiple: true, hidden: true, tabindex: '-1', onchange: (ev) => { this.attach([...ev.target.files], as); ev.target.value = ''; } });
  }

  /** Draws what depends on the chat: buttons, the reply keyboard, the gate. */
  draw() {
    const gate = this.phone.gate();
    const sign = JSON.stringify([lang(), Boolean(gate), this.phone.user.blocked, this.phone.chat.reply_keyboard, this.phone.chat.commands.length, this.phone.chatId]);
    if (sign === this.sign) return;
    this.sign = sign;
    if (gate) {
      this.el.replaceChildren(gate);
      return;
    }
    this.input.setAttribute('aria-label', t('writeTo'));
    this.input.placeholder = t('writeHere');
    const rows = this.phone.chat.reply_keyboard?.keyboard;
    const menu = iconButton('menu', t('commandMenu'), () => this.openCommands(menu), { 'aria-haspopup': 'menu', 'aria-expanded': 'false', class: 'icon-btn commands' });
    const clip = iconButton('clip', t('attach'), () => this.openAttach(clip), { 'aria-haspopup': 'menu', 'aria-expanded': 'false' });
    const toggle = rows?.length ? iconButton('keys', t('replyKeyboard'), () => this.toggleKeys(toggle), { 'aria-expanded': String(this.keysOpen) }) : null;
    this.bar.replaceChildren(...[this.phone.chat.commands.length ? menu : null, clip, this.input, toggle,
      h('button', { class: 'icon-btn send', 'aria-label': t('send'), title: t('send') }, icon('send')), this.photoInput, this.fileInput].filter(Boolean));
    this.keys.setAttribute('aria-label', t('replyKeyboard'));
    this.keys.replaceChildren(...(rows ?? []).map((row) => h('div', { class: 'keys-row' }, row.map((button) => this.replyKey(button)))));
    this.keys.hidden = !rows?.length || !this.keysOpen;
    this.el.replaceChildren(this.hint, this.tray, this.bar, this.keys);
    this.drawTray();
    this.drawHint();
  }

  replyKey(button) {
    const value = typeof button === 'string' ? { text: button } : button;
    const act = value.request_contact ? () => this.phone.askContact() : () => { this.phone.send(value.text); this.input.focus(); };
    return h('button', { type: 'button', class: 'key', onclick: act }, value.request_contact ? icon('phone') : null, h('span', null, value.text));
  }

  toggleKeys(toggle) {
    this.keysOpen = !this.keysOpen;
    this.keys.hidden = !this.keysOpen;
    toggle.setAttribute('aria-expanded', String(this.keysOpen));
  }

  openCommands(anchor) {
    openMenu(anchor, this.phone.chat.commands.map((one) => ({ label: `/${one.command}`, note: one.description, act: () => this.phone.send(`/${one.command}`) })), t('commandMenu'));
  }

  openAttach(anchor) {
    openMenu(anchor, [
      { icon: 'plus', label: t('samplePhotos'), act: () => this.openSamples() },
      { icon: 'clip', label: t('photosFromDisk'), act: () => this.photoInput.click() },
      { icon: 'file', label: t('filesFromDisk'), act: () => this.fileInput.click() },
      { icon: 'phone', label: t('shareContact'), act: () => this.phone.askContact() },
    ], t('attach'));
  }

  openSamples() {
    const picks = SAMPLES.map((name, i) => h('label', { class: 'sample' },
      h('input', { type: 'checkbox', value: name, checked: i < 3 }),
      h('img', { src: `/samples/${name}.png`, alt: '' }), h('span', null, t(`sample.${name}`))));
    const dialog = openDialog({
      title: t('samplePhotos'), over: this.phone.el, body: h('div', { class: 'samples' }, picks),
      actions: [{ label: t('cancel') }, {
        label: t('add'), main: true,
        act: async () => {
          const names = picks.map((pick) => pick.querySelector('input')).filter((box) => box.checked).map((box) => box.value);
          this.attach(await Promise.all(names.map(sampleFile)), 'photo');
          // A dialog gives the focus back to where it was: from there it goes on to the caption.
          dialog.addEventListener('close', () => this.input.focus());
        },
      }],
    });
  }

  /** Puts files in the tray, to be sent with the text that is being written. */
  attach(files, as) {
    if (!files.length) return;
    if (as) this.as = as;
    // Telegram takes ten a time in an album.
    if (this.files.length + files.length > 10) notice(t('tenAtMost'));
    this.files = [...this.files, ...files].slice(0, 10);
    if (this.files.some((file) => !file.type.startsWith('image/'))) this.as = 'document';
    this.drawTray();
    this.input.focus();
  }

  drawTray() {
    for (const img of this.tray.querySelectorAll('img')) URL.revokeObjectURL(img.src);
    this.tray.hidden = !this.files.length;
    this.tray.replaceChildren(...this.files.map((file, i) => h('span', { class: 'attached' },
      file.type.startsWith('image/') && this.as === 'photo' ? h('img', { src: URL.createObjectURL(file), alt: file.name }) : h('span', { class: 'attached-name' }, icon('file'), file.name),
      iconButton('close', t('removeFile', { name: file.name }), () => { this.files.splice(i, 1); this.drawTray(); this.input.focus(); }, { class: 'icon-btn tiny' }))));
  }

  onInput() {
    this.input.style.height = 'auto';
    this.input.style.height = `${Math.min(this.input.scrollHeight + 2, 140)}px`;
    this.drawHint();
  }

  drawHint() {
    const text = this.input.value;
    const link = deepLinkIn(text);
    const commands = /^\/\w*$/.test(text) ? this.phone.chat.commands.filter((one) => `/${one.command}`.startsWith(text)) : [];
    const parts = [];
    if (this.editing) {
      parts.push(h('div', { class: 'editing' }, icon('edit'), h('span', null, t('editing')), iconButton('close', t('cancel'), () => this.stopEdit(), { class: 'icon-btn tiny' })));
    } else if (link) {
      parts.push(h('button', { type: 'button', class: 'btn main', onclick: () => { this.clear(); this.phone.open(deepLink(link)); } }, t('openThisLink')));
    } else if (commands.length) {
      parts.push(h('div', { class: 'suggest', role: 'group', 'aria-label': t('commandMenu') }, commands.map((one) => h('button', { type: 'button', onclick: () => { this.clear(); this.phone.send(`/${one.command}`); } },
        h('b', null, `/${one.command}`), h('span', null, one.description)))));
    }
    this.hint.replaceChildren(...parts);
    this.hint.hidden = !parts.length;
  }

  onKey(ev) {
    // While a Vietnamese input method is composing, Enter ends the syllable, not the message.
    if (ev.isComposing || ev.keyCode === 229) return;
    if (ev.key === 'Enter' && !ev.shiftKey) {
      ev.preventDefault();
      this.submit();
    } else if (ev.key === 'Escape') {
      if (this.editing) this.stopEdit();
      else if (this.files.length) { this.files = []; this.drawTray(); }
    } else if (ev.key === 'ArrowUp' && !this.input.value) {
      const mine = [...this.phone.chat.messages.values()].filter((one) => one.from === this.phone.userId && one.text);
      if (mine.length) { ev.preventDefault(); this.startEdit(mine.at(-1)); }
    }
  }

  onPaste(ev) {
    const files = [...(ev.clipboardData?.files ?? [])];
    if (!files.length) return;
    ev.preventDefault();
    this.attach(files, 'photo');
  }

  startEdit(message) {
    this.editing = message;
    this.input.value = message.text;
    this.onInput();
    this.input.focus();
  }

  stopEdit() { this.editing = null; this.clear(); this.input.focus(); }

  clear() {
    this.input.value = '';
    this.onInput();
  }

  async submit() {
    const text = this.input.value.trim();
    const { editing, files, as } = this;
    if (!text && !files.length) return;
    this.editing = null;
    this.files = [];
    this.as = 'photo';
    this.clear();
    this.drawTray();
    this.input.focus();
    const sent = editing ? await this.phone.edit(editing.message_id, text) : files.length ? await sendFiles(this.phone, files, text, as ?? 'photo') : await this.phone.send(text);
    // What was refused is given back to its writer.
    if (!sent && !this.input.value) {
      Object.assign(this, { editing, files, as });
      this.input.value = text;
      this.onInput();
      this.drawTray();
    }
  }
}
