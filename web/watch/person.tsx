import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useSession } from '../app/session';
import { call, type Reply } from '../client/call';
import { text } from '../customer/plain';
import { useNameOf } from '../inbox/names';
import { useFormat } from '../parts/format';
import { useProblemText } from '../parts/states';
import { toast } from '../parts/toasts';
import { useGateWords } from '../parts/gate-words';
import { capital } from '../parts/sentence';
import { useNames } from '../parts/translation';
import { useWords } from '../parts/words';
import classes from './watch.module.css';
import { WORDS } from './words';

/** Stands on the task as it is; whoever reads it has it translated. */
const BECAUSE: Readonly<Record<string, string>> = {
  'save-call': 'messages do not get through to them, and nobody has called yet',
  'reach-out': 'the automation does not reach them',
};

type Watched = Reply<'GET /v1/watch'>['data'][number];

/** Somebody whom the automation does not reach: why, what to do, and the step that does it. */
export function Person({ person }: { readonly person: Watched }) {
  const said = useWords(WORDS);
  const { relative } = useFormat();
  const nameOf = useNameOf();
  const names = useNames();
  const gate = useGateWords();
  const { customer_id: id, name, owner, reason, since, detail, next_best_action: next } = person;
  const reasonIn = {
    journey: capital(names.journey(text(detail['journey']))),
    stage: names.stage(text(detail['journey']), text(detail['stage'])),
    message: names.message(text(detail['message'])),
    because: gate.reason(text(detail['because'])),
    touches: typeof detail['touches'] === 'number' ? String(detail['touches']) : '',
  };
  return (
    <li className={classes['person']}>
      <div className={classes['who']}>
        <Link to="/customers/$id" params={{ id }} className={classes['name']} data-person>
          {name ?? said.nameless}
        </Link>
        <span className={classes['soft']}>
          {said.since(relative(since))}
          {owner && ` · ${said.owner(nameOf(owner))}`}
        </span>
        <p className={classes['why']}>
          {said.says[reason]?.(reasonIn)}{' '}
          <span className={classes['soft']}>{said.actions[next.action] ?? next.says}</span>
        </p>
      </div>
      <Step person={person} />
    </li>
  );
}

function Step({ person }: { readonly person: Watched }) {
  const said = useWords(WORDS);
  const { can } = useSession();
  const act = useAct();
  const { customer_id: id, in_hand: inHand, next_best_action: next } = person;
  if (inHand) return <span className={classes['soft']}>{said.inHand}</span>;
  if (next.act === null) return <span className={classes['soft']}>{said.nothing}</span>;
  if (next.act.kind === 'run') {
    return (
      <Link to="/enrollments/$id" params={{ id: next.act.enrollment_id }} className={classes['see']}>
        {said.seeRun}
      </Link>
    );
  }
  if (!can('work')) return null;
  if (next.act.kind === 'enroll') return <Journeys id={id} />;
  const { playbook } = next.act;
  return (
    <Button
      size="compact-md"
      variant="default"
      onClick={() =>
        void act(async () => {
          const body = { playbook, because: BECAUSE[playbook] ?? person.says };
          await call('POST /v1/customers/{id}/tasks', { path: { id }, body });
          toast(said.asked);
        })
      }
    >
      {playbook === 'save-call' ? said.askPerson : said.reachOut}
    </Button>
  );
}

function Journeys({ id }: { readonly id: string }) {
  const said = useWords(WORDS);
  const act = useAct();
  const names = useNames();
  const gate = useGateWords();
  const { data } = useQuery({ queryKey: ['journeys'], queryFn: () => call('GET /v1/journeys') });
  const start = (journey: string) =>
    void act(async () => {
      const answer = await call('POST /v1/enrollments', { body: { customer_id: id, journey } });
      if (!('enrolled' in answer)) return;
      if (answer.enrolled) toast(said.started(names.journey(journey)));
      else toast(said.refused(gate.reason(answer.reason)), 'bad');
    });
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Button size="compact-md" variant="default" rightSection={<IconChevronDown size={14} aria-hidden />}>
          {said.startJourney}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {data?.data.map(({ name }) => (
          <Menu.Item key={name} onClick={() => start(name)}>
            {capital(names.journey(name))}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Does something, and reads the list again; a problem is said. */
function useAct() {
  const queries = useQueryClient();
  const problemText = useProblemText();
  return async (deed: () => Promise<void>) => {
    try {
      await deed();
    } catch (error) {
      toast(problemText(error), 'bad');
    }
    void queries.invalidateQueries({ queryKey: ['watch'] });
    void queries.invalidateQueries({ queryKey: ['tasks'] });
  };
}
