import { readConfig } from '../../cli/config';
import { progressLines } from '../../embedded/progress';
import { temporalCli } from '../../embedded/temporal-cli';
import { timeSkippingServer } from '../../embedded/time-skipping';
import { joinCluster } from '../../testkit/cluster';
import { workflowBundle } from '../../testkit/workflow-bundle';

/**
 * Once before all test files: a PostgreSQL with a migrated template, the workflows bundled, and both Temporal servers at
 * hand, so that no single test has to wait for what takes minutes on a new machine.
 */
module.exports = async function globalSetup(): Promise<void> {
  const progress = progressLines((line) => process.stderr.write(`${line}\n`));
  const config = readConfig();
  await joinCluster();
  await workflowBundle();
  await timeSkippingServer(config.timeSkippingServer, progress);
  await temporalCli({ named: config.temporalCli, state: config.state }, progress);
};
