import type { JourneyHeader } from '../domain/journey';
import { advocacy } from './journeys/advocacy';
import { atRisk } from './journeys/at-risk';
import { onboarding } from './journeys/onboarding';
import { renewal } from './journeys/renewal';

/** Every journey as data, for the API, the triggers and the entry rules. */
export const journeyHeaders: readonly JourneyHeader[] = [onboarding, atRisk, renewal, advocacy].map(
  ({ header }) => header,
);
