import { workerConfig } from '../../activities/config';
import { readApiConfig } from '../../api/config';
import type { CliConfig } from '../config';
import type { Finding } from './finding';

/** Whether what providers report can come in: a provider that is used and not heard bounces unseen. */
export function checkWebhooks({ environment }: CliConfig): Finding[] {
  const settings = settingsOf({ DATABASE_URL: 'postgresql://127.0.0.1/perennial', ...environment });
  if (!settings) return [];
  const { sendgrid, twilio, keys } = settings;
  return [
    ...(sendgrid ? [events(keys.sendgridEvents.length), answers(keys.sendgridInbound.length, environment)] : []),
    ...(twilio ? [texts(keys.publicUrl)] : []),
  ];
}

function events(keys: number): Finding {
  const check = 'email reports';
  if (keys > 0) return { check, state: 'ok', says: `verified by ${keys === 1 ? 'one key' : `${keys} keys`}` };
  const remedy = 'Sign the Event Webhook at SendGrid and set SENDGRID_EVENT_KEYS (docs/operators.md).';
  return { check, state: 'warning', says: 'not heard: bounces and complaints change nothing', remedy };
}

function answers(keys: number, { PERENNIAL_REPLY_HOST: host }: CliConfig['environment']): Finding {
  const check = 'email answers';
  if (keys > 0 && host) return { check, state: 'ok', says: `taken in at ${host}` };
  if (keys === 0 && !host) {
    return {
      check,
      state: 'off',
      says: 'not taken in: set PERENNIAL_REPLY_HOST and SENDGRID_INBOUND_KEYS to hear them',
    };
  }
  const missing = host ? 'SENDGRID_INBOUND_KEYS' : 'PERENNIAL_REPLY_HOST';
  return { check, state: 'warning', says: `half set up: ${missing} is not set`, remedy: `Set ${missing} as well.` };
}

function texts(publicUrl: string | undefined): Finding {
  const check = 'sms reports';
  if (publicUrl) return { check, state: 'ok', says: `asked for at ${publicUrl}` };
  const remedy = 'Set PERENNIAL_PUBLIC_URL to where Twilio reaches the API.';
  return {
    check,
    state: 'warning',
    says: 'not heard: Twilio does not know where to report, and answers do not come in',
    remedy,
  };
}

/** Faults of the configuration are another check's to report. */
function settingsOf(environment: CliConfig['environment']) {
  try {
    const { sendgrid, twilio } = workerConfig(environment).providers;
    return { sendgrid, twilio, keys: readApiConfig(environment).webhookKeys };
  } catch {
    return null;
  }
}
