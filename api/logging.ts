import { pino, stdSerializers, type DestinationStream, type Logger } from 'pino';

/** Names of members that are never logged, wherever a line carries them. */
const SECRET_MEMBERS = [
  'authorization',
  'cookie',
  'password',
  'secret',
  'token',
  'apiKey',
  'email',
  'phone',
  'name',
  'address',
  'recipient',
  'to',
  'subject',
  'text',
  'html',
  'body',
  'traits',
  'properties',
  'because',
];

/**
 * A structured logger, one JSON object a line. Redacts personal members to a depth of two and clears errors of what they may
 * quote: the message of an unknown error is stripped of quoted text, addresses, numbers and keys; its stack stays.
 */
export function createLogger({
  level,
  destination,
}: {
  readonly level: string;
  readonly destination?: DestinationStream;
}): Logger {
  const options = {
    level,
    base: { process: 'api' },
    redact: { paths: SECRET_MEMBERS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
    serializers: { err: clearedError },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** An error without what it may quote. Database errors quote values; Prisma's quote the whole call. */
function clearedError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const { type, stack } = stdSerializers.err(error);
  return {
    type,
    code: 'code' in error ? error.code : undefined,
    message: cleared(error.message),
    stack: stack
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .join('\n'),
    ...(error.cause instanceof Error ? { cause: clearedError(error.cause) } : {}),
  };
}

const QUOTED = /"[^"]*"|'[^']*'/g;
const ADDRESS = /[^\s"'<>(),;:]+@[^\s"'<>(),;:]+/g;
const KEY = /pk_[0-9A-Za-z_]+/g;
const LONG_NUMBER = /\+?\d[\d\s().-]{6,}\d/g;

/** The last line of a message says what went wrong; the lines before it, where there are any, quote the call. */
function cleared(message: string): string {
  const line = message.trim().split('\n').at(-1) ?? '';
  return line
    .slice(0, 500)
    .replace(QUOTED, '"…"')
    .replace(ADDRESS, '[address]')
    .replace(KEY, '[key]')
    .replace(LONG_NUMBER, '[number]');
}
