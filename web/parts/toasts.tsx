import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect, useState } from 'react';
import { useCommands } from './commands';
import { useWords, words } from './words';

const SHOWN_MS = 4_000;
const WAY_SHOWN_MS = 15_000;

/** Says in passing that something happened. */
export function toast(message: string, tone: 'good' | 'bad' = 'good'): void {
  notifications.show({
    message,
    color: tone === 'good' ? 'green' : 'red',
    autoClose: tone === 'good' ? SHOWN_MS : false,
    withBorder: true,
    closeButtonProps: closing(),
    role: tone === 'good' ? 'status' : 'alert',
  });
}

/** What can be taken back just now, the last first. */
let undoable: readonly { readonly id: string; readonly undo: () => void }[] = [];

/** A notice that waits for room would offer to take back what cannot be taken back any more: older ones make room at once. */
const MOST_UNDOABLE = 2;

/** Says that something happened that can be taken back for so many seconds: there, or by its key (`useUndoKey`). */
export function toastWithUndo(message: string, undo: () => void, seconds = 10): void {
  const forget = () => void (undoable = undoable.filter((each) => each.id !== id));
  const takeBack = () => {
    forget();
    notifications.hide(id);
    undo();
  };
  const id = notifications.show({
    message: <Undo message={message} seconds={seconds} undo={takeBack} />,
    autoClose: seconds * 1000,
    withBorder: true,
    withCloseButton: false,
    role: 'status',
    onClose: forget,
  });
  for (const older of undoable.slice(MOST_UNDOABLE - 1)) notifications.hide(older.id);
  undoable = [{ id, undo: takeBack }, ...undoable.slice(0, MOST_UNDOABLE - 1)];
}

/** Lets `z` take back what was done last, wherever one is by then. */
export function useUndoKey(): void {
  const { takeBack, everywhere } = useWords(WORDS);
  useCommands([{ id: 'undo', name: takeBack, group: everywhere, keys: 'z', run: () => undoable[0]?.undo() }]);
}

/** Says that something happened, and leads to it. */
export function toastWithWay(message: string, name: string, go: () => void): void {
  const id = notifications.show({
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{message}</Text>
        <Button
          size="compact-sm"
          variant="light"
          onClick={() => {
            notifications.hide(id);
            go();
          }}
        >
          {name}
        </Button>
      </Group>
    ),
    autoClose: WAY_SHOWN_MS,
    withBorder: true,
    closeButtonProps: closing(),
    role: 'status',
  });
}

/** Notices are made outside of any page: the language is that of the document. */
function closing() {
  return { 'aria-label': document.documentElement.lang === 'de' ? 'Schließen' : 'Close' };
}

function Undo(props: { readonly message: string; readonly seconds: number; readonly undo: () => void }) {
  const { undo } = useWords(WORDS);
  const [left, setLeft] = useState(props.seconds);
  useEffect(() => {
    const timer = window.setInterval(() => setLeft((seconds) => Math.max(0, seconds - 1)), 1000);
    return () => window.clearInterval(timer);
  }, []);
  return (
    <Group justify="space-between" wrap="nowrap">
      <Text size="sm">{props.message}</Text>
      <Button size="compact-sm" variant="light" onClick={props.undo}>
        {undo} <span aria-hidden>&nbsp;{left}</span>
      </Button>
    </Group>
  );
}

const WORDS = words(
  { undo: 'Undo', takeBack: 'Take back what was done last', everywhere: 'Everywhere' },
  { undo: 'Rückgängig', takeBack: 'Das Letzte zurücknehmen', everywhere: 'Überall' },
);
