import { useQueryClient } from '@tanstack/react-query';
import { createContext, use, useCallback, useEffect, useState } from 'react';
import { onSignedOut } from '../client/send';
import { sessionQuery, signOut, type Right, type Staff } from '../client/session';
import { clearDrafts, ownDrafts } from '../parts/drafts';

/** Who is signed in, as pages need it. */
export interface Session {
  readonly staff: Staff;
  /** Whether they may do this. */
  readonly can: (right: Right) => boolean;
  /** Ends the session, and leaves nothing of it on this machine. */
  readonly leave: () => Promise<void>;
}

export const SessionContext = createContext<Session | undefined>(undefined);

/** Who is signed in. Pages within the shell always have somebody. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error('There is a session within the shell only.');
  return session;
}

/** The session of a member of staff. */
export function useSessionOf(staff: Staff | null | undefined): Session | undefined {
  const queries = useQueryClient();
  const leave = useCallback(async () => {
    await signOut();
    clearDrafts();
    // The page looks at this one query: taken away with the others, it would never hear that nobody is signed in.
    queries.setQueryData(sessionQuery.queryKey, null);
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0] });
    queries.getMutationCache().clear();
  }, [queries]);
  const id = staff?.id;
  useEffect(() => {
    if (id !== undefined) ownDrafts(id);
  }, [id]);
  return staff ? { staff, can: (right) => staff.rights.includes(right), leave } : undefined;
}

/** Whether the session has ended while the page was in use, and how to say that there is one again. */
export function useEndedSession(): readonly [ended: boolean, renewed: () => void] {
  const [ended, setEnded] = useState(false);
  const queries = useQueryClient();
  useEffect(() => {
    onSignedOut(() => setEnded(true));
    return () => onSignedOut(() => undefined);
  }, []);
  const renewed = useCallback(() => {
    setEnded(false);
    void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0] });
  }, [queries]);
  return [ended, renewed];
}
