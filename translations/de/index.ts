import type { Translation } from '../../domain/translation';
import { journeys } from './journeys';
import { names } from './names';
import { playbooks } from './playbooks';
import { product } from './product';

/** Everything in German, in parts. What two of them say, they say alike. */
export const german: readonly Translation[] = [names, product, ...journeys, ...playbooks];
