import { ActionIcon, Button, Menu, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconDots, IconPlayerPlay } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useSession } from '../app/session';
import { useFormat } from '../parts/format';
import { useGateWords } from '../parts/gate-words';
import { useOutcome } from '../parts/outcomes';
import { capital, sentence } from '../parts/sentence';
import { Failure, Loading } from '../parts/states';
import { useNames, useSay } from '../parts/translation';
import { useWords } from '../parts/words';
import classes from './customer.module.css';
import { useDeeds } from './deeds';
import { EndDialog } from './dialogs';
import { journeysQuery, type Position, type Profile } from './read';
import { WORDS } from './words';

/** Where they stand in each journey, since when, and what comes next when nobody does anything (X07). */
export function Journeys({ customer }: { readonly customer: Profile }) {
  const said = useWords(WORDS);
  const { data, error, isPending, refetch } = useQuery(journeysQuery(customer.id));
  if (isPending) return <Loading lines={3} />;
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  const isOpen = ({ enrollment }: Position) => enrollment !== null && enrollment.state !== 'ended';
  const open = data.data.filter(isOpen);
  const others = data.data.filter((position) => !isOpen(position));
  return (
    <section aria-labelledby="stands">
      <Title order={2} id="stands" mb="xs">
        {said.stands}
      </Title>
      {open.length === 0 && <p className={classes['soft']}>{said.inNone}</p>}
      {open.map((position) => (
        <Standing key={position.journey} position={position} customer={customer} />
      ))}
      {others.length > 0 && (
        <details className={classes['others']}>
          <summary>{said.others}</summary>
          <ul className={classes['plainList']}>
            {others.map((position) => (
              <Other key={position.journey} position={position} customer={customer} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function Standing({ position, customer }: { readonly position: Position; readonly customer: Profile }) {
  const said = useWords(WORDS);
  const { relative } = useFormat();
  const names = useNames();
  const say = useSay();
  const run = position.enrollment!;
  const at = position.stages.indexOf(run.stage);
  return (
    <article className={classes['standing']}>
      <div className={classes['standingHead']}>
        <h3>
          <Link to="/enrollments/$id" params={{ id: run.id }}>
            {capital(names.journey(position.journey))}
          </Link>
        </h3>
        {run.state === 'paused' && (
          <span className={classes['badge']} data-level="fair">
            {said.paused}
          </span>
        )}
        {run.stuck && (
          <span className={classes['badge']} data-level="poor">
            {said.stuck}
          </span>
        )}
        <RunMenu position={position} customer={customer} />
      </div>
      <ol className={classes['stages']}>
        {position.stages.map((stage, index) => (
          <li key={stage} aria-current={index === at ? 'step' : undefined} data-past={index < at || undefined}>
            {names.stage(position.journey, stage)}
          </li>
        ))}
      </ol>
      <p className={classes['next']}>
        <strong>{capital(names.stage(position.journey, run.stage))}</strong>{' '}
        <span className={classes['soft']}>{said.since(relative(run.stage_at))}.</span>{' '}
        {run.stuck ? sentence(say(run.stuck.because)) : <Next position={position} />}
      </p>
    </article>
  );
}

function Next({ position: { next } }: { readonly position: Position }) {
  const said = useWords(WORDS);
  const { short, relative } = useFormat();
  const names = useNames();
  const gate = useGateWords();
  if (next === null) return said.acting;
  if (next.kind === 'task') return said.nextTask(names.playbook(next.playbook), relative(next.due));
  const until = short(next.until);
  if (next.message?.reason === 'provider') return said.nextProvider(capital(names.message(next.message.name)));
  if (next.message)
    return said.nextMessage(capital(names.message(next.message.name)), until, gate.reason(next.message.reason));
  return next.for.length > 0 ? said.nextWaitFor(next.for.map(names.event).join(', '), until) : said.nextWait(until);
}

function RunMenu({ position, customer }: { readonly position: Position; readonly customer: Profile }) {
  const said = useWords(WORDS);
  const { can } = useSession();
  const { pause, resume, move } = useDeeds(customer.id);
  const names = useNames();
  const run = position.enrollment!;
  const [opened, { open, close }] = useDisclosure();
  if (!can('work')) return null;
  return (
    <>
      <Menu position="bottom-end" shadow="md" width={240}>
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            ml="auto"
            aria-label={`${said.actions}: ${names.journey(position.journey)}`}
          >
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {run.state === 'paused' ? (
            <Menu.Item onClick={() => void resume(run.id)}>{said.resume}</Menu.Item>
          ) : (
            <Menu.Item onClick={() => void pause(run.id)}>{said.pause}</Menu.Item>
          )}
          {can('steer') &&
            position.stages
              .filter((stage) => stage !== run.stage)
              .map((stage) => (
                <Menu.Item key={stage} onClick={() => void move(run, stage)}>
                  {said.moveTo(names.stage(position.journey, stage))}
                </Menu.Item>
              ))}
          <Menu.Divider />
          <Menu.Item color="red" onClick={open}>
            {said.exit}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <EndDialog {...{ position, customer, opened, close }} />
    </>
  );
}

function Other({ position, customer }: { readonly position: Position; readonly customer: Profile }) {
  const said = useWords(WORDS);
  const { relative } = useFormat();
  const { can } = useSession();
  const { start } = useDeeds(customer.id);
  const names = useNames();
  const gate = useGateWords();
  const outcomeName = useOutcome();
  const { journey, enrollment, refusal, runs } = position;
  const fate = enrollment
    ? said.endedAs(
        outcomeName(enrollment.outcome ?? enrollment.how ?? ''),
        relative(enrollment.ended_at ?? enrollment.stage_at),
      )
    : refusal
      ? said.refused(relative(refusal.at), said.reasons[refusal.reason] ?? gate.reason(refusal.reason))
      : said.neverIn;
  return (
    <li className={classes['row']}>
      <div>
        {capital(names.journey(journey))}
        <div className={classes['soft']}>
          {fate}
          {runs > 1 && ` · ${said.timesIn(runs)}`}
        </div>
      </div>
      {can('work') && (
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconPlayerPlay size={13} aria-hidden />}
          aria-label={`${said.start}: ${names.journey(journey)}`}
          onClick={() => void start(journey)}
        >
          {said.startThis}
        </Button>
      )}
    </li>
  );
}
