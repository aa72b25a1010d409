import type { Page } from 'playwright-core';

/** Something that a person does on the pages, round after round, and by what one sees that it is done. */
export interface Step {
  readonly what: string;
  /** Goes where it is done, once. */
  readonly open?: (page: Page) => Promise<unknown>;
  /** Makes ready for a round. */
  readonly before?: (page: Page, turn: Turn) => Promise<unknown>;
  readonly act: (page: Page, turn: Turn) => Promise<unknown>;
  /** Selector of what is there when it is done, and not before. */
  readonly shows: (turn: Turn) => string;
  /** A part of the address whose answer that is, where something like it has been there before. */
  readonly loads?: (turn: Turn) => string;
  readonly after?: (page: Page, turn: Turn) => Promise<unknown>;
}

/** A round, counted from 0. `typed`: as much of somebody's name as one types, and nobody has typed before. */
interface Turn {
  readonly round: number;
  readonly typed: string;
}

const VIEWS = ['unclaimed', 'breached', 'all', 'snoozed'];
const REASONS = ['unanswered', 'bounced', 'escalation_expired', 'no_channel'];
const JOURNEYS = ['onboarding', 'at-risk', 'renewal', 'advocacy'];
const TASK = 'article h1';
const PALETTE = '[role="dialog"] input:focus';

/** A press somewhere in this list, another one each time. */
const nth = (list: readonly string[], { round }: Turn) => list[round % list.length]!;
const tasks = (page: Page) => page.getByRole('list', { name: 'Tasks' }).getByRole('link');
const press = (keys: string) => (page: Page) => page.keyboard.press(keys);
const openInbox = (page: Page) => page.goto('/app/?view=unclaimed').then(() => tasks(page).first().waitFor());
const backToInbox = (page: Page) => page.keyboard.press('u').then(() => tasks(page).first().waitFor());
const openTask = async (page: Page, { round }: Turn) => {
  await tasks(page).nth(round).click();
  await page.getByRole('button', { name: 'Claim' }).waitFor();
};
const closeDialog = async (page: Page) => {
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
};
const empty = async (page: Page) => {
  await page.getByRole('searchbox').fill('');
  await page.locator('main li').first().waitFor({ state: 'hidden' });
};
/** As somebody types who knows where the letters are. */
const type = (page: Page, { typed }: Turn) => page.keyboard.type(typed, { delay: 120 });

const searched = ({ typed }: Turn) => `/v1/search?${new URLSearchParams({ q: typed }).toString()}`;

/** What is done most, or waited for most, in a day with the pages. */
export const STEPS: readonly Step[] = [
  {
    what: 'switch to another view of the inbox',
    // What has been read is shown at once the next time: each view is come upon anew.
    before: async (page, { round }) =>
      round % VIEWS.length === 0 ? page.goto('/app/').then(() => tasks(page).first().waitFor()) : undefined,
    act: (page, turn) => page.locator(`main nav a[href*="view=${nth(VIEWS, turn)}"]`).click(),
    shows: (turn) => `main:has(nav a[aria-current="page"][href*="view=${nth(VIEWS, turn)}"]) ol[aria-label="Tasks"] li`,
  },
  {
    what: 'walk down the list by key',
    open: openInbox,
    act: press('j'),
    shows: ({ round }) => `ol[aria-label="Tasks"] li:nth-child(${round + 1}) a:focus`,
  },
  {
    what: 'open a task',
    open: openInbox,
    act: (page, { round }) => tasks(page).nth(round).click(),
    shows: () => TASK,
    after: backToInbox,
  },
  {
    what: 'claim a task',
    open: openInbox,
    before: openTask,
    act: press('c'),
    shows: () => 'article [data-state="claimed"]',
    after: async (page) => {
      await page.keyboard.press('r');
      await page.locator('article [data-state="open"]').waitFor();
      await backToInbox(page);
    },
  },
  {
    what: 'open the dialog that snoozes a task',
    open: (page) => openInbox(page).then(() => openTask(page, { round: 0, typed: '' })),
    act: press('s'),
    shows: () => '[role="dialog"]:focus-within form',
    after: closeDialog,
  },
  {
    what: 'open the command palette',
    open: openInbox,
    act: press('Control+k'),
    shows: () => PALETTE,
    after: closeDialog,
  },
  {
    what: 'type a name into it',
    open: openInbox,
    before: async (page) => {
      await page.keyboard.press('Control+k');
      await page.locator(PALETTE).waitFor();
    },
    act: type,
    shows: () => '[role="option"]',
    loads: searched,
    after: closeDialog,
  },
  {
    what: 'type a name into the search',
    open: (page) => page.goto('/app/search').then(() => page.getByRole('searchbox').waitFor()),
    before: empty,
    act: type,
    shows: () => 'main li a',
    loads: searched,
  },
  {
    what: 'open a customer',
    open: openInbox,
    before: openTask,
    act: press('o'),
    shows: () => 'section[aria-labelledby="story"] section li',
    after: async (page) => {
      await page.goBack();
      await page.locator(TASK).waitFor();
      await backToInbox(page);
    },
  },
  {
    what: 'open the map of a journey',
    before: (page, turn) => page.goto('/app/journeys').then(() => page.locator(mapOf(turn)).first().waitFor()),
    act: (page, turn) => page.locator(mapOf(turn)).first().click(),
    shows: () => 'main [role="group"] a[href*="/people"]',
  },
  {
    what: 'open the people behind a number',
    before: async (page, turn) => {
      await page.goto(`/app/journeys/${nth(JOURNEYS, turn)}`);
      await page.locator(BEHIND).first().waitFor();
    },
    act: (page) => page.locator(BEHIND).first().click(),
    shows: () => 'main tbody td',
  },
  {
    what: 'choose a reason of the watch',
    before: async (page, { round }) =>
      round % REASONS.length === 0
        ? page.goto('/app/watch').then(() => page.locator('main [data-person]').first().waitFor())
        : undefined,
    act: (page, turn) => page.locator(`main nav a[href*="reason=${nth(REASONS, turn)}"]`).click(),
    shows: (turn) => `main:has(nav a[aria-current="page"][href*="reason=${nth(REASONS, turn)}"]) [data-person]`,
  },
];

const BEHIND = 'main [role="group"] a[href*="who=standing"]';

function mapOf(turn: Turn): string {
  return `main a[href$="/journeys/${nth(JOURNEYS, turn)}"]`;
}
