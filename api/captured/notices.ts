import { wordsOf } from './words';

/** What an action came to, as it stands in the address that it leads to: a code, never a text, so that no link can put words on the page. */
export function noticeOf(code: string | undefined): string | null {
  if (code === undefined) return null;
  const [what = '', ...rest] = code.split(':');
  const reason = rest.join(' ');
  if (what === 'refused' && /^[a-z_]{1,30}$/.test(reason))
    return `The journey did not let them in: ${wordsOf(reason).toLowerCase()}.`;
  return Object.hasOwn(NOTICES, what) ? NOTICES[what as keyof typeof NOTICES] : null;
}

const NOTICES = {
  replied: 'The reply is on its way to the journeys that listen.',
  clicked: 'The click is recorded.',
  posted: 'The event is recorded.',
  advanced: 'The time has been let pass.',
  completed: 'The task is complete, and its outcome is on its way to the journey.',
  enrolled: 'The journey begins.',
  created: 'The customer is here, and the event is recorded.',
} as const;

export type Notice = keyof typeof NOTICES;
