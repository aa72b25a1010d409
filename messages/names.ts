// Written by `perennial messages names` from the files in this folder. Do not edit by hand: the content check compares.

/** Every message that a journey can send: the path of its files without locale and extension. */
export type MessageName =
  | 'advocacy/referral-invite'
  | 'advocacy/referral-reward'
  | 'advocacy/review-ask'
  | 'advocacy/story-invite'
  | 'at-risk/after-call'
  | 'at-risk/check-in'
  | 'at-risk/offer-help'
  | 'onboarding/after-call'
  | 'onboarding/first-steps'
  | 'onboarding/nudge'
  | 'onboarding/team-checklist'
  | 'onboarding/team-follow-up'
  | 'onboarding/welcome'
  | 'renewal/after-save'
  | 'renewal/reason-to-leave'
  | 'renewal/reminder-30'
  | 'renewal/reminder-7'
  | 'renewal/thanks'
  | 'renewal/value-recap';
