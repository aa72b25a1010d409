import type { WorkflowInterceptorsFactory } from '@temporalio/workflow';
import { SECONDS_A_DAY } from './pace';

/* Part of the workflow bundle of a run: what an author's `waitFor` and `sleep` wait for passes faster; every other timer is as in production. */

const HURRY = (24 * 60 * 60) / SECONDS_A_DAY;

/** Temporal asks each module of interceptors for this. */
export const interceptors: WorkflowInterceptorsFactory = () => ({
  outbound: [
    {
      startTimer(input, next) {
        const summary = String(input.options?.summary ?? '');
        const isOfAuthor = summary === 'sleeping' || summary.startsWith('waiting for ');
        return next(isOfAuthor ? { ...input, durationMs: Math.ceil(input.durationMs / HURRY) } : input);
      },
    },
  ],
});
