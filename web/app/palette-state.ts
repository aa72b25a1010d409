import { useSyncExternalStore } from 'react';

const watchers = new Set<() => void>();
let open: 'palette' | 'help' | undefined;

function show(which: typeof open): void {
  open = which;
  for (const tell of watchers) tell();
}

/** Opens the command palette. */
export function openPalette(): void {
  show('palette');
}

/** Opens the list of shortcuts. */
export function openHelp(): void {
  show('help');
}

/** Closes either. */
export function closeOverlay(): void {
  show(undefined);
}

/** Which of the two is open. */
export function useOverlay(): typeof open {
  return useSyncExternalStore(
    (tell) => {
      watchers.add(tell);
      return () => void watchers.delete(tell);
    },
    () => open,
  );
}
