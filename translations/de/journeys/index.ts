import type { Translation } from '../../../domain/translation';
import { advocacy } from './advocacy';
import { atRisk } from './at-risk';
import { onboarding } from './onboarding';
import { renewal } from './renewal';

/** The journeys in German. */
export const journeys: readonly Translation[] = [onboarding, atRisk, renewal, advocacy];
