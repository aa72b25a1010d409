import { createWriteStream, openSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import { InvalidInput } from '../../domain/errors';

/** A line that was not imported, or probably not as it was meant, and why. */
export interface Remark {
  readonly line: number;
  readonly reason: string;
  readonly text: string;
}

/**
 * What an import came to. A line makes one message or two (what is known of the customer, what happened), or none that could be sent; it is
 * rejected when any part of it is, else accepted. `duplicates`: messages that the API had already. `reasons`: how many
 * lines each reason to reject has, and the first few of them; `warnings`: the same of what was accepted and is probably not as it was meant.
 */
export interface Outcome {
  readonly lines: { readonly read: number; readonly accepted: number; readonly rejected: number };
  readonly messages: { readonly sent: number; readonly duplicates: number };
  readonly reasons: readonly Reason[];
  readonly warnings: readonly Reason[];
}

/** What was said of lines. */
export interface Reason {
  readonly reason: string;
  readonly lines: number;
  readonly first: readonly number[];
}

/** Counts while an import runs. */
export interface Tally {
  line(): void;
  sent(counts: { readonly messages: number; readonly duplicates: number }): void;
  reject(reject: Remark): void;
  warn(warning: Remark): void;
  /** Closes the file of rejects and answers what it came to. */
  close(): Promise<Outcome>;
}

const FIRST_LINES = 5;

/** A tally that also writes each rejected line to a file (one JSON object a line) when one is given. Throws InvalidInput when it cannot be written. */
export function createTally(rejectsFile?: string): Tally {
  const file = rejectsFile === undefined ? undefined : writing(rejectsFile);
  let read = 0;
  const messages = { sent: 0, duplicates: 0 };
  const rejected = new Set<number>();
  const reasons = countReasons();
  const warnings = countReasons();
  return {
    line: () => void (read += 1),
    sent(counts) {
      messages.sent += counts.messages;
      messages.duplicates += counts.duplicates;
    },
    reject(reject) {
      rejected.add(reject.line);
      reasons.add(reject);
      file?.write(`${JSON.stringify(reject)}\n`);
    },
    warn: (warning) => warnings.add(warning),
    async close() {
      if (file) await finished(file.end());
      const lines = { read, accepted: read - rejected.size, rejected: rejected.size };
      return { lines, messages, reasons: reasons.byCount(), warnings: warnings.byCount() };
    },
  };
}

function countReasons() {
  const counts = new Map<string, { lines: number; first: number[] }>();
  return {
    add({ reason, line }: Remark): void {
      const known = counts.get(reason) ?? { lines: 0, first: [] };
      known.lines += 1;
      if (known.first.length < FIRST_LINES) known.first.push(line);
      counts.set(reason, known);
    },
    byCount: (): Reason[] =>
      [...counts].map(([reason, count]) => ({ reason, ...count })).sort((a, b) => b.lines - a.lines),
  };
}

function writing(file: string) {
  try {
    return createWriteStream(file, { fd: openSync(file, 'w') });
  } catch (error) {
    throw new InvalidInput(`The rejected lines cannot be written to ${file}: ${(error as Error).message}`);
  }
}
