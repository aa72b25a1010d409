import type { Request } from 'express';
import type { Clock } from '../domain/clock';
import type { Db } from '../prisma/client';
import { createKeyCheck, unauthenticated } from './key-auth';
import { HttpProblem } from './problem';
import type { Access, Caller } from './route';
import { cookieIn, SESSION_COOKIE } from './sign-in/cookie';
import { sessionCaller } from './sign-in/session-caller';

/** Tells who is calling: by the `Authorization` header, which counts alone where it is sent, or by the session's cookie. Throws a 401 problem. */
export type Authenticate = (request: Pick<Request, 'method' | 'get'>) => Promise<Caller>;

/** Checks API keys and sessions. `publicUrl`: where pages of ours are reached from outside. */
export function createAuthenticate({
  db,
  now,
  publicUrl,
}: {
  readonly db: Db;
  readonly now: Clock;
  readonly publicUrl: string | undefined;
}): Authenticate {
  const keyOf = createKeyCheck({ db, now });

  return async (request) => {
    const authorization = request.get('authorization');
    if (authorization !== undefined) return keyOf(authorization);
    const token = cookieIn(request.get('cookie'), SESSION_COOKIE);
    if (token === undefined) throw unauthenticated('Sign in, or send an API key.');
    const caller = await sessionCaller({ db, publicUrl }, token, request, now());
    if (!caller) throw unauthenticated('Your session is over: sign in again.');
    return caller;
  };
}

/** Whoever calls a route that is open: nobody that we know, and with no right. */
export const NOBODY: Caller = { id: 'nobody', kind: 'nobody', name: 'nobody', role: 'nobody', rights: [] };

/** Throws a 403 problem unless the caller may call what needs this. `own` needs a session. */
export function requireRight(caller: Caller, needed: Access): void {
  if (needed === 'open') return;
  if (needed === 'own' ? caller.kind === 'staff' : caller.rights.includes(needed)) return;
  const who = caller.kind === 'key' ? 'This key has' : 'You have';
  const detail =
    needed === 'own'
      ? 'Only somebody who is signed in has something of their own here; a key has not.'
      : `${who} the role ${caller.role}, which does not include the right "${needed}".`;
  throw new HttpProblem('forbidden', detail, { extra: { required_right: needed } });
}
