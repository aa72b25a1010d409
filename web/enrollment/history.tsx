import { UnstyledButton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useNameOf } from '../inbox/names';
import { humanName } from '../journeys/names';
import { useFormat } from '../parts/format';
import { useGateWords } from '../parts/gate-words';
import { capital } from '../parts/sentence';
import { useNames } from '../parts/translation';
import { useWords } from '../parts/words';
import classes from './enrollment.module.css';
import type { Run } from './page';
import { Why } from './why';
import { WORDS } from './words';

type Entry = Run['timeline']['data'][number];

/** What happened in a run, the first first. Each touch says why it went out, or why not. */
export function History({ entries, journey }: { readonly entries: readonly Entry[]; readonly journey: string }) {
  return (
    <ol className={classes['history']}>
      {entries.map((entry, index) => (
        <Moment key={`${entry.at} ${index}`} entry={entry} journey={journey} />
      ))}
    </ol>
  );
}

function Moment({ entry, journey }: { readonly entry: Entry; readonly journey: string }) {
  const said = useWords(WORDS);
  const { dateTime } = useFormat();
  const nameOf = useNameOf();
  const [open, setOpen] = useState(false);
  const touchId = textOf(entry, 'touch_id');
  const taskId = textOf(entry, 'task_id');
  const by = textOf(entry, 'by');
  const until = entry.kind === 'wait' ? textOf(entry, 'until') : '';
  return (
    <li className={classes['moment']} data-kind={entry.kind}>
      <time dateTime={entry.at}>{dateTime(entry.at)}</time>
      <div>
        <span className={classes['what']}>
          <Sentence entry={entry} journey={journey} />
          {until !== '' && ` ${said.until2} ${dateTime(until)}`}
          {by !== '' && ` ${said.by(nameOf(by))}`}
        </span>{' '}
        {taskId !== '' && (
          <Link to="/tasks/$id" params={{ id: taskId }}>
            →
          </Link>
        )}
        {touchId !== '' && (
          <UnstyledButton className={classes['why']} aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? said.whyHide : said.why}
          </UnstyledButton>
        )}
        {open && <Why touchId={touchId} />}
      </div>
    </li>
  );
}

function Sentence({ entry, journey }: { readonly entry: Entry; readonly journey: string }) {
  const said = useWords(WORDS);
  const text = (name: string) => textOf(entry, name);
  const names = useNames();
  const gate = useGateWords();
  const message = capital(names.message(text('message')));
  const reason = gate.reason(text('reason'));
  const channel = said.channels[text('channel')] ?? text('channel');
  switch (entry.kind) {
    case 'lifecycle':
    case 'corrected':
      // These stand on the customer's timeline; a run's has none of them.
      return <>{humanName(entry.kind)}</>;
    case 'enrolled':
      return <>{said.kinds.enrolled()}</>;
    case 'refused':
      return <>{said.kinds.refused(reason)}</>;
    case 'stage':
      return <>{said.kinds.stage(capital(names.stage(journey, text('stage'))))}</>;
    case 'wait':
      return <>{said.kinds.wait}</>;
    case 'event':
      return <>{said.kinds.event(capital(names.event(text('type'))))}</>;
    case 'task':
      return (
        <>
          {said.kinds.task(
            capital(names.playbook(text('playbook'))),
            said.steps[text('step')] ?? humanName(text('step')),
          )}
        </>
      );
    case 'steered':
      return <>{said.steered[text('action')] ?? humanName(text('action'))}</>;
    case 'log':
      return <>{said.kinds.log(text('text'))}</>;
    case 'ended':
      return <>{said.endedHow[text('how')]}</>;
    case 'touch':
      switch (text('verdict')) {
        case 'sent':
          return <>{said.kinds.sent(message, channel)}</>;
        case 'bounced':
          return <>{said.kinds.bounced(message, channel)}</>;
        case 'unknown':
          return <>{said.kinds.unknown(message)}</>;
        case 'failed':
          return <>{said.kinds.failed(message, reason)}</>;
        default:
          return <>{said.kinds.suppressed(message, reason)}</>;
      }
  }
}

function textOf(entry: Entry, name: string): string {
  const value = entry[name];
  return typeof value === 'string' ? value : '';
}
