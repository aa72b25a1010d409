/**
 * The ways to reach a customer that exist today. Roles (M23): email for depth, SMS for urgency, push (a notification of the customer's
 * browser) for a nudge tied to behaviour, in-app for help at the moment.
 */
export const CHANNELS = ['email', 'sms', 'push', 'in-app'] as const;
export type Channel = (typeof CHANNELS)[number];

/**
 * What a message is, fixed in its file and in code review, never at the call: it decides consent basis, quiet hours, cap
 * and unsubscribe duty. `critical` alone is sent again when nobody can tell whether it went out.
 */
export const MESSAGE_CLASSES = ['transactional', 'service', 'lifecycle', 'marketing', 'survey', 'critical'] as const;
export type MessageClass = (typeof MESSAGE_CLASSES)[number];
