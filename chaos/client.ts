import { setTimeout as pause } from 'node:timers/promises';

/** An answer of the API. */
interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Calls the API as a backend does that does not give up: while it is away or fails, again and again. */
export interface Client {
  readonly call: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;
  /** The same, once: rejects when nobody answers. */
  readonly once: Client['call'];
}

const GIVES_UP_AFTER_MS = 240_000;
const AGAIN_AFTER_MS = 250;
/** Longer than the API may take for anything: a frozen database must not freeze the run. */
const ANSWERS_WITHIN_MS = 20_000;

/** Makes a client with this key. */
export function createClient(url: string, key: string): Client {
  const once: Client['call'] = async (method, path, body, headers = {}) => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
      signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
      ...(method !== 'GET' && { body: JSON.stringify(body ?? {}) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
  };
  return {
    once,
    async call(...request) {
      const until = performance.now() + GIVES_UP_AFTER_MS;
      for (;;) {
        try {
          const answer = await once(...request);
          const passes = answer.status >= 500 || answer.status === 429;
          if (!passes || performance.now() > until) return answer;
        } catch (error) {
          if (performance.now() > until) throw error;
        }
        await pause(AGAIN_AFTER_MS);
      }
    },
  };
}
