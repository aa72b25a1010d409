import { z } from 'zod';
import { CHANNELS, MESSAGE_CLASSES } from '../../domain/channel';
import { MINUTE_MS } from '../../domain/duration';
import { confirmedOn } from '../../domain/confirmation';
import { InvalidInput } from '../../domain/errors';
import { CONSENT_BASES, expiryOf } from '../../domain/policy/consent-basis';

const time = z.iso.datetime({ offset: true });

const text = (max: number) => z.string().trim().min(1).max(max);

/** What somebody may record of a customer's will. */
export const said = z.strictObject({
  channel: z.enum([...CHANNELS, '*']).meta({ description: '`*`: every channel.' }),
  topic: text(100).default('*').meta({ description: '`*`: every topic.' }),
  purpose: z
    .enum([...MESSAGE_CLASSES, '*'])
    .default('*')
    .meta({ description: 'A class of messages; `*`: every one.' }),
  state: z.enum(['granted', 'withdrawn', 'pending']).meta({
    description:
      '`pending` begins a double opt-in: the customer is asked at the address in question, and confirms by a button, within seven days.',
  }),
  basis: z
    .enum(CONSENT_BASES)
    .optional()
    .meta({
      description:
        'Legal ground. By default `consent` for a grant; a withdrawal is its own. What is implied ends by itself: `implied_purchase` after two ' +
        'years, `implied_inquiry` after six months; and it never overrules a withdrawal.',
    }),
  wording: z.string().max(10_000).optional().meta({ description: 'The exact words that the customer agreed to.' }),
  wording_version: text(100).optional().meta({ description: 'Which version of these words.' }),
  locale: text(35).optional().meta({ description: 'The locale in which the customer read them.' }),
  method: text(100).meta({ description: 'How it was said: form, import, staff, sms_keyword.' }),
  actor: text(200).optional().meta({ description: 'Who recorded it; by default the name of the API key.' }),
  at: time.optional().meta({ description: 'When it was said; by default now. Not in the future.' }),
  expires_at: time.optional().meta({ description: 'When a grant ends by itself, if earlier than its basis does.' }),
  send: z.boolean().optional().meta({
    description:
      'Of a double opt-in: Perennial asks at the address in question (default, on email and sms). `false`: the answer holds the link, and you send it.',
  }),
  evidence: z
    .record(text(50), z.union([z.string().max(2_000), z.number(), z.boolean()]))
    .optional()
    .meta({ description: 'What proves it: source URL, campaign, IP address, user agent, where lawful.' }),
});

/** A record as it was sent, made whole. Throws InvalidInput when it makes no sense. */
export function consentIn(body: Said, keyName: string, now: Date) {
  const { channel, topic, purpose, state, method, actor = keyName, evidence = {} } = body;
  const { wording = null, wording_version: wordingVersion = null, locale = null } = body;
  const at = body.at === undefined ? now : new Date(body.at);
  const expiresAt = body.expires_at === undefined ? null : new Date(body.expires_at);
  const { basis = state === 'withdrawn' ? 'withdrawal' : 'consent' } = body;
  insistOnSense({ state, basis, at, expiresAt, send: body.send }, now);
  const words = { wording, wordingVersion, locale };
  return { channel, topic, purpose, state, basis, ...words, method, actor, at, expiresAt, evidence };
}

type Said = z.output<typeof said>;

/** What a double opt-in has to say: the page shows the customer exactly these words. Throws InvalidInput when it says nothing. */
export function asked(body: Said) {
  const { wording, channel, purpose, locale = 'en', wording_version: wordingVersion = null } = body;
  const detail = 'is needed: the customer is shown exactly these words';
  if (!wording) throw unrecordable('/wording', detail);
  if (purpose !== '*') throw unrecordable('/purpose', 'a double opt-in is for a channel and a topic');
  const canAsk = confirmedOn(channel) !== null;
  if (body.send && !canAsk)
    throw unrecordable('/send', `of ${channel} there is no address to ask at: send the link yourself`);
  return { wording, wordingVersion, locale, send: body.send ?? canAsk };
}

function unrecordable(pointer: string, detail: string): InvalidInput {
  return new InvalidInput('This consent cannot be recorded.', [{ pointer, detail }]);
}

/** Clocks of backends may be a little ahead of ours. */
const CLOCK_SKEW_MS = 5 * MINUTE_MS;

function insistOnSense(
  {
    state,
    basis,
    at,
    expiresAt,
    send,
  }: { state: string; basis: string; at: Date; expiresAt: Date | null; send: boolean | undefined },
  now: Date,
): void {
  if (at.getTime() > now.getTime() + CLOCK_SKEW_MS) throw unrecordable('/at', 'must not be in the future');
  if ((basis === 'withdrawal') !== (state === 'withdrawn'))
    throw unrecordable('/basis', `does not fit a consent that is ${state}`);
  if (state === 'pending' && basis !== 'consent') throw unrecordable('/basis', 'of a double opt-in is consent');
  if (send !== undefined && state !== 'pending') throw unrecordable('/send', 'is for a double opt-in');
  if (expiresAt && state !== 'granted') throw unrecordable('/expires_at', `is for grants, and this is ${state}`);
  if (expiresAt && expiresAt <= at) throw unrecordable('/expires_at', 'must be later than `at`');
  const latest = expiryOf(basis, at);
  if (expiresAt && latest && expiresAt > latest)
    throw unrecordable('/expires_at', `this basis lasts until ${latest.toISOString()} at the latest`);
}
