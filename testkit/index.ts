export type { Profile, WorldCustomer } from './customer';
export { withWorld, type World, type WorldOptions } from './world';
