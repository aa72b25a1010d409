import { Button, Group } from '@mantine/core';
import { IconArrowBackUp, IconArrowRight, IconCheck, IconClockPause, IconHandStop } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useSession } from '../app/session';
import { useCommands, type Command } from '../parts/commands';
import { useWords } from '../parts/words';
import { CompleteDialog } from './complete';
import { useDeeds } from './deeds';
import { More, Reopen } from './more';
import { useNeighbours } from './neighbours';
import type { TaskFile } from './read';
import { SnoozeDialog } from './snooze';
import classes from './task.module.css';
import { WORDS } from './words';

/** What can be done about the task as it stands, by whoever looks at it. */
export function Actions({ task }: { readonly task: TaskFile }) {
  const said = useWords(WORDS);
  const { staff, can } = useSession();
  const { claim, release } = useDeeds();
  const navigate = useNavigate({ from: '/tasks/$id' });
  const search = useSearch({ from: '/shell/tasks/$id' });
  const neighbours = useNeighbours(task.id, search);
  const [dialog, setDialog] = useState<'snooze' | 'complete'>();

  const completing = useRef<HTMLButtonElement>(null);
  const shown = useRef(task.state);
  useEffect(() => {
    if (shown.current === task.state) return;
    shown.current = task.state;
    // The button that was pressed may be gone now; what comes next has the focus then.
    if (document.activeElement === document.body) completing.current?.focus({ preventScroll: true });
  }, [task.state]);

  const isOver = task.finished_at !== null;
  const isMine = task.state === 'claimed' && task.assignee === staff.id;
  const isFree = task.state !== 'claimed' && !isOver;
  // Whatever one did about the task of somebody else would be refused.
  const isOthers = task.state === 'claimed' && !isMine;
  const may = can('work') && !isOver && !isOthers;
  const to = (id: string | undefined) =>
    void (id === undefined ? navigate({ to: '/', search }) : navigate({ to: '/tasks/$id', params: { id }, search }));
  const group = said.group;
  const commands: readonly (Command | false)[] = [
    may && isFree && { id: 'claim', name: said.claim, group, keys: 'c', run: () => void claim(task) },
    may && isMine && { id: 'release', name: said.release, group, keys: 'r', run: () => void release(task) },
    may && { id: 'snooze', name: said.snooze, group, keys: 's', run: () => setDialog('snooze') },
    may && { id: 'complete', name: said.complete, group, keys: 'e', run: () => setDialog('complete') },
    { id: 'next', name: said.nextTask, group, keys: 'j', run: () => to(neighbours.next) },
    { id: 'previous', name: said.previousTask, group, keys: 'k', onlyKeys: true, run: () => to(neighbours.previous) },
    {
      id: 'customer',
      name: said.openCustomer,
      group,
      keys: 'o',
      run: () => void navigate({ to: '/customers/$id', params: { id: task.customer.id }, search: {} }),
    },
    { id: 'back', name: said.toList, group, keys: 'u', onlyKeys: true, run: () => to(undefined) },
  ];
  useCommands(commands.filter((command) => command !== false));

  if (!can('work')) return null;
  if (isOver) {
    return (
      <div className={classes['actions']}>
        <Reopen task={task} />
      </div>
    );
  }
  return (
    <div className={classes['actions']}>
      <Group gap="xs">
        {isFree && (
          <Button
            leftSection={<IconHandStop size={16} aria-hidden />}
            aria-keyshortcuts="c"
            onClick={() => void claim(task)}
          >
            {said.claim}
          </Button>
        )}
        {isOthers && (
          <Button
            ref={completing}
            leftSection={<IconArrowRight size={16} aria-hidden />}
            aria-keyshortcuts="j"
            onClick={() => to(neighbours.next)}
          >
            {said.nextTask}
          </Button>
        )}
        {may && (
          <>
            <Button
              ref={completing}
              variant={isFree ? 'default' : 'filled'}
              leftSection={<IconCheck size={16} aria-hidden />}
              aria-keyshortcuts="e"
              onClick={() => setDialog('complete')}
            >
              {task.banner === null ? said.complete : said.close}
            </Button>
            <Button
              variant="default"
              leftSection={<IconClockPause size={16} aria-hidden />}
              aria-keyshortcuts="s"
              onClick={() => setDialog('snooze')}
            >
              {said.snooze}
            </Button>
          </>
        )}
        {isMine && (
          <Button
            variant="default"
            leftSection={<IconArrowBackUp size={16} aria-hidden />}
            aria-keyshortcuts="r"
            onClick={() => void release(task)}
          >
            {said.release}
          </Button>
        )}
        <More task={task} />
      </Group>
      <SnoozeDialog task={dialog === 'snooze' ? task : undefined} onClose={() => setDialog(undefined)} />
      <CompleteDialog
        task={task}
        opened={dialog === 'complete'}
        onClose={() => setDialog(undefined)}
        onNext={(id) => to(id ?? undefined)}
      />
    </div>
  );
}
