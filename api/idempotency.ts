import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import { InvalidInput } from '../domain/errors';
import type { Db } from '../prisma/client';
import { beginRequest, forgetOldAnswers, giveUpTurn, keepAnswer, type Turn } from '../prisma/idempotency';
import { problemAnswer, type Answer } from './answer';
import { canonicalJson } from '../domain/canonical-json';
import { inHeader } from './place';
import { HttpProblem, problemFor } from './problem';
import type { Caller, Route } from './route';

/** A post under an Idempotency-Key, as it was asked. */
interface KeyedPost {
  readonly route: Route;
  readonly caller: Caller;
  readonly key: string;
  readonly path: string;
  readonly requestId: string;
  readonly now: Date;
  /** All that makes it this request and no other: path parameters, query, body and If-Match. */
  readonly asked: unknown;
}

/** What running the post gave: the answer to send, and the one to keep, which differs when it holds a secret. */
export interface Outcome {
  readonly answer: Answer;
  readonly kept: Answer;
}

/** Runs a post, or answers what its first run answered. */
export type AnswerOnce = (
  post: KeyedPost,
  run: () => Promise<Outcome>,
) => Promise<{ readonly answer: Answer; readonly replayed: boolean }>;

/**
 * Makes posts repeatable (IETF draft-ietf-httpapi-idempotency-key-header): one effect per API key, operation and
 * Idempotency-Key for 24 hours. Success, 404 and 409 are kept and sent again with `Idempotency-Replayed: true`; a request at
 * fault, a stale version and a failure of ours had no effect and are not kept, so the same key may be tried again.
 * A process that dies between the effect and keeping its answer leaves the key running until the lease ends (60 s); then
 * the request runs again, and only the operation's own rules (a unique cause, a version) keep its effect single.
 */
export function createAnswerOnce({ db, log }: { readonly db: Db; readonly log: Logger }): AnswerOnce {
  const sweep = createSweep(db, log);
  const turns = turnsOf(db, log);

  return async (post, run) => {
    const begun = await beginRequest(db, keyedRequest(post), post.now);
    switch (begun.kind) {
      case 'first':
        await sweep(post.now);
        return { answer: await firstAnswer(turns, post, begun.turn, run), replayed: false };
      case 'answered':
        return {
          answer: { ...begun.answer, headers: { ...begun.answer.headers, 'Idempotency-Replayed': 'true' } },
          replayed: true,
        };
      case 'running':
        throw new HttpProblem(
          'idempotency_running',
          'The first request with this Idempotency-Key has not been answered yet.',
          {
            headers: { 'Retry-After': '1' },
          },
        );
      case 'mismatch':
        throw new HttpProblem(
          'idempotency_mismatch',
          'This Idempotency-Key was used for a request that differs from this one.',
        );
    }
  };
}

async function firstAnswer(turns: Turns, post: KeyedPost, turn: Turn, run: () => Promise<Outcome>): Promise<Answer> {
  let outcome: Outcome;
  try {
    outcome = await run();
  } catch (error) {
    const problem = problemFor(error);
    if (problem?.code !== 'not_found' && problem?.code !== 'conflict') {
      await turns.giveUp(turn);
      throw error;
    }
    const answer = problemAnswer(problem, post);
    outcome = { answer, kept: answer };
  }
  await turns.keep(turn, outcome.kept);
  return outcome.answer;
}

/** How a turn ends. A failure here must not hide the answer, which has had its effect: the turn then ends with its lease. */
interface Turns {
  readonly keep: (turn: Turn, answer: Answer) => Promise<void>;
  readonly giveUp: (turn: Turn) => Promise<void>;
}

function turnsOf(db: Db, log: Logger): Turns {
  const logged = (error: unknown) => log.warn({ err: error }, 'an idempotency key waits for the end of its lease');
  return {
    keep: (turn, answer) => keepAnswer(db, turn, answer).catch(logged),
    giveUp: (turn) => giveUpTurn(db, turn).catch(logged),
  };
}

function keyedRequest({ route, caller, key, asked }: KeyedPost) {
  return {
    scope: `${caller.id} ${route.method.toUpperCase()} ${route.path}`,
    key: keyIn(key),
    fingerprint: createHash('sha256').update(canonicalJson(asked)).digest('base64url'),
  };
}

/** The draft's form is a quoted string; most clients send it bare. Both are the same key. */
function keyIn(header: string): string {
  const key = /^"(.*)"$/.exec(header)?.[1] ?? header;
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw new InvalidInput('The Idempotency-Key cannot be used.', [
    {
      pointer: inHeader('Idempotency-Key'),
      detail: 'must be 1 to 255 visible ASCII characters without spaces, best a random UUID',
    },
  ]);
}

const SWEEP_EVERY_MS = 10 * 60_000;

/** Old answers are deleted by the requests that come, every ten minutes at most; a failure only leaves them for the next time. */
function createSweep(db: Db, log: Logger): (now: Date) => Promise<void> {
  let sweptAt = -Infinity;
  return async (now) => {
    if (now.getTime() - sweptAt < SWEEP_EVERY_MS) return;
    sweptAt = now.getTime();
    await forgetOldAnswers(db, now).catch((error: unknown) =>
      log.warn({ err: error }, 'old idempotency keys were not deleted'),
    );
  };
}
