import { Checkbox, Title } from '@mantine/core';
import { useState } from 'react';
import { useSession } from '../app/session';
import { useSay } from '../parts/translation';
import { useWords } from '../parts/words';
import { useDeeds } from './deeds';
import type { TaskFile } from './read';
import classes from './task.module.css';
import { WORDS } from './words';

/** The checklist of the playbook, to be ticked as one goes and seen by whoever takes over, and what can be said. */
export function PlaybookSteps({ task }: { readonly task: TaskFile }) {
  const said = useWords(WORDS);
  const say = useSay();
  const { can } = useSession();
  const { tick } = useDeeds();
  // What was ticked just now shows at once, while it is on its way.
  const [sent, send] = useState<Readonly<Record<string, boolean>>>({});
  const { checklist, ticked, talking_points: points } = task.playbook;
  const isDone = (step: string) => sent[step] ?? ticked.includes(step);
  if (checklist.length === 0 && points.length === 0) return null;
  const toggle = async (step: string, done: boolean) => {
    send((before) => ({ ...before, [step]: done }));
    await tick(task, step, done);
    send((before) => Object.fromEntries(Object.entries(before).filter(([each]) => each !== step)));
  };
  return (
    <section className={classes['section']} aria-labelledby="playbook">
      <Title order={2} id="playbook">
        {said.playbook}
      </Title>
      <ul className={classes['checklist']}>
        {checklist.map((step) => (
          <li key={step}>
            <Checkbox
              label={say(step)}
              size="sm"
              checked={isDone(step)}
              disabled={!can('work')}
              onChange={(event) => void toggle(step, event.currentTarget.checked)}
              className={classes['step']}
            />
          </li>
        ))}
      </ul>
      {points.length > 0 && (
        <details className={classes['points']}>
          <summary>{said.talkingPoints}</summary>
          <ul>
            {points.map((point) => (
              <li key={point}>{say(point)}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
