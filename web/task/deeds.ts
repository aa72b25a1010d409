import { useQueryClient } from '@tanstack/react-query';
import { call, type Takes } from '../client/call';
import { ApiProblem, isProblem } from '../client/problem';
import { useNameOf } from '../inbox/names';
import { useProblemText } from '../parts/states';
import { toast } from '../parts/toasts';
import { useSession } from '../app/session';
import { useWords, words } from '../parts/words';
import { MORE_WORDS } from './more-words';

/** As much of a task as is needed to do something about it. */
export interface Handle {
  readonly id: string;
  readonly version: number;
}

/** What came of trying to reach a customer. */
export type AttemptResult = Takes<'POST /v1/tasks/{id}/attempts'>['body']['result'];

/** What can be wrong about a customer. */
export type WrongData = Takes<'POST /v1/tasks/{id}/wrong-data'>['body']['what'];

/** What people do about tasks. Each answers whether it worked; where it did not, it has been said why, and what is shown is read again. */
export interface Deeds {
  readonly claim: (task: Handle) => Promise<boolean>;
  readonly release: (task: Handle) => Promise<boolean>;
  /** Puts it off until then, or until the customer answers if that comes first and is wanted. */
  readonly snooze: (task: Handle, until: string, untilReply: boolean, reason: string) => Promise<boolean>;
  /** Writes down that somebody tried to reach the customer. */
  readonly attempt: (task: Pick<Handle, 'id'>, result: AttemptResult) => Promise<boolean>;
  readonly reopen: (task: Handle, because: string) => Promise<boolean>;
  readonly markWrong: (task: Pick<Handle, 'id'>, what: WrongData, note: string) => Promise<boolean>;
  readonly note: (task: Pick<Handle, 'id'>, body: string) => Promise<boolean>;
  /** Ticks a step of the checklist, or takes the tick away. */
  readonly tick: (task: Pick<Handle, 'id'>, step: string, done: boolean) => Promise<boolean>;
}

/** The deeds, in the name of whoever is signed in. */
export function useDeeds(): Deeds {
  const said = useWords(WORDS);
  const more = useWords(MORE_WORDS);
  const queries = useQueryClient();
  const explain = useExplain();

  const attempt = async <R>(deed: () => Promise<R>, done?: string | ((reply: R) => string)): Promise<boolean> => {
    try {
      const reply = await deed();
      if (done !== undefined) toast(typeof done === 'string' ? done : done(reply));
      return true;
    } catch (error) {
      toast(explain(error), 'bad');
      return false;
    } finally {
      for (const key of ['tasks', 'task', 'board']) void queries.invalidateQueries({ queryKey: [key] });
    }
  };

  return {
    claim: ({ id, version }) =>
      attempt(
        () => call('POST /v1/tasks/{id}/claim', { path: { id }, ifMatch: version }),
        ({ over_limit: over }) => (over ? said.claimedBeyond(over.load, over.limit) : said.claimed),
      ),
    release: ({ id, version }) =>
      attempt(() => call('POST /v1/tasks/{id}/release', { path: { id }, ifMatch: version }), said.released),
    snooze: ({ id, version }, until, untilReply, reason) =>
      attempt(
        () =>
          call('POST /v1/tasks/{id}/snooze', {
            path: { id },
            ifMatch: version,
            body: { until, until_reply: untilReply, reason },
          }),
        said.snoozed,
      ),
    attempt: ({ id }, result) =>
      attempt(() => call('POST /v1/tasks/{id}/attempts', { path: { id }, body: { result } }), more.attempt.done),
    reopen: ({ id, version }, because) =>
      attempt(
        () => call('POST /v1/tasks/{id}/reopening', { path: { id }, ifMatch: version, body: { because } }),
        more.reopen.done,
      ),
    markWrong: ({ id }, what, note) =>
      attempt(() => call('POST /v1/tasks/{id}/wrong-data', { path: { id }, body: { what, note } }), more.wrong.done),
    note: ({ id }, body) =>
      attempt(() => call('POST /v1/tasks/{id}/notes', { path: { id }, body: { body } }), said.noted),
    tick: ({ id }, step, done) =>
      attempt(async () => {
        await call('PUT /v1/tasks/{id}/checklist', { path: { id }, body: { step, done } });
        await queries.invalidateQueries({ queryKey: ['task', id] });
      }),
  };
}

/** Says what went wrong with a task so that a person understands it: who was quicker, what it has become. */
export function useExplain(): (error: unknown) => string {
  const said = useWords(WORDS);
  const nameOf = useNameOf();
  const problemText = useProblemText();
  const { staff } = useSession();
  return (error) => {
    if (isProblem(error, 'precondition_failed')) return said.stale;
    if (error instanceof ApiProblem && error.status === 409) {
      const { assignee, finished_by: finishedBy, state } = error.extra;
      if (typeof assignee === 'string') return assignee === staff.id ? said.stale : said.quicker(nameOf(assignee));
      if (typeof finishedBy === 'string') return said.finishedBy(nameOf(finishedBy));
      if (state === 'cancelled' || state === 'expired' || state === 'done') return said.isOver;
    }
    return problemText(error);
  };
}

const WORDS = words(
  {
    claimed: 'It is yours.',
    claimedBeyond: (load: number, limit: number) =>
      `It is yours. You have ${load} now, beyond your limit of ${limit}: you are given no more until some are done.`,
    released: 'It is back in its queue.',
    snoozed: 'It comes back when you said.',
    noted: 'Your note is kept.',
    stale: 'Somebody changed this task a moment ago. Here it is as it is now: look again, then decide.',
    quicker: (name: string) => `${name} was quicker and has this task. Take the next one.`,
    finishedBy: (name: string) => `${name} has completed this task already.`,
    isOver: 'This task is over already: nobody waits for it any more.',
  },
  {
    claimed: 'Sie haben die Aufgabe.',
    claimedBeyond: (load: number, limit: number) =>
      `Sie haben die Aufgabe. Das sind jetzt ${load}, mehr als Ihre Grenze von ${limit}: neue bekommen Sie erst wieder, wenn einige erledigt sind.`,
    released: 'Sie ist zurück in ihrer Warteschlange.',
    snoozed: 'Sie kommt wieder, wann Sie gesagt haben.',
    noted: 'Ihre Notiz ist aufgehoben.',
    stale: 'Jemand hat diese Aufgabe gerade geändert. Hier ist der jetzige Stand: sehen Sie noch einmal hin.',
    quicker: (name: string) => `${name} war schneller und hat diese Aufgabe. Nehmen Sie die nächste.`,
    finishedBy: (name: string) => `${name} hat diese Aufgabe schon abgeschlossen.`,
    isOver: 'Diese Aufgabe ist schon vorbei: niemand wartet mehr darauf.',
  },
);
