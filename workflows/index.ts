/* Everything that Temporal can run, by workflow type. A journey's type is its header's name. */
export { advocacy } from './journeys/advocacy';
export { atRisk as 'at-risk' } from './journeys/at-risk';
export { onboarding } from './journeys/onboarding';
export { renewal } from './journeys/renewal';
export { confirmation, letter, notice, nudge, reply, task } from './errands';
export { hold, resume } from './holds';
export { rounds } from './rounds';
export { sweep } from './sweep';
