import { patched, sleep, type WorkflowInterceptorsFactory } from '@temporalio/workflow';

/* Part of the workflow bundle of the next release: its one change of journeys, made as authors make theirs, so that runs under way keep to the old way. */

/** Temporal asks each module of interceptors for this. */
export const interceptors: WorkflowInterceptorsFactory = () => ({
  inbound: [
    {
      async execute(input, next) {
        if (patched('next-release')) await sleep('10 milliseconds', { summary: 'new in the next release' });
        return next(input);
      },
    },
  ],
});
