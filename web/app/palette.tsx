import { Modal, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useId, useState, type KeyboardEvent } from 'react';
import { useAllCommands, useCommands, type Command } from '../parts/commands';
import { Keys } from '../parts/shortcut';
import { useFoundCustomers } from '../search/commands';
import { useWords, words } from '../parts/words';
import classes from './palette.module.css';
import { closeOverlay, openHelp, openPalette, useOverlay } from './palette-state';

/** Everything that can be done here, by typing a part of its name: Ctrl-K or Cmd-K. */
export function Palette() {
  const said = useWords(WORDS);
  const overlay = useOverlay();
  useCommands([
    { id: 'palette', name: said.title, group: said.everywhere, keys: 'mod+k', onlyKeys: true, run: openPalette },
    { id: 'help', name: said.help, group: said.everywhere, keys: '?', run: openHelp },
  ]);
  return (
    <Modal.Root
      opened={overlay === 'palette'}
      onClose={closeOverlay}
      padding={0}
      size={560}
      yOffset="12vh"
      centered={false}
    >
      <Modal.Overlay />
      <Modal.Content aria-label={said.title}>
        <Modal.Body>
          <Finder />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function Finder() {
  const said = useWords(WORDS);
  const list = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const commands = matching(useAllCommands(), text);
  const found = [...commands, ...useFoundCustomers(text)];
  const chosen = Math.min(at, found.length - 1);

  const run = (command: Command | undefined) => {
    if (!command) return;
    closeOverlay();
    // The dialog gives the focus back first; what is run may want it.
    window.setTimeout(command.run);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setAt((chosen + step + found.length) % Math.max(1, found.length));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(found[chosen]);
    }
  };

  return (
    <div>
      <TextInput
        variant="unstyled"
        size="md"
        className={classes['field']}
        leftSection={<IconSearch size={18} stroke={1.6} aria-hidden />}
        placeholder={said.placeholder}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
        data-autofocus
        role="combobox"
        aria-expanded
        aria-controls={list}
        aria-label={said.placeholder}
        aria-activedescendant={found[chosen] && `${list}-${chosen}`}
        autoComplete="off"
      />
      <div role="listbox" id={list} aria-label={said.title} className={classes['list']}>
        {found.map((command, index) => (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the field above holds the focus and takes the keys
          <div
            key={command.id}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === chosen}
            tabIndex={-1}
            ref={(option) => {
              if (index === chosen) option?.scrollIntoView({ block: 'nearest' });
            }}
            className={classes['option']}
            onClick={() => run(command)}
            onMouseMove={() => setAt(index)}
          >
            <span className={classes['group']}>{command.group}</span>
            <span>{command.name}</span>
            {command.keys && <Keys keys={command.keys} />}
          </div>
        ))}
      </div>
      {found.length === 0 && (
        <p className={classes['none']} role="status">
          {said.none}
        </p>
      )}
    </div>
  );
}

/** Each word must stand somewhere in the name or its heading; those whose name begins with it come first. */
function matching(commands: readonly Command[], text: string): readonly Command[] {
  const wanted = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const seen = new Set<string>();
  const found = commands.filter(({ id, name, group, onlyKeys }) => {
    if (onlyKeys || seen.has(id)) return false;
    seen.add(id);
    const whole = `${group} ${name}`.toLocaleLowerCase();
    return wanted.every((word) => whole.includes(word));
  });
  const rank = ({ name }: Command) => (wanted[0] && name.toLocaleLowerCase().startsWith(wanted[0]) ? 0 : 1);
  return found.toSorted((a, b) => rank(a) - rank(b)).slice(0, 40);
}

const WORDS = words(
  {
    title: 'Commands',
    everywhere: 'Everywhere',
    help: 'Keyboard shortcuts',
    placeholder: 'What do you want to do, or whom do you look for?',
    none: 'Nothing here is called that.',
  },
  {
    title: 'Befehle',
    everywhere: 'Überall',
    help: 'Tastenkürzel',
    placeholder: 'Was möchten Sie tun, oder wen suchen Sie?',
    none: 'So heißt hier nichts.',
  },
);
