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
import { useWords } from '../parts/words';
import classes from './customer.module.css';
import { messageName, plain, text, titled } from './plain';
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
  const nameOf = useNameOf();
  const who = (id: string) => {
    const handle = id.replace(/^staff:/, '');
    return handle === staff.id ? said.you : nameOf(handle);
  };
  const shown = SHOW[moment.kind]?.({ moment, said, own, format, who, name: name ?? said.someone });
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
  const { date, time } = useFormat();
  const [last, first] = [alike[0]!, alike.at(-1)!];
  const [from, to] = [date(first.at), date(last.at)];
  return (
    <li className={classes['moment']} data-kind="event">
      <IconActivity size={16} stroke={1.7} aria-hidden className={classes['sign']} />
      <div className={classes['momentText']}>
        {said.times(titled(text(last['type'])), alike.length)}{' '}
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
  readonly name: string;
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
  event: ({ moment }) => ({
    sign: IconActivity,
    line: titled(text(moment['type'])),
    soft: propertiesIn(moment['properties']),
  }),
  task({ moment, said, who }) {
    const step = text(moment['step']);
    const by = text(moment['by']);
    const outcome = text(moment['outcome']);
    const because = text(moment['because']);
    const parts = [step === 'opened' && because, by && said.by(who(by)), step === 'completed' && plain(outcome)];
    return {
      sign: IconChecklist,
      line: (
        <Link to="/tasks/$id" params={{ id: text(moment['task_id']) }} className={classes['quietLink']}>
          {said.task[step] ?? titled(step)}: {plain(text(moment['playbook']))}
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
  enrolled({ moment, said }) {
    const cause = (moment['cause'] ?? {}) as Readonly<Record<string, unknown>>;
    return { sign: IconRoute, line: said.entered(plain(text(moment['journey'])), causeOf(cause, said)) };
  },
  refused: ({ moment, said, own }) => ({
    sign: IconRoute,
    line: said.refused(
      plain(text(moment['journey'])),
      own.reasons[text(moment['reason'])] ?? plain(text(moment['reason'])),
    ),
    tone: 'quiet',
  }),
  stage: ({ moment, said }) => ({
    sign: IconArrowRight,
    line: said.stage(plain(text(moment['stage']))),
    tone: 'quiet',
  }),
  wait({ moment, said, format }) {
    const events = Array.isArray(moment['for']) ? (moment['for'] as string[]).map(plain).join(', ') : '';
    const until = format.short(text(moment['until']));
    const message = text(moment['message']);
    const line = message
      ? said.holds(messageName(message), until, plain(text(moment['reason'])))
      : said.waits(events, until);
    return { sign: IconClockPause, line, tone: 'quiet' };
  },
  steered: ({ moment, said, who }) => ({
    sign: IconHandStop,
    line: said.steered[text(moment['action'])] ?? plain(text(moment['action'])),
    soft: text(moment['by']) && said.by(who(text(moment['by']))),
  }),
  ended: ({ moment, said }) => ({
    sign: IconRoute,
    line: said.ended(said.how[text(moment['how'])] ?? '', plain(text(moment['outcome']))),
  }),
  log: ({ moment }) => ({ sign: IconRoute, line: text(moment['text']), tone: 'quiet' }),
  lifecycle({ moment, said, own }) {
    const stage = (of: string) => own.lifecycle[text(moment[of])] ?? text(moment[of]);
    const because = (moment['because'] ?? {}) as Readonly<Record<string, unknown>>;
    const why = because['kind'] === 'event' ? plain(text(because['type'])) : said.away;
    return { sign: IconTrendingUp, line: said.moved(stage('from'), stage('to')), soft: said.because(why) };
  },
  corrected: ({ moment, said, who }) => ({
    sign: IconPencil,
    line: said.corrected(who(text(moment['by'])), plain(text(moment['trait']))),
  }),
  consent({ moment, said, own }) {
    const channel = own.channels[text(moment['channel'])] ?? text(moment['channel']);
    const topic = moment['topic'] === '*' ? own.everyTopic : plain(text(moment['topic']));
    return {
      sign: IconShieldCheck,
      line: `${said.consent[text(moment['state'])] ?? ''} ${channel}, ${topic}`,
      soft: said.by(plain(text(moment['method']))),
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
  signal({ moment, said }) {
    const signal = text(moment['signal']);
    const verb = said.signals[signal] ?? titled(signal);
    const isBad = signal === 'complained' || signal === 'unsubscribed';
    return {
      sign: IconEye,
      line: said.signal(verb, messageName(text(moment['message']))),
      tone: isBad ? 'bad' : undefined,
    };
  },
};

function showTouch({ moment, said, own, format }: Showing): Shown | undefined {
  const [message, channel] = [messageName(text(moment['message'])), text(moment['channel'])];
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
      return { sign: IconMailOff, line: said.bounced(message), soft: plain(reason.split(':')[0] ?? ''), tone: 'bad' };
    case 'unknown':
      return { sign: IconMailOff, line: said.unknownFate(message), tone: 'warn' };
    case 'deferred':
      return { sign: IconClockPause, line: said.late(message), soft: plain(reason), tone: 'quiet' };
    default:
      return { sign: IconMailOff, line: said.notSent(message), soft: plain(reason), tone: 'warn' };
  }
}

function causeOf(cause: Readonly<Record<string, unknown>>, said: Showing['said']): string {
  switch (cause['kind']) {
    case 'event':
      return said.causes.event(plain(text(cause['type'])));
    case 'absence':
      return said.causes.absence();
    case 'date':
      return said.causes.date(plain(text(cause['trait'])));
    case 'request':
      return said.causes.request(text(cause['by']));
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
