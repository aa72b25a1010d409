import type { Fault } from '../../standins/fault';
import type { Breakdown } from './channel';

/** A stand-in's fault as a way in which a channel breaks. */
export const after = (fault: Fault, when: string, told: Breakdown['told']): Breakdown => ({
  when,
  told,
  provoke: ({ standin }) => standin?.fail(fault),
});
/** An answer with this status. */
export const status = (code: number, told: Breakdown['told'], more: object = {}): Breakdown => {
  const details = Object.entries(more).map(([name, value]) => `, ${name} ${value}`);
  return after({ kind: 'status', status: code, ...more }, `an answer ${code}${details.join('')}`, told);
};

/** What every provider that speaks HTTP can do to us. */
export const httpBreakdowns: readonly Breakdown[] = [
  status(429, { unavailable: 'no' }),
  status(429, { unavailable: 'no', retryAfterMs: 7_000 }, { retryAfter: 7 }),
  status(429, { unavailable: 'no', retryAfterMs: 86_400_000 }, { retryAfter: 1e18 }),
  status(429, { unavailable: 'no', retryAfterMs: 0 }, { retryAfter: 'Wed, 21 Oct 2015 07:28:00 GMT' }),
  status(500, { unavailable: 'unknown' }),
  status(503, { unavailable: 'unknown' }, { accepted: true }),
  status(401, { rejected: 'operator' }),
  status(403, { rejected: 'operator' }),
  status(307, { rejected: 'operator' }),
  status(400, { rejected: 'unknown' }),
  { ...after({ kind: 'hang' }, 'no answer at all', { unavailable: 'unknown' }), timeoutMs: 1_000 },
  {
    ...after({ kind: 'hang', accepted: true }, 'no answer after acceptance', { unavailable: 'unknown' }),
    timeoutMs: 1_000,
  },
  after({ kind: 'reset' }, 'a broken connection', { unavailable: 'unknown' }),
  after({ kind: 'garbage' }, 'an answer that is not HTTP', { unavailable: 'unknown' }),
  { when: 'a closed port', provoke: ({ standin }) => standin?.stop(), told: { unavailable: 'no' } },
];
