/** Why the automation does not reach a customer (M03), the worst first. */
export const WATCH_REASONS = [
  'stuck',
  'escalation_expired',
  'bounced',
  'no_channel',
  'unanswered',
  'never_triggered',
] as const;
export type WatchReason = (typeof WATCH_REASONS)[number];

/** What each reason says of a customer, for lists and the weekly summary. */
export const WATCH_WORDS: Readonly<Record<WatchReason, string>> = {
  stuck: 'their journey cannot go on',
  escalation_expired: 'a person should have called, and nobody took it',
  bounced: 'their address does not work',
  no_channel: 'no channel is open for the last message',
  unanswered: 'nothing opened, clicked or answered in the last messages',
  never_triggered: 'no journey has ever begun for them',
};

/** What is known of a customer on the list, as far as it decides what to do. */
export interface WatchFacts {
  readonly reason: WatchReason;
  /** Other ways to reach them: there is an address which no last message failed on. */
  readonly hasPhone: boolean;
  readonly hasEmail: boolean;
  /** Why the last message was not let out or came back, by the gate's or the provider's word. */
  readonly because?: string | undefined;
  readonly channel?: string | null | undefined;
}

/** One thing to do. `action` is a stable code. */
export interface NextBestAction {
  readonly action:
    | 'mend_journey'
    | 'call'
    | 'use_other_channel'
    | 'get_address'
    | 'ask_consent'
    | 'leave_alone'
    | 'check_events';
  readonly says: string;
}

/** What a person should do about a customer whom the automation does not reach (M03, M20). Never to write to somebody who does not want it. */
export function nextBestAction(facts: WatchFacts): NextBestAction {
  switch (facts.reason) {
    case 'stuck':
      return { action: 'mend_journey', says: 'Deploy a corrected journey, or move the customer to another stage.' };
    case 'escalation_expired':
      return { action: 'call', says: 'Call now: an escalation ran out with nobody on it.' };
    case 'bounced':
      return otherWay(facts) ?? { action: 'get_address', says: 'Ask for a working address when you next speak.' };
    case 'no_channel':
      return openAChannel(facts);
    case 'unanswered':
      return facts.hasPhone
        ? { action: 'call', says: 'Call: messages do not get through to them, whatever these say.' }
        : { action: 'get_address', says: 'Ask in the product how they would like to hear from us.' };
    case 'never_triggered':
      return {
        action: 'check_events',
        says: 'See whether the backend sends the events that journeys start on, or let them enter one.',
      };
  }
}

function otherWay({ hasPhone, hasEmail, because = '', channel }: WatchFacts): NextBestAction | null {
  const mailFailed = channel === 'email' || because.includes('email');
  if (hasPhone && mailFailed) return { action: 'use_other_channel', says: 'Their phone number is known: call them.' };
  if (hasEmail && channel === 'sms')
    return { action: 'use_other_channel', says: 'Their mail address is known: write.' };
  return null;
}

/** Reasons behind which the customer's own will stands. */
const UNWANTED = /^(consent_withdrawn|refused_opted_out|suppressed_(opted_out|complaint|erased|legal|manual))$/;

function openAChannel({ because = '' }: WatchFacts): NextBestAction {
  if (UNWANTED.test(because))
    return { action: 'leave_alone', says: 'They do not want to be written to: be there when they come by themselves.' };
  if (because === 'consent_missing')
    return { action: 'ask_consent', says: 'Ask for consent where they are: in the product, or when you next speak.' };
  return { action: 'get_address', says: 'Ask for an address in the product, or when you next speak.' };
}

/**
 * What somebody can do from the list in one step. `task`: ask a person, by this playbook; `enroll`: let them enter a journey; `run`: see to the
 * run that is stuck. Null: nothing is to be done.
 */
export type WatchAct =
  | { readonly kind: 'task'; readonly playbook: 'save-call' | 'reach-out'; readonly because: string }
  | { readonly kind: 'enroll' }
  | { readonly kind: 'run'; readonly enrollmentId: string };

/** The step behind the next best action. */
export function actOf(
  { action }: NextBestAction,
  { reason, detail }: { readonly reason: WatchReason; readonly detail: Readonly<Record<string, unknown>> },
): WatchAct | null {
  switch (action) {
    case 'call':
      return { kind: 'task', playbook: 'save-call', because: WATCH_WORDS[reason] };
    case 'use_other_channel':
    case 'get_address':
    case 'ask_consent':
      return { kind: 'task', playbook: 'reach-out', because: WATCH_WORDS[reason] };
    case 'check_events':
      return { kind: 'enroll' };
    case 'mend_journey':
      return { kind: 'run', enrollmentId: String(detail['enrollmentId']) };
    case 'leave_alone':
      return null;
  }
}
