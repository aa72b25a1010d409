import { DefaultLogger, type LogEntry, type Logger } from '@temporalio/worker';
import type { Logger as Pino } from 'pino';
import type { FailureWatch } from './stuck/watch';

/** The workers of channels run activities alone, as they should. */
const EXPECTED = 'No workflows registered, not polling for workflow tasks';

/** The SDK's log as lines of ours. A failure that the watch tells of in its own words keeps its line, but is no warning any more. */
export function workerLogger(log: Pino, failures: FailureWatch): Logger {
  return new DefaultLogger('TRACE', (entry) => {
    const { level, message, meta }: LogEntry = entry;
    const fields = { ...meta };
    if (failures.read(entry) || message === EXPECTED) log.info(fields, message);
    else if (level === 'ERROR') log.error(fields, message);
    else if (level === 'WARN') log.warn(fields, message);
    else if (level === 'INFO') log.info(fields, message);
    else if (level === 'DEBUG') log.debug(fields, message);
    else log.trace(fields, message);
  });
}
