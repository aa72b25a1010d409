import { Fragment } from 'react';

const APPLE = /Mac|iPhone|iPad/.test(navigator.userAgent);
const SIGNS: Readonly<Record<string, string>> = {
  mod: APPLE ? '⌘' : 'Ctrl',
  Enter: '↵',
  Escape: 'Esc',
  ArrowUp: '↑',
  ArrowDown: '↓',
};

/** A shortcut as it stands on the keyboard: `g i`, `mod+k`. */
export function Keys({ keys }: { readonly keys: string }) {
  return (
    <span style={{ whiteSpace: 'nowrap' }}>
      {keys
        .split(' ')
        .flatMap((stroke) => stroke.split('+'))
        .map((key, index) => (
          <Fragment key={key + String(index)}>
            {index > 0 && ' '}
            <kbd>{SIGNS[key] ?? (key.length === 1 ? key.toUpperCase() : key)}</kbd>
          </Fragment>
        ))}
    </span>
  );
}
