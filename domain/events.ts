import { z } from 'zod';

/**
 * An event that journeys can hear: its schema, and which of its fields travel to a running journey. Fields that are not
 * carried (message text, names) stay in Postgres, because what travels stands in Temporal's history.
 */
interface EventDefinition<S extends z.ZodObject, C extends keyof z.infer<S>> {
  readonly schema: S;
  readonly carries: readonly C[];
}

function define<S extends z.ZodObject, const C extends keyof z.infer<S> & string = never>(
  schema: S,
  carries: readonly C[] = [],
): EventDefinition<S, C> {
  return { schema, carries };
}

const none = define(z.looseObject({}));

/** Every event known to a journey, by its dotted past-tense name. Events that are not listed here are kept, but no journey hears them. */
export const eventCatalog = {
  'customer.signed_up': define(z.looseObject({ plan: z.string().optional() }), ['plan']),
  'customer.logged_in': none,
  /** The customer answered a message; the text stays with the conversation. */
  'customer.replied': define(
    z.looseObject({ channel: z.string().optional(), touchId: z.string().optional(), text: z.string().optional() }),
    ['channel', 'touchId'],
  ),
  /** Hand-raise (M10): the customer asks for a person, or offers help. */
  'customer.help_requested': define(
    z.looseObject({ touchId: z.string().optional(), topic: z.string().optional(), text: z.string().optional() }),
    ['touchId', 'topic'],
  ),
  'customer.churned': define(z.looseObject({ reason: z.string().optional() }), ['reason']),
  /** The customer reached what they came for: the first result that proves the product to them. */
  'value.reached': define(z.looseObject({ milestone: z.string().optional() }), ['milestone']),
  'teammate.invited': define(z.looseObject({ count: z.number().int().optional() }), ['count']),
  'team.setup_completed': none,
  'usage.dropped': define(z.looseObject({ percent: z.number().optional() }), ['percent']),
  'order.completed': define(
    z.looseObject({ orderId: z.string().optional(), items: z.number().optional(), revenue: z.number().optional() }),
    ['orderId', 'items', 'revenue'],
  ),
  'subscription.renewed': define(z.looseObject({ until: z.string().optional() }), ['until']),
  'subscription.cancelled': define(z.looseObject({ reason: z.string().optional() }), ['reason']),
  /** The reason to stay or to leave that the customer picked from a list (M12). */
  'reason.given': define(z.looseObject({ reason: z.string() }), ['reason']),
  'ticket.opened': define(z.looseObject({ ticketId: z.string().optional(), urgent: z.boolean().optional() }), [
    'ticketId',
    'urgent',
  ]),
  'ticket.closed': define(z.looseObject({ ticketId: z.string().optional() }), ['ticketId']),
  /** A success that somebody checked: a goal met, a high score given after a result (M31). */
  'success.verified': define(z.looseObject({ kind: z.string().optional() }), ['kind']),
  'review.posted': define(z.looseObject({ site: z.string().optional() }), ['site']),
  'referral.joined': define(z.looseObject({ referralId: z.string().optional() }), ['referralId']),
  'story.agreed': none,
  'message.clicked': define(z.looseObject({ touchId: z.string(), link: z.string().optional() }), ['touchId', 'link']),
  /** Written by Perennial when a message that a provider had taken did not arrive. The run that sent it hears it, declared or not. */
  'message.bounced': define(z.looseObject({ touchId: z.string(), channel: z.string(), failure: z.string() }), [
    'touchId',
    'channel',
    'failure',
  ]),
  /** Written by Perennial when the customer takes consent back: every running journey of theirs hears it. Not accepted from outside. */
  'consent.withdrawn': define(z.looseObject({ channel: z.string(), topic: z.string(), purpose: z.string() }), [
    'channel',
    'topic',
    'purpose',
  ]),
  /** Written by Perennial when a human task ends; not accepted from outside. */
  'task.completed': define(z.looseObject({ taskId: z.string(), outcome: z.string() }), ['taskId', 'outcome']),
} as const;

export type EventType = keyof typeof eventCatalog;

/** Events that only Perennial itself can know of: whoever else says so is refused. */
export const OWN_EVENTS: ReadonlySet<string> = new Set<EventType>([
  'message.bounced',
  'consent.withdrawn',
  'task.completed',
]);

/** The fields of an event that reach a running journey. */
export type EventData<T extends EventType> =
  (typeof eventCatalog)[T] extends EventDefinition<infer S, infer C> ? Pick<z.infer<S>, C> : never;

/** Names that backends already send, by their lower-case form, and the event that each one means. Segment's own specification names come first. */
export const EVENT_ALIASES: ReadonlyMap<string, EventType> = new Map(
  Object.entries({
    'signed up': 'customer.signed_up',
    'account created': 'customer.signed_up',
    'user signed up': 'customer.signed_up',
    'signed in': 'customer.logged_in',
    'logged in': 'customer.logged_in',
    'user logged in': 'customer.logged_in',
    login: 'customer.logged_in',
    replied: 'customer.replied',
    'help requested': 'customer.help_requested',
    churned: 'customer.churned',
    'account deleted': 'customer.churned',
    'account closed': 'customer.churned',
    activated: 'value.reached',
    'first value reached': 'value.reached',
    'invite sent': 'teammate.invited',
    'account added user': 'teammate.invited',
    'teammate invited': 'teammate.invited',
    'team setup completed': 'team.setup_completed',
    'usage dropped': 'usage.dropped',
    'order completed': 'order.completed',
    'subscription renewed': 'subscription.renewed',
    'subscription cancelled': 'subscription.cancelled',
    'subscription canceled': 'subscription.cancelled',
    'ticket opened': 'ticket.opened',
    'ticket closed': 'ticket.closed',
    'ticket solved': 'ticket.closed',
    'review posted': 'review.posted',
    'product reviewed': 'review.posted',
    'referral joined': 'referral.joined',
  } satisfies Record<string, EventType>),
);

/**
 * The name under which an event is kept: the alias table first ("Order Completed" is `order.completed`), then the name as it was sent.
 * An unknown name is returned unchanged: it is kept and counted, only no journey hears it.
 */
export function canonicalEventType(name: string): string {
  return EVENT_ALIASES.get(name.trim().toLowerCase()) ?? name.trim();
}

/** True when journeys can hear this event, so its properties are validated. */
export function isKnownEvent(type: string): type is EventType {
  return Object.hasOwn(eventCatalog, type);
}

/** The part of an event's properties that may travel to a running journey. Undeclared events carry nothing. */
export function carriedData(type: string, properties: Readonly<Record<string, unknown>>): Record<string, unknown> {
  if (!isKnownEvent(type)) return {};
  const carries: readonly string[] = eventCatalog[type].carries;
  return Object.fromEntries(
    carries.filter((field) => properties[field] !== undefined).map((field) => [field, properties[field]]),
  );
}
