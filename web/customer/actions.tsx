import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useSession } from '../app/session';
import { useCommands } from '../parts/commands';
import { useWords } from '../parts/words';
import { CorrectDialog } from './correct';
import classes from './customer.module.css';
import { AskDialog, CopyDialog, EraseDialog, HoldDialog } from './dialogs';
import type { Profile } from './read';
import { WORDS } from './words';

/** What can be done about them as a whole, by role; each is also a command. Whoever may only read sees none. */
export function Actions({ customer }: { readonly customer: Profile }) {
  const said = useWords(WORDS);
  const { can } = useSession();
  const [shown, show] = useState<string>();
  const close = () => show(undefined);
  const acts = [
    { id: 'ask', name: said.askPerson, right: 'work', keys: 't' },
    { id: 'correct', name: said.correct, right: 'work', keys: 'e' },
    { id: 'hold', name: said.holdAll, right: 'steer', keys: undefined },
    { id: 'copy', name: said.copy, right: 'privacy', keys: undefined },
    { id: 'erase', name: said.erase, right: 'privacy', keys: undefined },
  ] as const;
  const open = acts.filter(({ right }) => can(right));
  useCommands(
    open.map(({ id, name, keys }) => ({
      id: `customer ${id}`,
      name,
      group: said.group,
      ...(keys && { keys }),
      run: () => show(id),
    })),
  );
  if (open.length === 0) return null;
  const dialog = (id: string) => ({ customer, opened: shown === id, close });
  return (
    <div className={classes['actions']}>
      <Menu position="bottom-end" shadow="md" width={260}>
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={15} aria-hidden />}>
            {said.actions}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {open.map(({ id, name }) => (
            <Menu.Item key={id} color={id === 'erase' ? 'red' : undefined} onClick={() => show(id)}>
              {name}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <AskDialog {...dialog('ask')} />
      <CorrectDialog {...dialog('correct')} />
      <HoldDialog {...dialog('hold')} />
      <CopyDialog {...dialog('copy')} />
      <EraseDialog {...dialog('erase')} />
    </div>
  );
}
