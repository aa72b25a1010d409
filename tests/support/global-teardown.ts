import { leaveCluster } from '../../testkit/cluster';

/** Once after all test files. */
module.exports = async function globalTeardown(): Promise<void> {
  await leaveCluster();
};
