export { patched } from '@temporalio/workflow';
export { escalate, type Escalated } from './escalate';
export { event, type EventRef, type Heard } from './event';
export { done, log, next } from './flow';
export { journey, type Journey, type Stage } from './journey';
export { touch } from './touch';
export { before, sleep, sleepUntil, waitFor } from './wait';
export type { Facts } from '../../domain/journey';
