import type { Translation } from '../../domain/translation';
import { atRisk } from './at-risk';

/** Everything in German, one part for each journey and each playbook. */
export const german: readonly Translation[] = [atRisk];
