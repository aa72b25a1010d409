import { inspect } from 'node:util';
import { ApplicationFailure } from '@temporalio/common';
import { asFailures, toFailure } from '../activities/failures';
import { Conflict, InvalidInput, NotFound, ProviderRejected, ProviderUnavailable } from '../domain/errors';
import { newId } from '../domain/ids';
import { withDatabase } from './support/database';

describe('what an activity throws', () => {
  test.each([
    new InvalidInput('no'),
    new NotFound('no'),
    new Conflict('no'),
    new ProviderRejected('no', 'content', '413'),
  ])('is not tried again when it can never be accepted (%p)', (error) => {
    expect(toFailure(error)).toMatchObject({ type: error.code, nonRetryable: true, message: 'no' });
  });

  test('is tried again after the time that the provider named', () => {
    expect(toFailure(new ProviderUnavailable('429', 'no', 7_000))).toMatchObject({
      type: 'provider_unavailable',
      nextRetryDelay: 7_000,
    });
    const unnamed = toFailure(new ProviderUnavailable('refused', 'no')) as ApplicationFailure;
    expect([unnamed.nextRetryDelay ?? null, unnamed.nonRetryable ?? false]).toEqual([null, false]);
  });

  test('is tried again when it is a defect, and says where but not what: a message may hold an address', () =>
    withDatabase(async ({ db }) => {
      const activities = asFailures({
        write: (email: string) =>
          db.customer.create({ data: { id: newId(new Date(0)), email, createdAt: 'never', updatedAt: 'never' } }),
        query: (email: string) => db.$queryRaw`SELECT ${email}::uuid`,
        misuse: (email: string) => Promise.reject(new Error(`cannot send to ${email}`)),
      });
      for (const activity of Object.values(activities)) {
        const failure: unknown = await activity('ada@example.com').catch((error: unknown) => error);
        expect(failure).toBeInstanceOf(ApplicationFailure);
        expect(failure).toMatchObject({ type: 'defect', stack: expect.stringContaining('    at ') });
        expect(inspect(failure, { depth: Infinity, showHidden: true })).not.toContain('ada@example.com');
      }
    }));

  test('stays what it is when it is a failure already', () => {
    const failure = ApplicationFailure.nonRetryable('as it is');
    expect(toFailure(failure)).toBe(failure);
  });
});
