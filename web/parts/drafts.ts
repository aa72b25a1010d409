import { useCallback, useSyncExternalStore } from 'react';

const PREFIX = 'perennial-draft:';
const OWNER = 'perennial-drafts-of';
const WRITE_AFTER_MS = 250;

const texts = new Map<string, string>();
const watchers = new Set<() => void>();
let waiting: number | undefined;

/**
 * A text that is being written. It is kept on this machine under its name, so that it outlives a reload, an ended session and a change of
 * page, until `clear` is called because it was sent or thrown away.
 */
export function useDraft(name: string): readonly [text: string, write: (text: string) => void, clear: () => void] {
  const text = useSyncExternalStore(watch, () => read(name));
  const write = useCallback((next: string) => change(name, next), [name]);
  const clear = useCallback(() => change(name, ''), [name]);
  return [text, write, clear];
}

/** Throws all drafts away: whoever signs out leaves nothing behind on the machine. */
export function clearDrafts(): void {
  texts.clear();
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
}

/** Drafts on this machine are those of one person: whoever comes after somebody else finds none of theirs. */
export function ownDrafts(staffId: string): void {
  const before = localStorage.getItem(OWNER);
  if (before === staffId) return;
  if (before !== null) clearDrafts();
  localStorage.setItem(OWNER, staffId);
  for (const tell of watchers) tell();
}

function read(name: string): string {
  return texts.get(name) ?? localStorage.getItem(PREFIX + name) ?? '';
}

function change(name: string, text: string): void {
  texts.set(name, text);
  for (const tell of watchers) tell();
  window.clearTimeout(waiting);
  waiting = window.setTimeout(keep, WRITE_AFTER_MS);
}

function keep(): void {
  for (const [name, text] of texts) {
    if (text === '') localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, text);
  }
  texts.clear();
}

function watch(tell: () => void): () => void {
  watchers.add(tell);
  window.addEventListener('pagehide', keep);
  return () => void watchers.delete(tell);
}
