import { DAY_MS } from '../../domain/duration';
import type { Life } from './life';

/** How things stand with a customer: what decides which journeys they are in, and whether a person has work with them. */
export interface Fate {
  /**
   * `newcomer`: signed up within three weeks. `thriving`: comes every week. `slipping`: was last there two to four weeks ago. `gone`: has not
   * been there for longer.
   */
  readonly kind: 'newcomer' | 'thriving' | 'slipping' | 'gone';
  /** When they were last there by themselves. */
  readonly lastLogin: number;
  /** With which work a person has them in hand, as far as lots can bring it about; null: with none. */
  readonly handed: 'call' | 'renewal' | 'onboarding' | null;
  /** How likely they look at a message. */
  readonly attention: number;
}

/** Draws the fate of a customer. `handedShare`: of those who could be, so many are with a person. */
export function fateOf({ lots, customer, now }: Life, handedShare: number): Fate {
  const age = now - customer.createdAt;
  const attention = lots.weighed([
    [0.04, 12],
    [0.25, 30],
    [0.5, 40],
    [0.8, 18],
  ]);
  const wanted = lots.chance(handedShare);
  if (age < 21 * DAY_MS) {
    const lastLogin = customer.createdAt + age * lots.draw();
    return { kind: 'newcomer', lastLogin, handed: wanted ? 'onboarding' : null, attention };
  }
  const handed = wanted ? (lots.chance(0.4) ? 'renewal' : 'call') : null;
  const kind = handed === 'call' ? 'slipping' : handed ? 'thriving' : lots.weighed(KINDS);
  const [least, most] = handed === 'call' ? HANDED_AWAY : AWAY[kind];
  const lastLogin = Math.max(now - lots.between(least, most) * DAY_MS, customer.createdAt + DAY_MS / 24);
  const isBack = now - lastLogin < 14 * DAY_MS;
  return { kind: isBack ? 'thriving' : kind, lastLogin: Math.floor(lastLogin), handed, attention };
}

/** Days since they were last there, at least and at most. */
const AWAY = { thriving: [0.02, 10], slipping: [14.05, 27.5], gone: [29, 260] } as const;
/** Check-ins begin after 14 days of absence, and a person is asked 8 days later. */
const HANDED_AWAY = [22.02, 24.4] as const;

const KINDS: readonly (readonly ['thriving' | 'slipping' | 'gone', number])[] = [
  ['thriving', 72],
  ['slipping', 6],
  ['gone', 22],
];
