/**
 * Events that are told of a customer rather than done by them. They do not count as being seen, nor as an answer: somebody whose usage
 * dropped was not there.
 */
export const NOT_SEEN_BY: readonly string[] = [
  'usage.dropped',
  'customer.churned',
  'subscription.renewed',
  'ticket.closed',
  'task.completed',
  'message.bounced',
  'message.cleared',
];
