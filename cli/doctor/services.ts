import { workerConfig } from '../../activities/config';
import type { CliConfig } from '../config';
import { reasonOf, type Finding } from './finding';

const ANSWERS_WITHIN_MS = 8000;

/** The API, and the providers of email and SMS, which are asked only where they are configured. Nothing is sent. */
export async function checkServices(config: CliConfig): Promise<Finding[]> {
  return Promise.all([checkApi(config), ...checkProviders(config)]);
}

async function checkApi({ host, ports }: CliConfig): Promise<Finding> {
  const url = `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${ports.api}`;
  try {
    const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) });
    const { status } = (await response.json()) as { status?: string };
    if (response.ok && status === 'ready') return { check: 'api', state: 'ok', says: `ready at ${url}` };
    const state = response.ok ? 'warning' : 'broken';
    return {
      check: 'api',
      state,
      says: `${url} is ${status}`,
      remedy: `See what fails at ${url}/readyz and in the API's log.`,
    };
  } catch (error) {
    const remedy = 'Run npm start, or set HOST and PORT to where the API listens.';
    return { check: 'api', state: 'broken', says: `${url}: ${reasonOf(error)}`, remedy };
  }
}

function checkProviders({ environment }: CliConfig): Promise<Finding>[] {
  const { sendgrid, twilio, webPush } = settingsOf(environment);
  const email = sendgrid
    ? askProvider(
        'email',
        'SendGrid',
        new URL('/v3/scopes', sendgrid.baseUrl ?? 'https://api.sendgrid.com'),
        `Bearer ${sendgrid.apiKey}`,
        'SENDGRID_API_KEY',
      )
    : captured('email', 'SENDGRID_API_KEY and PERENNIAL_FROM_EMAIL');
  const account = `/2010-04-01/Accounts/${twilio?.accountSid}.json`;
  const basic = `Basic ${Buffer.from(`${twilio?.accountSid}:${twilio?.authToken}`).toString('base64')}`;
  const sms = twilio
    ? askProvider(
        'sms',
        'Twilio',
        new URL(account, twilio.baseUrl ?? 'https://api.twilio.com'),
        basic,
        'TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN',
      )
    : captured('sms', 'TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_FROM');
  const push = webPush
    ? Promise.resolve<Finding>({ check: 'push', state: 'ok', says: 'push services know us by a pair of VAPID keys' })
    : captured('push', 'PERENNIAL_VAPID_PUBLIC_KEY, PERENNIAL_VAPID_PRIVATE_KEY and PERENNIAL_VAPID_SUBJECT');
  return [email, sms, push];
}

/** Faults of the configuration are another check's to report. */
function settingsOf(environment: CliConfig['environment']) {
  try {
    return workerConfig({ ...environment, DATABASE_URL: 'postgresql://127.0.0.1/perennial' }).providers;
  } catch {
    return { sendgrid: null, twilio: null, webPush: null };
  }
}

async function captured(check: string, variables: string): Promise<Finding> {
  return { check, state: 'off', says: `captured, not sent: set ${variables} to send` };
}

async function askProvider(
  check: string,
  name: string,
  url: URL,
  authorization: string,
  variables: string,
): Promise<Finding> {
  try {
    const { status, ok } = await fetch(url, {
      headers: { authorization },
      signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
    });
    if (ok) return { check, state: 'ok', says: `${name} accepts our credentials` };
    if (status === 401 || status === 403) {
      return {
        check,
        state: 'broken',
        says: `${name} refuses our credentials (${status})`,
        remedy: `Correct ${variables}.`,
      };
    }
    return {
      check,
      state: 'warning',
      says: `${name} answers ${status}`,
      remedy: `Look at ${name}'s status page; touches are tried again.`,
    };
  } catch (error) {
    return {
      check,
      state: 'broken',
      says: `${name} at ${url.host}: ${reasonOf(error)}`,
      remedy: `Let this machine reach ${url.host}.`,
    };
  }
}
