import { DefaultFailureConverter } from '@temporalio/common';

/**
 * Puts the message and stack of every failure into a payload, so that the codec encrypts them too. Loaded by its path, by
 * clients, workers and the workflow bundle alike (temporal/data-converter.ts): the name of the export is Temporal's.
 */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
