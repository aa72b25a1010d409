import type { Command } from './commands';

const SEQUENCE_MS = 1_200;

/** Runs commands by their keys; answers how to stop. Keys that somebody types into a field or a dialog are theirs. */
export function listenForKeys(
  commands: () => readonly Command[],
  { singleKeys }: { readonly singleKeys: boolean },
): () => void {
  let before = '';
  let beforeAt = 0;
  const listen = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const pressed = nameOf(event);
    if (pressed === undefined) return;
    const isModified = pressed.startsWith('mod+');
    if (!isModified && (!singleKeys || isTyping(event) || isUnderDialog() || isOfControl(event))) return;
    if (isModified && isUnderDialog() && pressed !== 'mod+k') return;
    const isSecond =
      event.timeStamp - beforeAt < SEQUENCE_MS && commands().some(({ keys }) => keys?.startsWith(`${before} `));
    // The second letter of a pair is never taken for a command of its own.
    const wanted = isSecond ? `${before} ${pressed}` : pressed;
    const found = commands().find(({ keys }) => keys === wanted);
    [before, beforeAt] = found || isSecond ? ['', 0] : [pressed, event.timeStamp];
    if (!found) return;
    event.preventDefault();
    found.run();
  };
  window.addEventListener('keydown', listen);
  return () => window.removeEventListener('keydown', listen);
}

function nameOf({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): string | undefined {
  if (altKey || ['Shift', 'Control', 'Meta', 'Alt'].includes(key)) return undefined;
  return ctrlKey || metaKey ? `mod+${key.toLowerCase()}` : key;
}

function isTyping({ target }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit'].includes(target.type);
}

/** Enter and the arrows belong to what has the focus: a button is pressed, a menu is walked. */
function isOfControl({ key, target }: KeyboardEvent): boolean {
  if (!['Enter', ' ', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Escape'].includes(key)) return false;
  const found =
    target instanceof Element &&
    target.closest('a, button, summary, [role=menuitem], [role=option], [role=tab], label, input');
  return Boolean(found);
}

function isUnderDialog(): boolean {
  return document.querySelector('[role=dialog][aria-modal=true], [role=menu]') !== null;
}
