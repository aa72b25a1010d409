import {
  IconActivity,
  IconBell,
  IconChecklist,
  IconDeviceMobileMessage,
  IconLayoutNavbar,
  IconMail,
  IconMessageCircle,
  IconNote,
  IconPhone,
  type Icon,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useSession } from '../app/session';
import { useNameOf } from '../inbox/names';
import { useEventLine } from '../parts/events';
import { useOutcome } from '../parts/outcomes';
import { capital } from '../parts/sentence';
import { Ago } from '../parts/time';
import { useGateWords } from '../parts/gate-words';
import { useNames, useSay } from '../parts/translation';
import { useWords } from '../parts/words';
import { ENTRY_WORDS } from './entry-words';
import { MORE_WORDS } from './more-words';
import type { Evidence, TaskFile } from './read';
import classes from './task.module.css';
import { WORDS } from './words';

/** Something that happened: evidence, or a note of a colleague. */
export type Happening =
  | Evidence
  | (TaskFile['notes'][number] & { readonly kind: 'note' })
  | (TaskFile['attempts'][number] & { readonly kind: 'attempt' });

const CHANNEL_SIGNS: Readonly<Record<string, Icon>> = {
  email: IconMail,
  sms: IconDeviceMobileMessage,
  push: IconBell,
  'in-app': IconLayoutNavbar,
};

/** One line of the story. Whatever customers and backends wrote is text here, and nothing else. */
export function Entry(props: {
  readonly happening: Happening;
  /** How often an event happened in a row, of which this is the latest. */
  readonly times: number;
  readonly customer: string | null;
}) {
  const { happening, times, customer } = props;
  switch (happening.kind) {
    case 'touch':
      return <Touch touch={happening} />;
    case 'event':
      return <Event event={happening} times={times} />;
    case 'said':
      return <SaidEntry said={happening} customer={customer} />;
    case 'task':
      return <TaskEntry task={happening} />;
    case 'note':
      return <NoteEntry note={happening as TaskFile['notes'][number]} />;
    case 'attempt':
      return <AttemptEntry attempt={happening as TaskFile['attempts'][number]} />;
  }
}

function Touch({ touch }: { readonly touch: Evidence }) {
  const said = useWords(ENTRY_WORDS);
  const names = useNames();
  const gate = useGateWords();
  const channel = text(touch['channel']);
  const state = text(touch['state']);
  const reason = text(touch['reason']);
  const isBad = ['suppressed', 'failed'].includes(state);
  return (
    <Line sign={CHANNEL_SIGNS[channel] ?? IconMail} at={touch.at} tone={isBad ? 'bad' : undefined}>
      {said.entries.touch(
        capital(names.message(text(touch['message']))),
        channel === '' ? '' : (said.inbound[channel] ?? channel),
      )}{' '}
      <span className={classes['soft']}>
        {said.touchStates[state] ?? state}
        {reason !== '' && state !== 'delivered' && state !== 'accepted' && `: ${gate.reason(reason)}`}
      </span>
    </Line>
  );
}

function Event({ event, times }: { readonly event: Evidence; readonly times: number }) {
  const said = useWords(ENTRY_WORDS);
  const eventLine = useEventLine();
  return (
    <Line sign={IconActivity} at={event.at}>
      {eventLine(text(event['type']))}{' '}
      <span className={classes['soft']}>
        {times > 1 ? said.entries.times(times) : propertiesIn(event['properties'])}
      </span>
    </Line>
  );
}

function SaidEntry({ said: utterance, customer }: { readonly said: Evidence; readonly customer: string | null }) {
  const said = useWords(ENTRY_WORDS);
  const nameOf = useNameOf();
  const { staff } = useSession();
  const isOurs = utterance['direction'] === 'out';
  const author = text(utterance['author']).replace(/^staff:/, '');
  const name = isOurs ? (author === staff.id ? said.entries.you : nameOf(author)) : (customer ?? said.entries.customer);
  const channel = said.inbound[text(utterance['channel'])] ?? text(utterance['channel']);
  return (
    <Line sign={IconMessageCircle} at={utterance.at}>
      <span className={classes['soft']}>
        {isOurs ? said.entries.said(name, channel) : said.entries.wrote(name, channel)}
      </span>
      <q className={classes['quote']} data-ours={isOurs || undefined}>
        {text(utterance['body'])}
      </q>
    </Line>
  );
}

function TaskEntry({ task }: { readonly task: Evidence }) {
  const said = useWords(ENTRY_WORDS);
  const { states } = useWords(WORDS);
  const outcomeName = useOutcome();
  const say = useSay();
  const state = text(task['state']);
  const outcome = text(task['outcome']);
  return (
    <Line sign={IconChecklist} at={task.at}>
      <Link to="/tasks/$id" params={{ id: text(task['id']) }}>
        {said.entries.task(say(text(task['because'])))}
      </Link>{' '}
      <span className={classes['soft']}>
        {states[state] ?? state}
        {outcome !== '' && `: ${outcomeName(outcome)}`}
      </span>
    </Line>
  );
}

function NoteEntry({ note }: { readonly note: TaskFile['notes'][number] }) {
  const said = useWords(ENTRY_WORDS);
  const nameOf = useNameOf();
  const { staff } = useSession();
  const say = useSay();
  return (
    <Line sign={IconNote} at={note.at}>
      <span className={classes['soft']}>
        {said.entries.note(note.author === staff.id ? said.entries.you : nameOf(note.author))}
      </span>
      <span className={classes['noted']}>{say(note.body)}</span>
    </Line>
  );
}

function AttemptEntry({ attempt }: { readonly attempt: TaskFile['attempts'][number] }) {
  const said = useWords(ENTRY_WORDS);
  const { attempt: attempts } = useWords(MORE_WORDS);
  const nameOf = useNameOf();
  const { staff } = useSession();
  const name = attempt.by === staff.id ? said.entries.you : nameOf(attempt.by);
  return (
    <Line sign={IconPhone} at={attempt.at}>
      {attempts.entry(name, attempts.results[attempt.result])}
      {attempt.note !== null && <span className={classes['noted']}>{attempt.note}</span>}
    </Line>
  );
}

function Line(props: {
  readonly sign: Icon;
  readonly at: string;
  readonly tone?: 'bad' | undefined;
  readonly children: ReactNode;
}) {
  const { sign: Sign, at, tone, children } = props;
  return (
    <li className={classes['entry']} data-tone={tone}>
      <Sign size={16} stroke={1.7} aria-hidden />
      <div>{children}</div>
      <Ago at={at} className={classes['soft']} />
    </li>
  );
}

const MOST_PROPERTIES = 4;

/** The first simple properties of an event, as `percent: 60, plan: pro`; ids are nothing to read. */
function propertiesIn(value: unknown): string {
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .filter(
      ([name, each]) =>
        !/id$/i.test(name) && (typeof each === 'string' || typeof each === 'number' || typeof each === 'boolean'),
    )
    .slice(0, MOST_PROPERTIES)
    .map(([name, each]) => `${name}: ${String(each).slice(0, 80)}`)
    .join(', ');
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
