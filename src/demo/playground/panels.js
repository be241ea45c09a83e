// The tools around the phones: the clock, new people, theme, and what this page is.
import { h, icon, iconButton, openDialog, openMenu, notice } from './dom.js';
import { t, lang, recall, remember } from './words.js';
import { world, call, emulatedNow, reload } from './world.js';

const HOUR = 3600e3;
const STEPS = [['plus1h', HOUR], ['plus24h', 24 * HOUR], ['plus3d', 72 * HOUR]];

/** Draws the clock and the buttons that move it ahead. */
export function drawClock() {
  const face = h('span', { class: 'clock-face' }, h('span', { class: 'clock-time' }), h('span', { class: 'clock-ahead' }));
  const tools = document.getElementById('clock');
  const more = iconButton('more', t('clockMore'), () => openClock(more), { class: 'icon-btn small', 'aria-haspopup': 'menu', 'aria-expanded': 'false' });
  tools.setAttribute('aria-label', t('clock'));
  tools.replaceChildren(icon('clock'), face, ...STEPS.map(([key, ms]) => h('button', {
    type: 'button', class: 'btn small', 'aria-label': t(`${key}Long`), title: t(`${key}Long`), onclick: () => tryCall('POST', 'clock', { advance_ms: ms }),
  }, t(key))), more);
  tickClock();
}

/** Moves of the clock that need no button of their own: to a time of day in Việt Nam, and small ones. */
function openClock(anchor) {
  const ahead = (ms) => () => tryCall('POST', 'clock', { advance_ms: ms });
  // Việt Nam is seven hours ahead of UTC all year round.
  const until = (hour) => { const day = 24 * HOUR; return (hour * HOUR - ((emulatedNow() + 7 * HOUR) % day) + day) % day || day; };
  openMenu(anchor, [
    { icon: 'clock', label: t('plus10m'), act: ahead(HOUR / 6) },
    { icon: 'moon', label: t('toEvening'), act: ahead(until(21)) },
    { icon: 'sun', label: t('toMorning'), act: ahead(until(7)) },
  ], t('clock'));
}

/** Brings the shown time up to date; the page calls it every few seconds. */
export function tickClock() {
  const [time, ahead] = document.querySelectorAll('#clock .clock-face > span');
  if (!time) return;
  time.textContent = new Date(emulatedNow()).toLocaleString(lang(), { timeZone: 'Asia/Ho_Chi_Minh', weekday: 'short', day: 'numeric', month: 'numeric', hour: '2-digit', minute: '2-digit' });
  const hours = Math.round(world.clockAhead / HOUR);
  const parts = [[Math.floor(hours / 24), t('days')], [hours % 24, t('hours')]].filter(([n]) => n > 0);
  ahead.textContent = parts.length ? t('clockAhead', { n: parts.map((part) => part.join(' ')).join(' ') }) : '';
}

/** A call whose refusal is told at the foot of the page; gives whether it was taken. */
export async function tryCall(method, path, body) {
  try {
    await call(method, path, body);
    return true;
  } catch (error) {
    notice(error.message, true);
    return false;
  }
}

const PEOPLE = [['Mai', 'Trần'], ['Khánh', 'Phạm'], ['Hạnh', 'Đỗ'], ['Tuấn', 'Vũ'], ['Thảo', 'Lê'], ['Bình', 'Hoàng'], ['Ngọc', 'Đặng'], ['Sơn', 'Bùi']];

/** Asks for a new person and gives them a phone; `added` gets the id. */
export function askPerson(added) {
  const [first, last] = PEOPLE[world.users.size % PEOPLE.length];
  const field = (value) => h('input', { class: 'field', value, required: true, maxlength: '60', autocomplete: 'off' });
  const firstName = field(first);
  const lastName = field(last);
  const choice = (options) => h('select', { class: 'field' }, options.map(([value, label]) => h('option', { value }, label)));
  const language = choice([['vi', 'Tiếng Việt'], ['en', 'English']]);
  const row = (label, input) => h('label', { class: 'row' }, h('span', null, label), input);
  openDialog({
    title: t('addPerson'),
    body: [row(t('lastName'), lastName), row(t('firstName'), firstName), row(t('language'), language), h('p', { class: 'soft' }, t('addPersonNote'))],
    actions: [{ label: t('addCrowd'), act: addCrowd }, { label: t('cancel') }, {
      label: t('add'), main: true,
      act: async () => {
        const before = new Set(world.users.keys());
        const body = { first_name: firstName.value.trim(), last_name: lastName.value.trim(), language_code: language.value };
        if (!(await tryCall('POST', 'users', body))) return false;
        await reload();
        const fresh = [...world.users.keys()].find((id) => !before.has(id));
        if (fresh) added(fresh);
        return true;
      },
    }],
  });
}

/** Adds people by the thousand who want news and only receive. */
export async function addCrowd() {
  if (await tryCall('POST', 'audience', { count: 5000 })) notice(t('crowdAdded'));
}

const THEMES = ['auto', 'light', 'dark'];

/** Light, dark, or as the system says; the button shows which and goes to the next. */
export function drawTheme() {
  const theme = recall('theme') ?? 'auto';
  document.documentElement.dataset.theme = theme;
  const button = document.getElementById('theme');
  button.replaceChildren(icon({ auto: 'auto', light: 'sun', dark: 'moon' }[theme]));
  button.title = t(`theme.${theme}`);
  button.setAttribute('aria-label', t(`theme.${theme}`));
  button.onclick = () => {
    remember('theme', THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]);
    drawTheme();
  };
}

/** Says what this page is and is not. */
export function showAbout() {
  openDialog({
    title: t('aboutTitle'),
    body: [h('p', null, t('about1')), h('p', null, t('about2')), h('p', null, t('about3')),
      h('ul', { class: 'keys-help' }, ['help.enter', 'help.up', 'help.slash', 'help.escape'].map((key) => h('li', null, t(key))))],
    actions: [{ label: t('ok'), main: true }],
  });
}
