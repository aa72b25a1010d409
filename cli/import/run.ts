import path from 'node:path';
import { BATCH_LIMIT, ITEM_LIMIT } from '../../domain/ingest';
import type { Told } from '../../testkit/tell';
import { insistOnDateOrder } from './date-order';
import type { Reading } from './formats';
import { postBatch, type FrontDoor } from './front-door';
import { translator } from './messages';
import { rowsOf, type OnBytes } from './rows';
import type { Outcome, Remark, Tally } from './tally';

/** A file to import, and where to. */
export interface Import {
  readonly file: string;
  readonly reading: Reading;
  readonly door: FrontDoor;
  /** Whether journeys get the events: `recent` those of the last 72 hours, which is what the API does by itself. */
  readonly journeys: 'recent' | 'none' | 'all';
}

/** Well under the limit of a body: its brackets count too. */
const BATCH_BYTES = BATCH_LIMIT - 4_096;
const MOST_ITEMS = 2_500;

/** Reads a file as a stream and posts it in batches, in its order. Lines that cannot be imported go to the tally and stop nothing; dates in another order than the mapping says stop it before the first (InvalidInput). */
export async function importFile(job: Import, tally: Tally, onBytes: OnBytes): Promise<Outcome> {
  await insistOnDateOrder(job.file, job.reading);
  const translate = translator(path.basename(job.file), job.reading.mapping);
  const batch = new Batch(job.door, tally);
  for await (const row of rowsOf(job.file, job.reading, onBytes)) {
    tally.line();
    const { messages, reason } = 'reason' in row ? row : translate(row);
    if (reason !== undefined) tally.reject({ line: row.line, reason, text: row.text });
    else
      for (const message of messages)
        await batch.add({ line: row.line, text: row.text }, withSwitch(message, job.journeys));
  }
  await batch.post();
  return tally.close();
}

function withSwitch(message: Told, journeys: Import['journeys']): Told {
  return journeys === 'recent' || message['type'] === 'identify'
    ? message
    : { ...message, integrations: { Journeys: journeys === 'all' } };
}

type Line = Omit<Remark, 'reason'>;

/** Messages that wait to be posted together, each with its line. */
class Batch {
  readonly #door: FrontDoor;
  readonly #tally: Tally;
  #waiting: { line: Line; json: string }[] = [];
  #bytes = 0;

  constructor(door: FrontDoor, tally: Tally) {
    this.#door = door;
    this.#tally = tally;
  }

  async add(line: Line, message: Told): Promise<void> {
    const json = JSON.stringify(message);
    const bytes = Buffer.byteLength(json) + 1;
    if (bytes > ITEM_LIMIT) return this.#tally.reject({ ...line, reason: 'is larger than 32 KB' });
    if (this.#bytes + bytes > BATCH_BYTES || this.#waiting.length >= MOST_ITEMS) await this.post();
    this.#waiting.push({ line, json });
    this.#bytes += bytes;
  }

  async post(): Promise<void> {
    if (this.#waiting.length === 0) return;
    const posted = this.#waiting;
    this.#waiting = [];
    this.#bytes = 0;
    const answer = await postBatch(
      this.#door,
      posted.map(({ json }) => json),
    );
    this.#tally.sent({ messages: posted.length, duplicates: answer.duplicates });
    for (const { index, reason } of answer.refused) {
      this.#tally.reject({ ...posted[index]!.line, reason });
    }
    for (const { index, reason } of answer.warned) this.#tally.warn({ ...posted[index]!.line, reason });
  }
}
