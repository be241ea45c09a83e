// "Try it in a minute": chapters of five steps that tick themselves off from what happens in the chats.
import { h, icon, iconButton } from './dom.js';
import { t, lang, recall, remember } from './words.js';
import { world, nameOf } from './world.js';
import { sampleFile, sendFiles } from './composer.js';
import { addCrowd } from './panels.js';
import { troubleOn, usualTrouble } from './faults.js';

/** What a nomination's code looks like, as it is shown to people. */
const CODE = /\b[A-Z]{2}-[0-9A-Z]{4,6}\b/g;
/** Codes whose card was redrawn with a way to the next one: somebody has decided. */
const decided = new Set();
/** Whether there has been trouble for everybody since the page was opened. */
let troubled = false;
/** The first line of the panel of a recall: what is deleted or corrected, and how far it is. */
const RECALL = /^(🗑|✏️) .* – /;

/** The chapters: what each is called, and its steps. */
const CHAPTERS = [['chapter.try', trySteps], ['chapter.admin', adminSteps], ['chapter.news', newsSteps], ['chapter.trouble', troubleSteps]];

/** Draws the strip. `page` gives phone(id) and show(id). */
export function drawGuide(page) {
  const strip = document.getElementById('guide');
  if (recall('guide') === 'off') {
    strip.replaceChildren(h('button', { type: 'button', class: 'guide-show', onclick: () => { remember('guide', 'on'); drawGuide(page); } }, icon('info'), t('guideTitle')));
    strip.className = 'guide folded';
    return;
  }
  const chapter = Math.min(Number(recall('chapter') ?? 0) || 0, CHAPTERS.length - 1);
  const steps = world.users.size ? CHAPTERS[chapter][1](page) : [];
  const now = steps.findIndex((step) => !step.done);
  const had = document.activeElement?.dataset?.chapter;
  strip.className = 'guide';
  strip.setAttribute('aria-label', t('guideTitle'));
  strip.replaceChildren(
    h('h2', { class: 'sr' }, t('guideTitle')),
    h('div', { class: 'chapters', role: 'group', 'aria-label': t('guideTitle') }, CHAPTERS.map(([key], i) => h('button', {
      type: 'button', 'aria-pressed': String(i === chapter), 'data-chapter': String(i), onclick: () => { remember('chapter', String(i)); drawGuide(page); },
    }, t(key)))),
    h('ol', null, steps.map((step, i) => h('li', { class: step.done ? 'done' : i === now ? 'now' : null, 'aria-current': i === now ? 'step' : null },
      h('span', { class: 'petal', 'aria-hidden': 'true' }, step.done ? icon('check') : String(i + 1)),
      h('div', { class: 'step' },
        h('button', { type: 'button', class: 'step-text', onclick: () => page.show(step.userId, true) }, step.text, step.done ? h('span', { class: 'sr' }, ` (${t('done')})`) : null),
        step.below ?? null,
        step.help && !step.done ? h('button', { type: 'button', class: 'btn small', onclick: step.help }, step.helpText) : null)))),
    h('p', { class: 'guide-end' }, steps.length && now < 0 ? t(chapter ? 'chapterDone' : 'guideDone') : ''),
    iconButton('close', t('hideGuide'), () => { remember('guide', 'off'); drawGuide(page); }));
  if (had) strip.querySelector(`[data-chapter="${had}"]`)?.focus();
}

/** What the crowd was sent. Only the number is drawn again: buttons must stay where a finger is. */
export function drawCrowd(page) {
  const line = document.querySelector('.crowd-count');
  const first = world.crowd.messages === 1 || !line;
  if (first || line.dataset.people !== String(world.crowd.people)) drawGuide(page);
  else line.textContent = crowdWords();
}

const crowdWords = () => t('crowdCount', { people: number(world.crowd.people), messages: number(world.crowd.messages) });
const number = (value) => value.toLocaleString(lang());

/** Watches a message for what the steps wait for. */
export function watch(message) {
  const user = world.users.get(message.chat_id);
  if (message.from !== 0 || (user && user.role === 'citizen')) return;
  const decides = message.buttons?.flat().some((button) => button.data?.endsWith('.next'));
  if (!message.edit_date || !decides) return;
  for (const code of (message.text ?? '').match(CODE) ?? []) decided.add(code);
}

/** A citizen nominates, a reviewer decides. */
function trySteps(page) {
  const people = [...world.users.values()];
  const citizen = people.find((user) => user.role === 'citizen') ?? people[0];
  const second = people.filter((user) => user.role === 'citizen')[1] ?? citizen;
  const reviewer = people.find((user) => user.role === 'reviewer') ?? people.find((user) => user.role === 'admin') ?? citizen;
  if (!citizen) return [];
  const told = (user) => from(user, (one) => one.from === 0 && new RegExp(CODE.source).test(one.text ?? ''));
  const photos = (user) => from(user, (one) => one.from === user.id && one.media?.kind === 'photo');
  const said = from(citizen, (one) => one.from === citizen.id);
  // Until they agree, all that the bot offers them is the notice with its button.
  const asks = (one) => one.buttons.flat().some((button) => button.data?.startsWith('consent.'));
  const agreed = said && from(citizen, (one) => one.from === 0 && one.buttons?.length > 0 && !asks(one));
  const name = (user) => user.first_name;
  const begin = () => { page.show(citizen.id); page.phone(citizen.id)?.open(''); };
  const send = async () => {
    const phone = page.phone(citizen.id);
    page.show(citizen.id);
    await sendFiles(phone, await Promise.all(['road', 'porridge', 'flowers'].map(sampleFile)), t('sampleDeed'), 'photo');
  };
  const steps = [
    { text: t('step.start', { name: name(citizen) }), userId: citizen.id, done: agreed, help: said ? null : begin, helpText: t('start') },
    { text: t('step.photos', { name: name(citizen) }), userId: citizen.id, done: photos(citizen), help: send, helpText: t('sendThree') },
    { text: t('step.submit'), userId: citizen.id, done: told(citizen) },
    { text: t('step.refuse', { name: name(reviewer) }), userId: reviewer.id, done: decided.size > 0 },
    { text: t('step.approve', { name: name(second), reviewer: name(reviewer) }), userId: second.id, done: decided.size > 1 },
  ];
  // Who got further has been through what comes before, whatever the page has seen of it.
  const furthest = steps.findLastIndex((step) => step.done);
  return steps.map((step, i) => ({ ...step, done: i <= furthest }));
}

/** What an admin runs the movement with, and what a citizen may ask of it. */
function adminSteps(page) {
  const admin = first('admin');
  const citizen = first('citizen');
  return [
    command(page, 'campaign', admin, ['/chiendich', '/campaign']),
    command(page, 'team', admin, ['/doingu', '/team', '/moi', '/invite']),
    command(page, 'settings', admin, ['/caidat', '/settings']),
    { ...command(page, 'stats', admin, ['/thongke', '/stats']), done: sent(admin, () => true) },
    { ...command(page, 'mydata', citizen, ['/dulieu', '/mydata']), done: sent(citizen, (media) => media.kind === 'document') },
  ];
}

/** A message to many, from who wants it to what became of it. */
function newsSteps(page) {
  const citizen = first('citizen');
  const editor = first('editor');
  return [
    command(page, 'news', citizen, ['/nhantin', '/news']),
    crowdStep(editor),
    { ...command(page, 'broadcast', editor, ['/phattin', '/broadcast']), done: world.crowd.messages > 0 },
    { text: t('step.live', { name: editor.first_name }), userId: editor.id, done: hasList(editor) },
    command(page, 'stop', citizen, ['/dung', '/stop', 'dừng', 'stop'], lang() === 'en' ? 'STOP' : 'DỪNG'),
  ];
}

/** A message to many through trouble: what the report says of it, and how it is taken back. */
function troubleSteps(page) {
  const editor = first('editor');
  const name = editor.first_name;
  troubled ||= troubleOn().length > 0;
  const taken = (one) => one.from === 0 && RECALL.test((one.text ?? '').split('\n')[0]);
  return [
    crowdStep(editor),
    { text: t('step.trouble'), userId: editor.id, done: troubled, help: usualTrouble, helpText: t('troubleShort') },
    { ...command(page, 'storm', editor, ['/phattin', '/broadcast']), done: world.crowd.messages > 0 },
    { text: t('step.list', { name }), userId: editor.id, done: hasList(editor) },
    { text: t('step.recall', { name }), userId: editor.id, done: from(editor, taken) },
  ];
}

/** The step that puts thousands of people there, and says what they got. */
function crowdStep(editor) {
  const count = world.crowd.people ? h('p', { class: 'crowd-count', 'data-people': String(world.crowd.people) }, crowdWords()) : null;
  return { text: t('step.crowd'), userId: editor.id, done: world.crowd.people > 0, help: addCrowd, helpText: t('addCrowdShort'), below: count };
}

const hasList = (user) => sent(user, (media) => /\.csv$/i.test(media.file_name ?? ''));
const first = (role) => [...world.users.values()].find((user) => user.role === role) ?? world.users.values().next().value;
const from = (user, test) => [...(world.chats.get(user.id)?.messages.values() ?? [])].some(test);
const sent = (user, test) => from(user, (one) => one.from === 0 && one.media && test(one.media));

/** A step that is writing a word; the button writes it, in the page's language. */
function command(page, key, user, words, shown) {
  const word = shown ?? words[lang() === 'en' ? 1 : 0];
  const said = from(user, (one) => one.from === user.id && words.includes((one.text ?? '').trim().toLowerCase()));
  const help = () => { page.show(user.id); page.phone(user.id)?.send(word); };
  return { text: t(`step.${key}`, { name: user.first_name, word }), userId: user.id, done: said, help, helpText: t('typeFor', { word }) };
}

/** Looks at every message again, after the state was loaded. */
export function watchAll() {
  decided.clear();
  for (const chat of world.chats.values()) for (const message of chat.messages.values()) watch(message);
}

/** The name of a person's role and name, for the strip of tabs. */
export const tabName = (user) => `${nameOf(user)}, ${t(`role.${user.role}`)}`;
