// The page's words. They live in words.json, one list a language, which a test holds to the same keys.
let all = { vi: {}, en: {} };
let language = 'vi';

/** Loads the words; call once before anything is drawn. */
export async function loadWords() {
  all = await (await fetch('/playground/words.json')).json();
  language = recall('language') ?? 'vi';
  document.documentElement.lang = language;
}

/** The language the page speaks now: `vi` or `en`. */
export const lang = () => language;

/** Changes the page's language and remembers it. The caller draws again. */
export function setLang(next) {
  language = next;
  document.documentElement.lang = next;
  remember('language', next);
}

/** The words for `key`, with `{name}` replaced from `args`. */
export function t(key, args = {}) {
  const text = all[language][key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => args[name] ?? whole);
}

/** Reads a setting; storage can be forbidden, and the page must work without. */
export function recall(key) {
  try { return localStorage.getItem(`hoadep.${key}`); } catch { return null; }
}

/** Keeps a setting, if the browser lets us. */
export function remember(key, value) {
  try { localStorage.setItem(`hoadep.${key}`, value); } catch { /* only a convenience */ }
}
