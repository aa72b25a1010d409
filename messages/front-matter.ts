import { z } from 'zod';
import { CHANNELS, MESSAGE_CLASSES } from '../domain/channel';

const code = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be lower-case words joined by hyphens');
const line = z
  .string()
  .trim()
  .min(1)
  .refine((text) => !/[\r\n]/.test(text), 'must be one line');
const action = z.strictObject({ label: line, url: line });

/** A variable's name as it stands in a message: a branch of the values and a leaf, as in `customer.first_name`. */
const variableName = z
  .string()
  .regex(/^(customer|account|traits|product|sender|renewal|links)\.[A-Za-z_][A-Za-z0-9_]*$/, 'is no variable of ours');

/**
 * The head of a message file. `class`, `topic`, `owner` and `channels` are facts about the message and agree between its
 * locales; the rest is text. A variable without a fall-back is one that is always known (`product.name`).
 */
export const frontMatter = z
  .strictObject({
    class: z.enum(MESSAGE_CLASSES),
    topic: code,
    owner: code,
    channels: z
      .array(z.enum(CHANNELS))
      .min(1)
      .refine((channels) => new Set(channels).size === channels.length, 'names a channel twice'),
    variables: z.record(variableName, z.strictObject({ fallback: z.string() }).nullable()).default({}),
    email: z.strictObject({ subject: line, preheader: line, action: action.optional() }).optional(),
    'in-app': z.strictObject({ title: line, action: action.optional() }).optional(),
  })
  .superRefine((head, context) => {
    for (const channel of ['email', 'in-app'] as const) {
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
