const WARN = 40;

/**
 * What a line of a process's log has to say to a person at the terminal: the message of a structured warning or error (of a journey that
 * cannot go on also which, for whom and why), or the line itself when it is none of ours (a crash). `undefined` for everything
 * that is only of interest in the file.
 */
export function warningOf(line: string): string | undefined {
  const entry = parse(line);
  if (!entry) return line.trim() === '' ? undefined : line;
  const { level, msg, reason, err } = entry;
  if (typeof level !== 'number' || level < WARN) return undefined;
  if (entry.alert === 'journey_stuck')
    return `${String(entry.journey)} cannot go on for customer ${String(entry.customerId)}: ${String(entry.because)}`;
  const cause = typeof reason === 'string' ? reason : messageOf(err);
  return `${typeof msg === 'string' ? msg : 'no message'}${cause ? ` (${cause})` : ''}`;
}

function messageOf(err: unknown): string {
  const message = typeof err === 'object' && err !== null && 'message' in err ? err.message : undefined;
  return typeof message === 'string' ? (message.split('\n')[0] ?? '') : '';
}

function parse(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
