import { z } from 'zod';
import { CHANNELS, MESSAGE_CLASSES } from '../domain/channel';
import { DAY_MS, toMs, type Duration } from '../domain/duration';
import { IN_APP_FORMS, MOST_STEPS } from '../domain/in-app';
import { PUSH_URGENCIES } from '../domain/push';

const code = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be lower-case words joined by hyphens');
const line = z
  .string()
  .trim()
  .min(1)
  .refine((text) => !/[\r\n]/.test(text), 'must be one line');
const action = z.strictObject({ label: line, url: line });
const step = z.strictObject({ label: line, url: line.optional() });

/** How long a notification helps: a push service that cannot reach the device by then drops it. Four weeks is the most that they keep one. */
const usefulness = z
  .string()
  .refine((text) => isSpan(text, 28 * DAY_MS), 'must be a duration of at most four weeks, such as "4 hours"')
  .transform((text) => toMs(text as Duration) / 1000);

/** A variable's name as it stands in a message: a branch of the values and a leaf, as in `customer.first_name`. */
const variableName = z
  .string()
  .regex(
    /^(customer|account|traits|product|sender|renewal|links|reply|confirm|wish)\.[A-Za-z_][A-Za-z0-9_]*$/,
    'is no variable of ours',
  );

/**
 * The head of a message file. `class`, `topic`, `subject`, `owner` and `channels` are facts about the message and agree between its
 * locales; the rest is text. A variable without a fall-back is one that is always known (`product.name`).
 */
export const frontMatter = z
  .strictObject({
    class: z.enum(MESSAGE_CLASSES),
    topic: code,
    /** What it is about, when another journey could speak of the same thing to the same customer (M24). */
    subject: code.optional(),
    owner: code,
    channels: z
      .array(z.enum(CHANNELS))
      .min(1)
      .refine((channels) => new Set(channels).size === channels.length, 'names a channel twice'),
    variables: z.record(variableName, z.strictObject({ fallback: z.string() }).nullable()).default({}),
    email: z.strictObject({ subject: line, preheader: line, action: action.optional() }).optional(),
    push: z
      .strictObject({
        title: line,
        url: line,
        useful_for: usefulness.default(toMs('4 hours') / 1000),
        urgency: z.enum(PUSH_URGENCIES).default('normal'),
      })
      .optional(),
    'in-app': z
      .strictObject({
        title: line,
        as: z.enum(IN_APP_FORMS).default('card'),
        steps: z.array(step).min(1).max(MOST_STEPS).optional(),
        action: action.optional(),
      })
      .refine(({ as, steps }) => (as === 'checklist') === (steps !== undefined), {
        path: ['steps'],
        error: 'are those of a checklist, and a checklist has some',
      })
      .optional(),
  })
  .superRefine((head, context) => {
    for (const channel of ['email', 'push', 'in-app'] as const) {
      const declared = head.channels.includes(channel);
      if (declared && !head[channel]) {
        context.addIssue({ code: 'custom', path: [channel], message: `is missing, though channels names ${channel}` });
      }
      if (!declared && head[channel]) {
        context.addIssue({
          code: 'custom',
          path: [channel],
          message: `is there, though channels does not name ${channel}`,
        });
      }
    }
  });

export type FrontMatter = z.output<typeof frontMatter>;

/** A button or link that a message ends in: Liquid templates of its label and its address. */
export type Action = z.output<typeof action>;

function isSpan(text: string, mostMs: number): boolean {
  return /^\d+(\.\d+)? (second|minute|hour|day|week)s?$/.test(text) && toMs(text as Duration) <= mostMs;
}
