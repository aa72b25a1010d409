import { helpRequest } from './help-request';
import { onboardingCall } from './onboarding-call';
import { reachOut } from './reach-out';
import { renewalCheck } from './renewal-check';
import { renewalDecision } from './renewal-decision';
import { renewalSave } from './renewal-save';
import { saveCall } from './save-call';
import { storyInterview } from './story-interview';
import { urgentMessage } from './urgent-message';

/** Every playbook by its name, which is also the name of its file. `escalate('save-call', ...)` refers to these. */
export const playbooks = {
  'onboarding-call': onboardingCall,
  'help-request': helpRequest,
  'save-call': saveCall,
  'reach-out': reachOut,
  'renewal-check': renewalCheck,
  'renewal-save': renewalSave,
  'renewal-decision': renewalDecision,
  'story-interview': storyInterview,
  'urgent-message': urgentMessage,
} as const;

export type PlaybookName = keyof typeof playbooks;

/** The outcome codes that a person can pick for a playbook: what an awaited call can come back with. */
export type OutcomeOf<Name extends PlaybookName> = keyof (typeof playbooks)[Name]['outcomes'];
