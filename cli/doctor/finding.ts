/**
 * What one check found. `ok`: as it should be. `off`: not configured, which is fine. `warning`: it works, but somebody should
 * look. `broken`: it does not work; `remedy` says what to do. `unknown`: it could not be looked at, because of something else that is broken.
 */
export interface Finding {
  readonly check: string;
  readonly state: 'ok' | 'off' | 'warning' | 'broken' | 'unknown';
  readonly says: string;
  readonly remedy?: string;
}

/** An error in one line, for a person: what it says, or the code of the system call beneath it. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = (error.cause ?? error) as { code?: unknown };
  if (typeof code === 'string' && SYSTEM_CALL.test(code)) return code;
  // gRPC folds the whole story of a connection into one message.
  const [message = ''] = SYSTEM_CALL.exec(error.message) ?? error.message.split('\n');
  return message || error.name;
}

const SYSTEM_CALL = /\bE[A-Z]{4,}\b/;
