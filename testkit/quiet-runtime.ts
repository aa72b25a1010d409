import { DefaultLogger, Runtime } from '@temporalio/worker';

/** The runtime can be installed once a process; whoever came first decides how loud it is. Signals are for the process to handle, not for workers. */
export function quietRuntime(): void {
  try {
    Runtime.install({
      logger: new DefaultLogger('ERROR'),
      telemetryOptions: { logging: { forward: {}, filter: 'OFF' } },
      shutdownSignals: [],
    });
  } catch {
    Runtime.instance();
  }
}
