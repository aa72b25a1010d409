import type { Rules } from './rules';
import type { RuleWords } from './rule-words';
import { clockOf } from './hours';

/** A thing that changes, in words: what it is, what it was and what it will be. */
export interface Difference {
  readonly what: string;
  readonly was: string;
  readonly is: string;
}

/** What differs between two settings, thing by thing, in the words of the form. */
export function changesBetween(before: Rules, after: Rules, said: RuleWords): Difference[] {
  const [was, is] = [thingsIn(before, said), thingsIn(after, said)];
  const names = [...new Set([...was.keys(), ...is.keys()])];
  return names
    .map((what) => ({ what, was: was.get(what) ?? said.nothing, is: is.get(what) ?? said.nothing }))
    .filter((difference) => difference.was !== difference.is);
}

function thingsIn({ caps, hours, topics, guardrails }: Rules, said: RuleWords): Map<string, string> {
  const things = new Map<string, string>();
  for (const { name, most, days, classes, channels } of caps) {
    const [whom, by] = [classes.map((each) => said.classes[each]), channels.map((each) => said.channels[each])];
    things.set(said.capName(name), said.capSays(most, days, listed(whom), listed(by)));
  }
  const places = [[said.everywhere, hours.everywhere] as const, ...regionsOf(hours, said)];
  for (const [place, weeks] of places) {
    for (const [channel, week] of Object.entries(weeks)) {
      for (const [day, span] of Object.entries(week ?? {})) {
        const words = span ? `${clockOf(span[0])}–${clockOf(span[1])}` : said.closed;
        things.set(`${place}, ${said.channels[channel as 'email']}, ${said.weekdays[day as 'sunday']}`, words);
      }
    }
  }
  for (const [code, { en, de }] of Object.entries(topics)) things.set(said.topic(code), `${en} / ${de}`);
  for (const measure of ['complaints', 'unsubscribes', 'bounces'] as const) {
    const { warn, pause } = guardrails[measure];
    things.set(said.measures[measure], said.limitSays(percent(warn), percent(pause)));
  }
  return things;
}

function regionsOf({ regions }: Rules['hours'], said: RuleWords) {
  return Object.entries(regions).map(([code, weeks]) => [said.regionName(code), weeks] as const);
}

function listed(names: readonly string[]): string {
  return names.toSorted((one, other) => one.localeCompare(other)).join(', ');
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(3))} %`;
}
