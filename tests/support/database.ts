export { withDatabase, type TestDatabase } from '../../testkit/database';
