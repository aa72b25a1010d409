import { z } from 'zod';

/** What a stand-in is told to report, over HTTP. See Delivery (standins/reporting.ts) for what each means. */
export const reportOrderSchema = z.object({
  /** Where the product takes reports: a path of it for SendGrid, its address for Twilio, whose messages name the path. */
  url: z.url({ protocol: /^https?$/ }),
  /** Which of the accepted messages, counted from 0; from the end when negative. Default: the last. */
  message: z.int().default(-1),
  outcomes: z.array(z.looseObject({})).min(1),
  copies: z.int().min(1).max(1000).optional(),
  shuffle: z.int().optional(),
  delayMs: z.int().min(0).max(60_000).optional(),
  forge: z.enum(['key', 'body']).optional(),
});

export type ReportOrder = z.output<typeof reportOrderSchema>;
