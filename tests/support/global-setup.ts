import { joinCluster } from '../../testkit/cluster';
import { workflowBundle } from '../../testkit/workflow-bundle';

/** Once before all test files: a PostgreSQL with a migrated template, and the workflows bundled. */
module.exports = async function globalSetup(): Promise<void> {
  await joinCluster();
  await workflowBundle();
};
