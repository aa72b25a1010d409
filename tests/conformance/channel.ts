import { inspect } from 'node:util';
import type { ChannelAdapter, Dispatch } from '../../activities/channels/channel';
import type { Fault } from '../../standins/fault';
import { ProviderRejected, ProviderUnavailable, type RejectionKind } from '../../domain/errors';

/** One way in which a provider can fail, and what the ledger must be told about it. */
export interface Breakdown {
  readonly when: string;
  /** How long the channel shall wait for an answer. */
  readonly timeoutMs?: number;
  readonly provoke: (channel: ChannelUnderTest) => Promise<void> | void;
  readonly told:
    | { readonly rejected: RejectionKind }
    | { readonly unavailable: 'no' | 'unknown'; readonly retryAfterMs?: number };
}

/** A channel with a provider that can be looked into and broken. */
export interface ChannelUnderTest {
  readonly adapter: ChannelAdapter;
  /** A dispatch that the provider will take, under a new attempt. */
  readonly dispatch: () => Dispatch;
  /** Attempts of which the provider holds a message. */
  readonly held: () => Promise<readonly string[]> | readonly string[];
  /** What must not be in anything that is thrown: keys, addresses, texts. */
  readonly secrets: readonly string[];
  readonly standin?: { readonly fail: (fault: Fault) => void; readonly stop: () => Promise<void> };
}

/** The promises that every channel keeps to the ledger. `bracket` lends a fresh channel to one test. */
export function describeChannel(
  name: string,
  bracket: (test: (channel: ChannelUnderTest) => Promise<void>, timeoutMs?: number) => Promise<void>,
  breakdowns: readonly Breakdown[],
): void {
  describe(`the ${name} channel`, () => {
    test('hands a message to the provider once, and passes on the id that it gives', () =>
      bracket(async ({ adapter, dispatch, held }) => {
        const one = dispatch();
        const { providerId } = await adapter.send(one);
        expect(await held()).toEqual([one.attemptId]);
        expect(providerId === null || providerId.length > 0).toBe(true);
      }));

    test('says of an attempt whether it was accepted, if it says so at all', () =>
      bracket(async ({ adapter, dispatch }) => {
        const [sent, unsent] = [dispatch(), dispatch()];
        await adapter.send(sent);
        const found = [await adapter.find?.(sent.attemptId), await adapter.find?.(unsent.attemptId)];
        expect(found).toEqual(adapter.find ? ['accepted', 'absent'] : [undefined, undefined]);
      }));

    test.each(breakdowns)(
      'tells the ledger what to think of $when, and nothing that is secret',
      ({ provoke, told, timeoutMs }) =>
        bracket(async (channel) => {
          await provoke(channel);
          const error: unknown = await channel.adapter.send(channel.dispatch()).catch((thrown: unknown) => thrown);
          expect(describeError(error)).toEqual(told);
          for (const secret of channel.secrets) expect(everythingIn(error)).not.toContain(secret);
        }, timeoutMs),
    );
  });
}

function describeError(error: unknown): Breakdown['told'] {
  if (error instanceof ProviderRejected) return { rejected: error.kind };
  if (!(error instanceof ProviderUnavailable)) throw error;
  const { accepted: unavailable, retryAfterMs } = error;
  return retryAfterMs === undefined ? { unavailable } : { unavailable, retryAfterMs };
}

function everythingIn(error: unknown): string {
  return [JSON.stringify(error), inspect(error, { depth: Infinity, showHidden: true }), String(error)].join('\n');
}
