/** Prisma's codes for a database that is away, overloaded, or lost a race that the next try will win. https://www.prisma.io/docs/orm/reference/error-reference */
const PRISMA_CODES = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2034']);

/** PostgreSQL's classes and states of the same kind: connection, resources, deadlock and serialisation, locks, shutdown. */
const SQL_STATE = /^(?:08...|53...|40001|40P01|55P03|57P0[1-5])$/;

/** The driver adapter's words where there is no state, because no server answered. */
const DRIVER_KINDS = new Set(['DatabaseNotReachable', 'SocketTimeout', 'ConnectionClosed', 'TooManyConnections']);

/** True when a database error says nothing about the request: the same request may well succeed in a moment. */
export function isPassingDatabaseFault(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  if (PRISMA_CODES.has(String(error.code))) return true;
  const { originalCode, kind } = driverCause(error);
  return SQL_STATE.test(String(originalCode)) || DRIVER_KINDS.has(String(kind));
}

/** Raw queries fail with P2010 and keep what the driver said in `meta`. */
function driverCause(error: object): { readonly originalCode?: unknown; readonly kind?: unknown } {
  const meta = memberOf(error, 'meta');
  const cause = memberOf(memberOf(meta, 'driverAdapterError'), 'cause');
  return typeof cause === 'object' && cause !== null ? cause : {};
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
