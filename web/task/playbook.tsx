import { Checkbox, Title } from '@mantine/core';
import { useDraft } from '../parts/drafts';
import { useSay } from '../parts/translation';
import { useWords } from '../parts/words';
import type { TaskFile } from './read';
import classes from './task.module.css';
import { WORDS } from './words';

/** The checklist of the playbook, to be ticked as one goes (for oneself, on this machine), and what can be said. */
export function PlaybookSteps({ task }: { readonly task: TaskFile }) {
  const said = useWords(WORDS);
  const say = useSay();
  const [ticked, tick] = useDraft(`checklist:${task.id}`);
  const done = new Set(ticked.split(' ').filter(Boolean));
  const { checklist, talking_points: points } = task.playbook;
  if (checklist.length === 0 && points.length === 0) return null;
  const toggle = (step: string) => {
    const next = new Set(done);
    if (!next.delete(step)) next.add(step);
    tick([...next].join(' '));
  };
  return (
    <section className={classes['section']} aria-labelledby="playbook">
      <Title order={2} id="playbook">
        {said.playbook}
      </Title>
      <ul className={classes['checklist']}>
        {checklist.map((step, index) => (
          <li key={step}>
            <Checkbox
              label={say(step)}
              size="sm"
              checked={done.has(String(index))}
              onChange={() => toggle(String(index))}
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
