// Copies of text that is not saved, kept by this browser until it is: each under the name of whoever wrote it.

const PREFIX = "unsaved";
// A week
const LONGEST = 7 * 24 * 60 * 60 * 1000;

/**
 * Returns the key of a new copy. Each page has its own, so that two tabs do not overwrite each other's.
 * @param {string} user the name that signs in
 * @param {string} article its number, or "new"
 */
export function newKey(user, article) {
  return [...parts(user, article), Math.random().toString(36).slice(2)].join(" ");
}

/**
 * Keeps the fields of a form, or nothing where the browser has no room or keeps nothing (a private window).
 * @param {string} key
 * @param {[string, string][]} fields names and values
 */
export function storeCopy(key, fields) {
  attempt(() => localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields })));
}

/**
 * Returns the copies of one person, the newest first.
 * @param {string} user
 * @param {string} [article] only those of this article
 * @returns {{key: string, at: number, fields: [string, string][]}[]} `at` in milliseconds since 1970
 */
export function readCopies(user, article) {
  const copies = keysOf(user, article).map((key) => ({ key, ...attempt(() => JSON.parse(localStorage.getItem(key))) }));
  return copies.filter((copy) => Array.isArray(copy.fields)).sort((one, other) => other.at - one.at);
}

/** @param {string} key */
export function removeCopy(key) {
  attempt(() => localStorage.removeItem(key));
}

/** @param {string} user */
export function removeCopiesOf(user) {
  keysOf(user).forEach(removeCopy);
}

/** Removes copies older than a week, whoever wrote them, and what is no copy. */
export function removeExpired() {
  for (const key of allKeys()) {
    const copy = attempt(() => JSON.parse(localStorage.getItem(key)));
    if (!(copy?.at > Date.now() - LONGEST)) removeCopy(key);
  }
}

/** Returns what `action` returns, or null where the browser keeps nothing. */
export function attempt(action) {
  try {
    return action();
  } catch {
    return null;
  }
}

function parts(user, article) {
  return [PREFIX, encodeURIComponent(user), ...(article ? [article] : [])];
}

function keysOf(user, article) {
  return allKeys().filter((key) => key.startsWith(`${parts(user, article).join(" ")} `));
}

function allKeys() {
  return (attempt(() => Object.keys(localStorage)) || []).filter((key) => key.startsWith(`${PREFIX} `));
}
