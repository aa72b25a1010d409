import { createColors } from 'picocolors';
import type { Moment } from './moments';

type Colors = ReturnType<typeof createColors>;

interface Line {
  readonly what: string;
  readonly channel?: string;
  readonly reason?: string;
  readonly paint: (text: string) => string;
}

const WIDEST_WHAT = 44;
const NARROWEST_REASON = 30;
const GAP = '  ';

/**
 * Moments as an aligned table: date, day, what, channel, reason. `width` is that of the terminal, whose last column is then wrapped; without
 * it (a file, a pipe) lines are as long as they are. A date or day that has not changed is not repeated.
 */
export function tableOf(moments: readonly Moment[], { colors, width }: { colors: boolean; width?: number }): string[] {
  const paint = createColors(colors);
  const rows = moments.map((moment, index) => {
    const before = moments[index - 1];
    const isNewDate = !before || dateOf(before.at) !== dateOf(moment.at);
    const isNewDay = isNewDate || before.day !== moment.day;
    return {
      date: isNewDate ? dateOf(moment.at) : '',
      day: isNewDay ? `day ${moment.day}` : '',
      ...lineOf(moment, paint),
    };
  });
  const widest = (cells: readonly string[], most = Infinity) =>
    Math.min(most, Math.max(0, ...cells.map((cell) => cell.length)));
  const dates = widest(rows.map(({ date }) => date));
  const days = widest(rows.map(({ day }) => day));
  const whats = widest(
    rows.map(({ what }) => what),
    WIDEST_WHAT,
  );
  const channels = widest(rows.map(({ channel = '' }) => channel));

  const before = [dates, days, whats, channels].reduce((sum, column) => sum + column + GAP.length, 0);
  const room = width === undefined ? Infinity : Math.max(NARROWEST_REASON, width - before - 1);
  return rows.flatMap(({ date, day, what, channel = '', reason = '', paint: hue }) => {
    const [first = '', ...more] = wrap(reason, room);
    const cells = [
      paint.dim(date.padEnd(dates)),
      paint.bold(day.padStart(days)),
      hue(what.padEnd(whats)),
      channel.padEnd(channels),
      paint.dim(first),
    ];
    return [cells.join(GAP).trimEnd(), ...more.map((rest) => ' '.repeat(before) + paint.dim(rest))];
  });
}

function lineOf(moment: Moment, paint: Colors): Line {
  const { kind } = moment;
  switch (kind) {
    case 'enrolled':
      return { what: `enters ${text(moment.journey)}`, reason: causeOf(moment.cause), paint: paint.bold };
    case 'refused':
      return { what: `kept out of ${text(moment.journey)}`, reason: text(moment.reason), paint: paint.yellow };
    case 'stage':
      return { what: `stage ${text(moment.stage)}`, paint: paint.blue };
    case 'touch':
      return touchLine(moment, paint);
    case 'wait':
      return { what: 'waits', reason: waitOf(moment), paint: paint.dim };
    case 'event':
      return { what: text(moment.type), paint: paint.cyan };
    case 'task':
      return {
        what: `task ${text(moment.playbook)} ${text(moment.step)}`,
        reason: taskOf(moment),
        paint: paint.magenta,
      };
    case 'steered':
      return { what: `steered: ${text(moment.steering)}`, reason: text(moment.by), paint: paint.yellow };
    case 'log':
      return { what: text(moment.text), paint: paint.dim };
    case 'lifecycle':
      return { what: `from ${text(moment.from)} to ${text(moment.to)}`, paint: paint.dim };
    case 'corrected':
      return { what: `corrected ${text(moment.trait)}`, paint: paint.dim };
    case 'ended':
      return { what: `ended ${text(moment.how)}: ${text(moment.outcome)}`, paint: paint.bold };
  }
}

function touchLine({ message, verdict, channel, reason }: Moment, paint: Colors): Line {
  if (verdict === 'sent')
    return { what: text(message), channel: text(channel), reason: text(reason), paint: paint.green };
  return {
    what: `${text(message)} ${text(verdict)}`,
    reason: text(reason),
    paint: verdict === 'suppressed' ? paint.yellow : paint.red,
  };
}

function waitOf({ for: types, until, reason, message }: Moment): string {
  const what = Array.isArray(types) && types.length > 0 ? `for ${types.join(', ')} ` : '';
  const why = reason ? ` (${text(message)}: ${text(reason)})` : '';
  return `${what}until ${dateOf(text(until))}${why}`;
}

function taskOf({ step, because, due, outcome }: Moment): string {
  if (outcome) return text(outcome);
  return step === 'opened' || step === 'joined' ? `${text(because)}; due ${dateOf(text(due))}` : '';
}

function causeOf(cause: unknown): string {
  const { kind, type, of, since, trait, date } = (cause ?? {}) as Record<string, unknown>;
  switch (kind) {
    case 'event':
      return `by ${text(type)}`;
    case 'absence':
      return `no ${text(of)} since ${dateOf(text(since))}`;
    case 'date':
      return `${text(trait)} ${text(date)}`;
    default:
      return 'by request';
  }
}

/** `Wed 25 Nov 2026`, in UTC. */
function dateOf(iso: string): string {
  return new Date(iso).toUTCString().slice(0, 16).replace(',', '');
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : JSON.stringify(value);
}

function wrap(line: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of line.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
