// What goes wrong on demand: for one person's chats, or for a share of everybody's.
import { h, icon, openDialog } from './dom.js';
import { t } from './words.js';
import { world, chatsOf, nameOf } from './world.js';
import { tryCall } from './panels.js';

/** Trouble for everybody that a message to many meets: what the page calls it, and what is asked for. */
const TROUBLE = [
  ['blocked', { kind: 'blocked', chats: 0.05 }],
  ['refused', { kind: '400', chats: 0.01 }],
  ['storms', { kind: '429', retry_after: 3, lasts_ms: 3000, every_ms: 15000 }],
  ['lost', { kind: '500', probability: 0.02 }],
  ['down', { kind: '500', probability: 0.25 }],
];

/** What is ticked when the panel is opened and nothing is on yet. */
const USUAL = ['blocked', 'refused', 'storms'];

/** The faults that are switched on in these chats. */
export const faultsOf = (chatIds) => world.faults.filter((fault) => chatIds.includes(fault.chat_id));

/** Lets one choose what goes wrong in a phone's chats. */
export function askFault(phone) {
  const kinds = ['429', '400', '500', 'timeout', 'blocked', 'cut'];
  const radios = kinds.map((kind, i) => h('label', { class: 'option' },
    h('input', { type: 'radio', name: 'kind', value: kind, checked: i === 0 }),
    h('span', null, h('b', null, t(`fault.${kind}`)), h('span', null, t(`fault.${kind}.note`)))));
  const count = h('select', { class: 'field', 'aria-label': t('howOften') }, [1, 3, 10, ''].map((n) => h('option', { value: n }, n ? t('times', { n }) : t('always'))));
  const chats = chatsOf(phone.userId);
  const where = h('select', { class: 'field', 'aria-label': t('chats') }, chats.map((chat) => h('option', { value: chat.id, selected: chat.id === phone.chatId }, chat.id === phone.userId ? world.bot.first_name : chat.title)));
  const on = faultsOf(chats.map((chat) => chat.id));
  openDialog({
    title: t('faultsOf', { name: nameOf(phone.user) }), over: phone.el,
    body: [
      h('p', { class: 'soft' }, t('faultsWhy')),
      on.length ? h('p', { class: 'lit-line' }, icon('bolt'), on.map((fault) => `${t(`fault.${fault.kind}`)}: ${fault.count ? t('times', { n: fault.count }) : t('always')}`).join(' · ')) : null,
      h('div', { role: 'radiogroup', 'aria-label': t('faultsHere'), class: 'options' }, radios),
      h('div', { class: 'pair' }, count, chats.length > 1 ? where : null),
    ],
    actions: [
      ...(on.length ? [{ label: t('clearFaults'), act: () => clearFaults() }] : []),
      { label: t('cancel') },
      { label: t('switchOn'), main: true, act: () => tryCall('POST', 'faults', { chat_id: Number(where.value), kind: radios.map((one) => one.firstChild).find((one) => one.checked).value, count: count.value ? Number(count.value) : null }) },
    ],
  });
}

/** The trouble for everybody that is switched on, by the page's names. */
export const troubleOn = () => TROUBLE.filter(([, wanted]) => world.faults.some((fault) => fault.chat_id === null && fault.kind === wanted.kind
  && fault.chats === (wanted.chats ?? 1) && fault.probability === (wanted.probability ?? 1))).map(([key]) => key);

/** Lets one choose what goes wrong for everybody: shares of the people, and storms that come and go. */
export function askTrouble() {
  const on = troubleOn();
  const ticked = on.length ? on : USUAL;
  const boxes = TROUBLE.map(([key]) => h('label', { class: 'option' },
    h('input', { type: 'checkbox', name: 'trouble', value: key, checked: ticked.includes(key) }),
    h('span', null, h('b', null, t(`trouble.${key}`)), h('span', null, t(`trouble.${key}.note`)))));
  openDialog({
    title: t('trouble'),
    body: [
      h('p', { class: 'soft' }, t('troubleWhy')),
      on.length ? h('p', { class: 'lit-line' }, icon('bolt'), t('troubleOn', { what: on.map((key) => t(`trouble.${key}`)).join(' · ') })) : null,
      h('div', { role: 'group', 'aria-label': t('trouble'), class: 'options' }, boxes),
    ],
    actions: [
      ...(world.faults.length ? [{ label: t('clearFaults'), act: clearFaults }] : []),
      { label: t('cancel') },
      {
        label: t('switchOn'), main: true,
        act: async () => {
          const wanted = boxes.map((one) => one.firstChild).filter((box) => box.checked).map((box) => box.value);
          // What is on for one phone alone stays on.
          const others = world.faults.filter((fault) => fault.chat_id !== null);
          return (await clearFaults()) && (await each(others)) && switchOn(wanted);
        },
      },
    ],
  });
}

/** Switches the usual trouble on, without a question. */
export const usualTrouble = () => switchOn(USUAL);

const switchOn = (keys) => each(TROUBLE.filter(([key]) => keys.includes(key)).map(([, wanted]) => wanted));

async function each(faults) {
  for (const fault of faults) if (!(await tryCall('POST', 'faults', fault))) return false;
  return true;
}

const clearFaults = () => tryCall('DELETE', 'faults');

/** Shows on its button whether there is trouble for everybody. */
export function drawTrouble() {
  document.getElementById('trouble').classList.toggle('lit', troubleOn().length > 0);
}
