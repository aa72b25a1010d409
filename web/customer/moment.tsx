import {
  IconActivity,
  IconArrowRight,
  IconBell,
  IconChecklist,
  IconClockPause,
  IconDeviceMobileMessage,
  IconEye,
  IconHandStop,
  IconLayoutNavbar,
  IconMail,
  IconMailOff,
  IconMessageCircle,
  IconNote,
  IconPencil,
  IconRoute,
  IconShieldCheck,
  IconTrendingUp,
  type Icon,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useSession } from '../app/session';
import { useNameOf } from '../inbox/names';
import { useFormat, type Format } from '../parts/format';
import { useGateWords } from '../parts/gate-words';
import { useOutcome } from '../parts/outcomes';
import { capital } from '../parts/sentence';
import { useNames, useSay } from '../parts/translation';
import { useWords } from '../parts/words';
import classes from './customer.module.css';
import { plain, text, titled } from './plain';
import type { Moment } from './read';
import { STORY_WORDS } from './story-words';
import { WORDS } from './words';

/** One moment of the story. Whatever customers, backends and colleagues wrote is text here, and nothing else. */
export function MomentLine({
  moment,
  name,
  dated = false,
}: {
  readonly moment: Moment;
  readonly name: string | null;
  /** It stands under the day of another one. */
  readonly dated?: boolean;
}) {
  const said = useWords(STORY_WORDS);
  const own = useWords(WORDS);
  const format = useFormat();
  const { staff } = useSession();
  const read = { names: useNames(), gate: useGateWords(), outcome: useOutcome(), say: useSay() };
  const nameOf = useNameOf();
  const handleIn = (id: string) => id.replace(/^staff:/, '');
  const isReader = (id: string) => handleIn(id) === staff.id;
  const who = (id: string) => (isReader(id) ? said.you : nameOf(handleIn(id)));
  const by = (id: string) => (isReader(id) ? said.byYou : said.by(nameOf(handleIn(id))));
  const shown = SHOW[moment.kind]?.({ moment, said, own, format, who, by, name: name ?? said.someone, ...read });
  if (!shown) return null;
  const { sign: Sign, line, soft, quote, tone } = shown;
  return (
    <li className={classes['moment']} data-tone={tone} data-kind={moment.kind}>
      <Sign size={16} stroke={1.7} aria-hidden className={classes['sign']} />
      <div className={classes['momentText']}>
        <span>{line}</span>
        {soft && <span className={classes['soft']}> {soft}</span>}
        {quote !== undefined && <blockquote className={classes['quote']}>{quote}</blockquote>}
      </div>
      <time dateTime={moment.at} title={format.dateTime(moment.at)} className={classes['when']}>
        {dated ? format.date(moment.at) : format.time(moment.at)}
      </time>
    </li>
  );
}

/** The same event many times, the latest first, in one line. */
export function ManyAlike({ alike, showEach }: { readonly alike: readonly Moment[]; readonly showEach: () => void }) {
  const said = useWords(STORY_WORDS);
  const names = useNames();
  const { date, time } = useFormat();
  const [last, first] = [alike[0]!, alike.at(-1)!];
  const [from, to] = [date(first.at), date(last.at)];
  return (
    <li className={classes['moment']} data-kind="event">
      <IconActivity size={16} stroke={1.7} aria-hidden className={classes['sign']} />
      <div className={classes['momentText']}>
        {said.times(capital(names.event(text(last['type']))), alike.length)}{' '}
        {from !== to && <span className={classes['soft']}>{said.between(from, to)} </span>}
        <button type="button" className={classes['each']} onClick={showEach}>
          {said.showEach}
        </button>
      </div>
      <time dateTime={last.at} className={classes['when']}>
        {time(last.at)}
      </time>
    </li>
  );
}

interface Shown {
  readonly sign: Icon;
  readonly line: ReactNode;
  readonly soft?: ReactNode;
  readonly quote?: string;
  readonly tone?: 'bad' | 'warn' | 'theirs' | 'ours' | 'note' | 'quiet' | undefined;
}

interface Showing {
  readonly moment: Moment;
  readonly said: (typeof STORY_WORDS)['en'];
  readonly own: (typeof WORDS)['en'];
  readonly format: Format;
  readonly who: (id: string) => string;
  readonly by: (id: string) => string;
  readonly name: string;
  readonly names: ReturnType<typeof useNames>;
  readonly gate: ReturnType<typeof useGateWords>;
  readonly outcome: ReturnType<typeof useOutcome>;
  readonly say: ReturnType<typeof useSay>;
}

const CHANNEL_SIGNS: Readonly<Record<string, Icon>> = {
  email: IconMail,
  sms: IconDeviceMobileMessage,
  push: IconBell,
  'in-app': IconLayoutNavbar,
};

const SHOW: Readonly<Partial<Record<Moment['kind'], (showing: Showing) => Shown | undefined>>> = {
  touch: showTouch,
  utterance({ moment, said, own, who, name }) {
    const ours = moment['direction'] === 'out';
    const via = own.via[text(moment['channel'])] ?? plain(text(moment['channel']));
    const triage = said.triage[text(moment['triage'])];
    const soft = moment['automatic'] === true ? said.automatic : ours ? undefined : triage;
    return {
      sign: IconMessageCircle,
      line: ours ? said.answered(who(text(moment['author'])), via) : said.wrote(name, via),
      soft,
      quote: moment['hidden'] === true ? said.hidden : text(moment['body']),
      tone: ours ? 'ours' : 'theirs',
    };
  },
  event: ({ moment, names }) => ({
    sign: IconActivity,
    line: capital(names.event(text(moment['type']))),
    soft: propertiesIn(moment['properties']),
  }),
  task({ moment, said, by: byWhom, names, outcome: outcomeName, say }) {
    const step = text(moment['step']);
    const by = text(moment['by']);
    const outcome = text(moment['outcome']);
    const because = text(moment['because']);
    const parts = [step === 'opened' && say(because), by && byWhom(by), step === 'completed' && outcomeName(outcome)];
    return {
      sign: IconChecklist,
      line: (
        <Link to="/tasks/$id" params={{ id: text(moment['task_id']) }} className={classes['quietLink']}>
          {said.task[step] ?? titled(step)}: {names.playbook(text(moment['playbook']))}
        </Link>
      ),
      soft: parts.filter(Boolean).join(' · '),
      tone: step === 'breached' || step === 'expired' ? 'bad' : undefined,
    };
  },
  note: ({ moment, said, who }) => ({
    sign: IconNote,
    line: said.noted(who(text(moment['author']))),
    quote: text(moment['body']),
    tone: 'note',
  }),
  enrolled({ moment, said, names, by }) {
    const cause = (moment['cause'] ?? {}) as Readonly<Record<string, unknown>>;
    return {
      sign: IconRoute,
      line: said.entered(names.journey(text(moment['journey'])), causeOf(cause, said, names, by)),
    };
  },
  refused: ({ moment, said, own, names, gate }) => ({
    sign: IconRoute,
    line: said.refused(
      names.journey(text(moment['journey'])),
      own.reasons[text(moment['reason'])] ?? gate.reason(text(moment['reason'])),
    ),
    tone: 'quiet',
  }),
  stage: ({ moment, said, names }) => ({
    sign: IconArrowRight,
    line: said.stage(names.stage(text(moment['journey']) || null, text(moment['stage']))),
    tone: 'quiet',
  }),
  wait({ moment, said, format, names, gate }) {
    const events = Array.isArray(moment['for']) ? (moment['for'] as string[]).map(names.event).join(', ') : '';
    const until = format.short(text(moment['until']));
    const message = text(moment['message']);
    const line = message
      ? said.holds(names.message(message), until, gate.reason(text(moment['reason'])))
      : said.waits(events, until);
    return { sign: IconClockPause, line, tone: 'quiet' };
  },
  steered: ({ moment, said, by }) => ({
    sign: IconHandStop,
    line: said.steered[text(moment['action'])] ?? plain(text(moment['action'])),
    soft: text(moment['by']) && by(text(moment['by'])),
  }),
  ended: ({ moment, said, outcome }) => ({
    sign: IconRoute,
    line: said.ended(said.how[text(moment['how'])] ?? '', outcome(text(moment['outcome']))),
  }),
  log: ({ moment }) => ({ sign: IconRoute, line: text(moment['text']), tone: 'quiet' }),
  lifecycle({ moment, said, own, names }) {
    const stage = (of: string) => own.lifecycle[text(moment[of])] ?? text(moment[of]);
    const because = (moment['because'] ?? {}) as Readonly<Record<string, unknown>>;
    const why = because['kind'] === 'event' ? names.event(text(because['type'])) : said.away;
    return { sign: IconTrendingUp, line: said.moved(stage('from'), stage('to')), soft: said.because(why) };
  },
  corrected: ({ moment, said, who, names }) => ({
    sign: IconPencil,
    line: said.corrected(who(text(moment['by'])), names.trait(text(moment['trait']))),
  }),
  consent({ moment, said, own, names }) {
    const channel = own.channels[text(moment['channel'])] ?? text(moment['channel']);
    const topic = moment['topic'] === '*' ? own.everyTopic : names.topic(text(moment['topic']));
    return {
      sign: IconShieldCheck,
      line: `${said.consent[text(moment['state'])] ?? ''} ${channel}, ${topic}`,
      soft: said.by(own.methods[text(moment['method'])] ?? plain(text(moment['method']))),
      tone: moment['state'] === 'withdrawn' ? 'warn' : undefined,
    };
  },
  hold: ({ moment, said, who }) => ({
    sign: IconHandStop,
    line:
      moment['step'] === 'placed'
        ? said.held(who(text(moment['by'])), text(moment['reason']))
        : said.letGo(who(text(moment['by']))),
    tone: moment['step'] === 'placed' ? 'warn' : undefined,
  }),
  signal({ moment, said, names }) {
    const signal = text(moment['signal']);
    const verb = said.signals[signal] ?? titled(signal);
    const isBad = signal === 'complained' || signal === 'unsubscribed';
    return {
      sign: IconEye,
      line: said.signal(verb, names.message(text(moment['message']))),
      tone: isBad ? 'bad' : undefined,
    };
  },
};

function showTouch({ moment, said, own, format, names, gate }: Showing): Shown | undefined {
  const [message, channel] = [names.message(text(moment['message'])), text(moment['channel'])];
  const reason = text(moment['reason']);
  const now = (moment['now'] ?? {}) as {
    readonly state?: string;
    readonly delivered_at?: string;
    readonly answered_at?: string;
  };
  // What a person answered stands there in its words.
  if (moment['message'] === 'conversation/reply' && moment['verdict'] === 'sent') return undefined;
  switch (moment['verdict']) {
    case 'sent': {
      const fate = [
        said.states[now.state ?? ''],
        now.answered_at && said.answeredAt(format.short(now.answered_at)),
      ].filter(Boolean);
      return {
        sign: CHANNEL_SIGNS[channel] ?? IconMail,
        line: said.sent(message, own.via[channel] ?? channel),
        soft: fate.join(', '),
        tone: now.state === 'failed' ? 'bad' : undefined,
      };
    }
    case 'bounced':
      return { sign: IconMailOff, line: said.bounced(message), soft: gate.reason(reason), tone: 'bad' };
    case 'unknown':
      return { sign: IconMailOff, line: said.unknownFate(message), tone: 'warn' };
    case 'deferred':
      return { sign: IconClockPause, line: said.late(message), soft: gate.reason(reason), tone: 'quiet' };
    default:
      return { sign: IconMailOff, line: said.notSent(message), soft: gate.reason(reason), tone: 'warn' };
  }
}

function causeOf(
  cause: Readonly<Record<string, unknown>>,
  said: Showing['said'],
  names: Showing['names'],
  by: Showing['by'],
): string {
  switch (cause['kind']) {
    case 'event':
      return said.causes.event(names.event(text(cause['type'])));
    case 'absence':
      return said.causes.absence();
    case 'date':
      return said.causes.date(names.trait(text(cause['trait'])));
    case 'request':
      return said.causes.request(by(text(cause['by'])));
    default:
      return '';
  }
}

const MOST_PROPERTIES = 4;

/** The first simple properties of an event, as `percent: 60, plan: pro`. */
function propertiesIn(value: unknown): string {
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .filter(([, each]) => typeof each === 'string' || typeof each === 'number' || typeof each === 'boolean')
    .slice(0, MOST_PROPERTIES)
    .map(([name, each]) => `${plain(name)}: ${String(each).slice(0, 80)}`)
    .join(', ');
}
