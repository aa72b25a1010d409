/** Prisma's codes for a database that is away, overloaded, or lost a race that the next try will win. https://www.prisma.io/docs/orm/reference/error-reference */
const PRISMA_CODES = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2034']);

/** PostgreSQL's classes and states of the same kind: connection, resources, deadlock and serialisation, locks, shutdown. */
const SQL_STATE = /^(?:08...|53...|40001|40P01|55P03|57P0[1-5])$/;

/** The driver adapter's words where there is no state, because no server answered. */
const DRIVER_KINDS = new Set(['DatabaseNotReachable', 'SocketTimeout', 'ConnectionClosed', 'TooManyConnections']);

/** True when a database error says nothing about the request: the same request may well succeed in a moment. */
export function isPassingDatabaseFault(error: unknown): boolean {
  return layersOf(error).some(
    ({ code, originalCode, kind }) =>
      PRISMA_CODES.has(String(code)) ||
      [code, originalCode].some((state) => SQL_STATE.test(String(state))) ||
      DRIVER_KINDS.has(String(kind)),
  );
}

/** What Prisma, its driver adapter and the driver each say: a query's error holds the others in `meta`, one of connecting as its cause. */
function layersOf(error: unknown): Readonly<Record<string, unknown>>[] {
  const adapter = memberOf(memberOf(error, 'meta'), 'driverAdapterError');
  const layers = [
    error,
    memberOf(error, 'cause'),
    memberOf(memberOf(error, 'cause'), 'cause'),
    adapter,
    memberOf(adapter, 'cause'),
  ];
  return layers.filter((layer) => typeof layer === 'object' && layer !== null) as Readonly<Record<string, unknown>>[];
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
