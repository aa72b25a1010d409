import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { withBrowser } from '../tests/support/browser';
import { builtPages } from '../tests/support/web';
import { quantile, verdictOf, type Bench, type Measure, type Row } from './measure';
import { placesIn } from './page-requests';
import { STEPS, type Step } from './steps';
import { withProduct, type Product } from './product';
import { withTemporal } from './servers';
import { PASSWORD, seededWorld } from './world';

const AIM_MS = 200;

/** What one doing took, in milliseconds: until the next frame, and until what was wanted had been painted. */
interface Felt {
  readonly frame: number;
  readonly content: number;
}

/**
 * What a person does on the pages, in a real browser with the same world behind them. Two times are taken as that browser tells them: until the next
 * frame, and until what was wanted had been painted. There is no baseline: the aim is 200 ms at p95, for both.
 */
export const interactions: Measure = {
  number: 9,
  name: 'interactions',
  async run(bench) {
    await builtPages();
    const databaseUrl = await seededWorld(bench);
    return withTemporal(bench, (temporalAddress) =>
      withProduct(bench, { databaseUrl, temporalAddress, worker: false }, (product) => rowsOf(bench, product)),
    );
  },
};

async function rowsOf({ quick, say }: Bench, { db, url }: Product): Promise<Row[]> {
  const { names } = await placesIn(db);
  const typed = [...new Set(names.map((name) => name.slice(0, 7).trim().toLowerCase()))];
  return withBrowser(async (open) => {
    const { page, complaints } = await open({ baseURL: url, locale: 'en-GB', viewport: { width: 1440, height: 900 } });
    await page.addInitScript(readFileSync(path.join(__dirname, 'paint.js'), 'utf8'));
    await signIn(page);
    const rows: Row[] = [];
    for (const step of STEPS) {
      const row = rowOf(step, await feel(page, step, typed, quick ? 5 : 40));
      say(`   ${row.what}: ${row.product}`);
      rows.push(row);
    }
    for (const line of new Set(complaints)) say(`   the page complained: ${line}`);
    return rows;
  });
}

async function signIn(page: Page): Promise<void> {
  await page.goto('/app/');
  await page.getByLabel('Email').fill('nora@perennial.example');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('list', { name: 'Tasks' }).getByRole('link').first().waitFor();
}

async function feel(page: Page, step: Step, typed: readonly string[], rounds: number): Promise<Felt[]> {
  const felt: Felt[] = [];
  await step.open?.(page);
  for (let round = 0; round < rounds; round += 1) {
    const turn = { round, typed: typed[round % typed.length]! };
    await step.before?.(page, turn);
    const awaited = [step.shows(turn), step.loads?.(turn)].filter((each) => each !== undefined);
    await page.evaluate(`felt.begin(...${JSON.stringify(awaited)})`);
    await step.act(page, turn);
    felt.push(await page.evaluate<Felt>('felt.end()'));
    await step.after?.(page, turn);
  }
  return felt;
}

function rowOf({ what }: Step, felt: readonly Felt[]): Row {
  const frames = felt.map(({ frame }) => frame);
  const contents = felt.map(({ content }) => content);
  const [frame75, frame95] = [quantile(frames, 0.75), quantile(frames, 0.95)];
  const [content75, content95] = [quantile(contents, 0.75), quantile(contents, 0.95)];
  const ms = (p75: number, p95: number) => `p75 ${p75.toFixed(0)}, p95 ${p95.toFixed(0)} ms`;
  return {
    what: `browser: ${what}`,
    product: `frame ${ms(frame75, frame95)}; there ${ms(content75, content95)}`,
    baseline: '',
    ratio: '',
    aim: `p95 under ${AIM_MS} ms`,
    verdict: verdictOf(frame95 < AIM_MS && content95 < AIM_MS),
    figures: { frame75, frame95, content75, content95, count: felt.length },
  };
}
