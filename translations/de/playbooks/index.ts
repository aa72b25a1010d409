import type { Translation } from '../../../domain/translation';
import { helpRequest } from './help-request';
import { onboardingCall } from './onboarding-call';
import { reachOut } from './reach-out';
import { renewalCheck } from './renewal-check';
import { renewalDecision } from './renewal-decision';
import { renewalSave } from './renewal-save';
import { saveCall } from './save-call';
import { storyInterview } from './story-interview';
import { urgentMessage } from './urgent-message';

/** The playbooks in German. */
export const playbooks: readonly Translation[] = [
  helpRequest,
  onboardingCall,
  reachOut,
  renewalCheck,
  renewalDecision,
  renewalSave,
  saveCall,
  storyInterview,
  urgentMessage,
];
