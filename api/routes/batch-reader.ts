import { setImmediate as otherWork } from 'node:timers/promises';
import { readItem, type Arrival, type ItemVerdict } from '../../domain/ingest-item';

/** Judges the items of a batch, in their order. */
export type ReadBatch = (batch: readonly unknown[], arrival: Arrival) => Promise<ItemVerdict[]>;

/** About two milliseconds of work. */
const SLICE = 50;

/**
 * A reader that lets other work in after every slice, so that a long batch does not hold up the transaction of the one before it. Long
 * batches are read one after the other: the first is kept while the next is read. Those of one slice wait for none.
 */
export function createBatchReader(): ReadBatch {
  let last: Promise<unknown> = Promise.resolve();
  return (batch, arrival) => {
    if (batch.length <= SLICE) return readInSlices(batch, arrival);
    const read = last.then(() => readInSlices(batch, arrival));
    last = read.catch(() => undefined);
    return read;
  };
}

async function readInSlices(batch: readonly unknown[], arrival: Arrival): Promise<ItemVerdict[]> {
  const verdicts: ItemVerdict[] = [];
  for (const [index, raw] of batch.entries()) {
    if (index > 0 && index % SLICE === 0) await otherWork();
    verdicts.push(readItem(raw, arrival));
  }
  return verdicts;
}
