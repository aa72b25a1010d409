import { capital } from './sentence';
import { useNames } from './translation';
import { useWords, words } from './words';

/** What a customer did, as a line of its own; an event of a backend's own by its name. */
export function useEventLine(): (type: string) => string {
  const lines = useWords(LINES);
  const { event } = useNames();
  return (type) => lines[type] ?? capital(event(type));
}

const LINES = words(
  {
    'customer.logged_in': 'Logged in',
    'customer.signed_up': 'Signed up',
    'customer.replied': 'Replied',
    'customer.help_requested': 'Asked for help',
    'customer.churned': 'Left',
    'usage.dropped': 'Uses the product less',
    'order.completed': 'Bought something',
    'ticket.opened': 'Opened a ticket',
    'ticket.closed': 'A ticket was closed',
    'message.clicked': 'Clicked in a message',
    'message.bounced': 'A message came back',
    'subscription.renewed': 'Renewed',
    'subscription.cancelled': 'Cancelled the subscription',
    'reason.given': 'Gave a reason',
    'consent.withdrawn': 'Took consent back',
    'value.reached': 'Reached value',
    'teammate.invited': 'Invited a colleague',
    'team.setup_completed': 'The team is set up',
    'success.verified': 'Had a success',
    'review.posted': 'Wrote a review',
    'referral.joined': 'Somebody came by their invitation',
    'story.agreed': 'Agreed to tell their story',
    'task.completed': 'A person completed a task',
  } as Record<string, string>,
  {
    'customer.logged_in': 'Hat sich angemeldet',
    'customer.signed_up': 'Hat sich registriert',
    'customer.replied': 'Hat geantwortet',
    'customer.help_requested': 'Hat um Hilfe gebeten',
    'customer.churned': 'Ist gegangen',
    'usage.dropped': 'Nutzt das Produkt weniger',
    'order.completed': 'Hat etwas gekauft',
    'ticket.opened': 'Hat ein Ticket eröffnet',
    'ticket.closed': 'Ein Ticket wurde geschlossen',
    'message.clicked': 'Hat in einer Nachricht geklickt',
    'message.bounced': 'Eine Nachricht kam zurück',
    'subscription.renewed': 'Hat verlängert',
    'subscription.cancelled': 'Hat gekündigt',
    'reason.given': 'Hat einen Grund genannt',
    'consent.withdrawn': 'Hat die Einwilligung zurückgenommen',
    'value.reached': 'Hat Nutzen erreicht',
    'teammate.invited': 'Hat jemanden eingeladen',
    'team.setup_completed': 'Das Team ist eingerichtet',
    'success.verified': 'Hatte einen Erfolg',
    'review.posted': 'Hat eine Bewertung geschrieben',
    'referral.joined': 'Jemand kam durch ihre Empfehlung',
    'story.agreed': 'Möchte die eigene Geschichte erzählen',
    'task.completed': 'Jemand hat eine Aufgabe abgeschlossen',
  },
);
