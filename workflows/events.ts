import { event } from './sdk/event';

/* The events of domain/events.ts, as the values that journeys wait for. */
export const signedUp = event('customer.signed_up');
export const loggedIn = event('customer.logged_in');
export const replied = event('customer.replied');
export const helpRequested = event('customer.help_requested');
export const churned = event('customer.churned');
export const valueReached = event('value.reached');
export const teammateInvited = event('teammate.invited');
export const teamSetupCompleted = event('team.setup_completed');
export const usageDropped = event('usage.dropped');
export const orderCompleted = event('order.completed');
export const subscriptionRenewed = event('subscription.renewed');
export const subscriptionCancelled = event('subscription.cancelled');
export const reasonGiven = event('reason.given');
export const ticketOpened = event('ticket.opened');
export const successVerified = event('success.verified');
export const reviewPosted = event('review.posted');
export const referralJoined = event('referral.joined');
export const storyAgreed = event('story.agreed');
export const clicked = event('message.clicked');
