import { Modal, Switch, Table, Title } from '@mantine/core';
import { Fragment } from 'react';
import { useAllCommands, useSingleKeys, type Command } from '../parts/commands';
import { Keys } from '../parts/shortcut';
import { useWords, words } from '../parts/words';
import { closeOverlay, useOverlay } from './palette-state';

/** The shortcuts of what is shown, and the switch that turns those of a single key off. */
export function ShortcutHelp() {
  const said = useWords(WORDS);
  const overlay = useOverlay();
  return (
    <Modal
      opened={overlay === 'help'}
      onClose={closeOverlay}
      title={said.title}
      size="lg"
      closeButtonProps={{ 'aria-label': said.close }}
    >
      <Shortcuts />
    </Modal>
  );
}

function Shortcuts() {
  const said = useWords(WORDS);
  const [singleKeys, setSingleKeys] = useSingleKeys();
  const groups = groupsOf(withKeys(useAllCommands()));
  return (
    <>
      <Switch
        mb="md"
        checked={singleKeys}
        onChange={(event) => setSingleKeys(event.currentTarget.checked)}
        label={said.singleKeys}
        description={said.whyOff}
      />
      <Table withRowBorders={false} verticalSpacing={4}>
        <Table.Tbody>
          {groups.map(([group, commands]) => (
            <Fragment key={group}>
              <Table.Tr>
                <Table.Th colSpan={2} pt="md">
                  <Title order={3} size="h4">
                    {group}
                  </Title>
                </Table.Th>
              </Table.Tr>
              {commands.map(({ id, name, keys = '' }) => (
                <Table.Tr key={id}>
                  <Table.Td>{name}</Table.Td>
                  <Table.Td ta="end">
                    <Keys keys={keys} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Fragment>
          ))}
        </Table.Tbody>
      </Table>
    </>
  );
}

function groupsOf(commands: readonly Command[]): readonly (readonly [group: string, commands: readonly Command[]])[] {
  const groups = [...new Set(commands.map(({ group }) => group))];
  return groups.map((group) => [group, commands.filter((command) => command.group === group)]);
}

function withKeys(commands: readonly Command[]): readonly Command[] {
  const taken = new Set<string>();
  return commands.filter(({ keys }) => {
    if (keys === undefined || taken.has(keys)) return false;
    taken.add(keys);
    return true;
  });
}

const WORDS = words(
  {
    title: 'Keyboard shortcuts',
    close: 'Close',
    singleKeys: 'Shortcuts of a single key',
    whyOff: 'Turn them off if you dictate, or if keys are pressed by accident. Ctrl-K still finds everything.',
  },
  {
    title: 'Tastenkürzel',
    close: 'Schließen',
    singleKeys: 'Kürzel mit einer einzelnen Taste',
    whyOff:
      'Schalten Sie sie aus, wenn Sie diktieren oder Tasten aus Versehen gedrückt werden. Strg-K findet weiterhin alles.',
  },
);
