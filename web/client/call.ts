import type { Operations } from '../generated/operations';
import { send, type Parts } from './send';

/** An operation of the API, as in `GET /v1/tasks/{id}`. */
export type Operation = keyof Operations;

/** What an operation takes: `path`, `query`, `body`, `ifMatch` (the version that was read), `idempotencyKey`, as far as it takes them. */
export type Takes<O extends Operation> = Operations[O]['takes'];

/** What a success of an operation answers. */
export type Reply<O extends Operation> = Operations[O]['reply'];

type Rest<O extends Operation> = Record<never, never> extends Takes<O> ? [takes?: Takes<O>] : [takes: Takes<O>];

/**
 * Calls an operation of the API as the person who is signed in. Answers its reply; throws `ApiProblem` for every other answer, with the code
 * `unreachable` when there was none.
 */
export async function call<O extends Operation>(operation: O, ...[takes]: Rest<O>): Promise<Reply<O>> {
  const [method = 'GET', template = ''] = operation.split(' ');
  return (await send(method, template, takes as Parts | undefined)) as Reply<O>;
}
