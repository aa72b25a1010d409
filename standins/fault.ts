import { z } from 'zod';

/**
 * How a stand-in misbehaves on its next send. With `accepted` it first takes the message, as a provider does whose answer is lost.
 * `status`: answers with this status (and `retryAfter`: seconds or an HTTP date; and, for Twilio, an error code). `hang`: never answers.
 * `reset`: breaks the connection. `garbage`: answers with something that is not HTTP, or, once accepted, with success and an unreadable body.
 */
export const faultSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('status'),
    status: z.number().int().min(300).max(599),
    retryAfter: z.union([z.number(), z.string()]).optional(),
    code: z.number().int().optional(),
    accepted: z.boolean().optional(),
  }),
  z.object({ kind: z.enum(['hang', 'reset', 'garbage']), accepted: z.boolean().optional() }),
]);

export type Fault = z.output<typeof faultSchema>;
