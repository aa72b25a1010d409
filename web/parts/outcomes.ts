import { capital } from './sentence';
import { useNames, wordsOf } from './translation';
import { useWords, words } from './words';

/** What the outcomes of tasks and journeys are called; one that is an event has its name, and one of a playbook's own is read as it is. */
export function useOutcome(): (code: string) => string {
  const named = useWords(OUTCOMES);
  const { event } = useNames();
  return (code) => named[code] ?? capital(code.includes('.') ? event(code) : wordsOf(code));
}

/** The outcomes of the playbooks and journeys that come with the product, and those that nobody picks. */
const OUTCOMES = words(
  {
    reached_resolved: 'Reached, and solved',
    reached_follow_up: 'Reached, something follows',
    reached_at_risk: 'Reached, and may leave',
    voicemail: 'Left a voicemail',
    no_answer: 'No answer',
    wrong_contact: 'The wrong person',
    asked_to_stop: 'Asked us to stop',
    already_solved: 'Solved already',
    churning: 'Is leaving',
    not_applicable: 'Does not apply',
    will_renew: 'Will renew',
    undecided: 'Undecided',
    wants_to_leave: 'Wants to leave',
    not_reached: 'Not reached',
    renewed: 'Renewed',
    extended: 'Extended',
    lapsed: 'Not renewed',
    saved: 'Stays',
    leaving: 'Is leaving',
    story_told: 'Story told',
    declined: 'Would rather not',
    no_story: 'No story',
    referred: 'Somebody joined',
    expired: 'Nobody came to it in time',
    customer_acted: 'The customer was faster',
  } as Record<string, string>,
  {
    reached_resolved: 'Erreicht und gelöst',
    reached_follow_up: 'Erreicht, es folgt noch etwas',
    reached_at_risk: 'Erreicht, will vielleicht gehen',
    voicemail: 'Auf die Mailbox gesprochen',
    no_answer: 'Nicht erreicht',
    wrong_contact: 'Falsche Person',
    asked_to_stop: 'Möchte nicht mehr angesprochen werden',
    already_solved: 'Schon gelöst',
    churning: 'Geht',
    not_applicable: 'Trifft nicht zu',
    will_renew: 'Will verlängern',
    undecided: 'Unentschieden',
    wants_to_leave: 'Will gehen',
    not_reached: 'Nicht erreicht',
    renewed: 'Verlängert',
    extended: 'Frist vereinbart',
    lapsed: 'Nicht verlängert',
    saved: 'Bleibt',
    leaving: 'Geht',
    story_told: 'Geschichte erzählt',
    declined: 'Möchte nicht',
    no_story: 'Keine Geschichte',
    referred: 'Empfehlung angenommen',
    expired: 'Niemand kam rechtzeitig dazu',
    customer_acted: 'Der Kunde war schneller',
  },
);
