import { z } from 'zod';
import type { JourneyMap } from '../../domain/journey-map';
import type { Moment } from '../../domain/moment';
import type { Standing } from '../../prisma/journeys/figures';
import type { readResults } from '../../prisma/message-days';

/** A moment that matters, with the figures that show how it fares. */
export const momentSchema = z.object({
  name: z.string(),
  at: z.string().meta({ description: 'A stage, `start` or `goal`.' }),
  intent: z.string().meta({ description: 'What the customer wants.' }),
  experience: z.string().meta({ description: 'What they live through.' }),
  mechanics: z.string().meta({ description: 'What makes it so.' }),
  came: z
    .int()
    .meta({ description: 'Who came to it in the period: entered its stage, or the journey, or reached the goal.' }),
  here: z.int().nullable().meta({ description: 'Who stands in its stage now; null at the start and at the goal.' }),
  messages: z.array(z.object({ name: z.string(), sent: z.int(), answered: z.int() })).meta({
    description: 'What was sent in the period, message by message, and how many of them a human clicked or answered.',
  }),
  tasks: z.object({ playbook: z.string(), open: z.int() }).nullable().meta({ description: 'Unfinished tasks now.' }),
});

/** Where the figures of moments come from. */
export interface Figures {
  readonly map: JourneyMap;
  readonly standing: readonly Standing[];
  readonly tasks: Readonly<Record<string, number>>;
  readonly results: Awaited<ReturnType<typeof readResults>>;
}

/** A moment as it is answered. */
export function momentView(moment: Moment, { map, standing, tasks, results }: Figures): z.input<typeof momentSchema> {
  const { name, at, intent, experience, mechanics, messages, playbook } = moment;
  const stage = map.stages.find((each) => each.name === at);
  return {
    name,
    at,
    intent,
    experience,
    mechanics,
    came: at === 'start' ? map.entered : at === 'goal' ? map.ended.goal : (stage?.entered ?? 0),
    here: at === 'start' || at === 'goal' ? null : (standing.find((each) => each.stage === at)?.standing ?? 0),
    messages: (messages ?? []).map((each) => {
      const rows = results.filter(({ message }) => message === each);
      return { name: each, sent: sum(rows.map((row) => row.sent)), answered: sum(rows.map((row) => row.answered)) };
    }),
    tasks: playbook ? { playbook, open: tasks[playbook] ?? 0 } : null,
  };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
