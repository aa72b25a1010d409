import { MINUTE_MS } from '../duration';
import { withinCap } from './caps';
import { CONSENT_DUTY, consentAllows } from './consent';
import { asksAgain, passed, refused, waits, type Finding } from './finding';
import { channelHoldPlaces, notHeld } from './holds';
import { localTime, openingOf, ruleFor } from './hours';
import { isNecessary } from './necessity';
import { providerAllows } from './provider';
import { bestHour } from './send-time';
import { capsOf, countsWhole, type Applied } from './touch-rules';
import type { Candidate, GateInputs } from './weighed';
import { placesOf } from './zones';

/**
 * The rules of one channel, in order: first what closes it for this touch (words, adapter, address, attempts, suppression, consent),
 * then what may make the touch wait (holds, the provider, hours, caps of the channel, the customer's best hour).
 */
export function* channelRules(candidate: Candidate, inputs: GateInputs): Generator<Applied> {
  const { at, touch, standing, settings } = inputs;
  const { channel, provider, suppressedBy } = candidate;
  yield { rule: 'variant', finding: allowed(candidate.hasVariant, 'no_variant') };
  yield { rule: 'channel', finding: allowed(candidate.isEnabled, 'channel_disabled') };
  const lacking = candidate.address === 'absent' ? 'no_address' : 'malformed_address';
  yield { rule: 'address', finding: allowed(candidate.address === 'present', lacking) };
  yield { rule: 'attempts', finding: unspent(candidate, at) };
  const suppressed = suppressedBy === null ? passed() : refused(`suppressed_${suppressedBy}`, { reason: suppressedBy });
  yield { rule: 'suppression', finding: suppressed };
  yield { rule: 'consent', finding: consented(candidate, inputs) };

  const { plannedAt } = touch;
  yield { rule: 'hold', finding: notHeld(standing.holds, channelHoldPlaces(channel, provider), { plannedAt, at }) };
  yield { rule: 'provider', finding: providerReady(candidate, inputs) };
  if (isNecessary(touch.messageClass)) return;

  yield { rule: 'hours', finding: withinHours(candidate, inputs) };
  if (touch.ahead) return;
  for (const cap of capsOf(inputs)) {
    if (!countsWhole(cap, inputs) && cap.channels.includes(channel))
      yield { rule: 'cap', finding: withinCap(cap, standing.sent, at) };
  }
  if (settings.sendTime.classes.includes(touch.messageClass)) {
    const isOpen = (instant: Date) => isOpenAt(candidate, inputs, instant);
    yield {
      rule: 'send_time',
      finding: bestHour(touch.messageClass, standing.acts, settings.sendTime, { at, isOpen }),
    };
  }
}

function allowed(isSo: boolean, refusal: string): Finding {
  return isSo ? passed() : refused(refusal);
}

function unspent({ spent, restsUntil }: Candidate, at: Date): Finding {
  if (spent) return refused(spent.reason, { code: spent.code });
  return restsUntil !== null && restsUntil > at ? waits('came_back', restsUntil) : passed();
}

function consented({ channel, consent }: Candidate, { touch: { messageClass, topic } }: GateInputs): Finding {
  const duty = CONSENT_DUTY[messageClass][channel];
  const inputs = { class: messageClass, topic, needs: duty, consent };
  if (consentAllows(duty, consent)) return passed(inputs);
  return refused(consent === 'withdrawn' ? 'consent_withdrawn' : 'consent_missing', inputs);
}

function providerReady({ provider }: Candidate, { at, standing }: GateInputs): Finding {
  const known = standing.providers.find((each) => each.provider === provider);
  const answer = providerAllows(known, at);
  const inputs = { provider, ...(known && { circuit: known.circuit, reason: known.reason }) };
  return answer.kind === 'wait' ? asksAgain(answer.reason, answer.until, inputs) : passed(inputs);
}

/** Whoever did something this short a time ago is awake, whatever their zone. */
const AWAKE_MS = 30 * MINUTE_MS;

function withinHours({ channel }: Candidate, { at, touch, customer, settings }: GateInputs): Finding {
  if (touch.inReply) return passed({ exempt: 'in_reply' });
  if (touch.ahead) return passed({ exempt: 'ahead' });
  const { evidence, places } = placesOf(customer);
  if (evidence === 'world' && customer.lastSeenAt && at.getTime() - customer.lastSeenAt.getTime() < AWAKE_MS)
    return passed({ evidence, exempt: 'seen_just_now' });

  const opening = openingOf(settings.hours, channel, places, at);
  if (opening === 'always') return passed({ evidence });
  if (opening === 'never') return refused('never_open', { evidence });
  const first = opening.places[0]!;
  const inputs = {
    evidence,
    zone: first.zone,
    places: opening.places.length,
    rule: ruleFor(settings.hours, channel, first)?.rule ?? null,
    local_time: localTime(first.zone, at),
    opens: opening.opens.toISOString(),
    closes: opening.closes.toISOString(),
  };
  return opening.opens > at ? waits('quiet_hours', opening.opens, inputs) : passed(inputs);
}

function isOpenAt({ channel }: Candidate, { customer, settings }: GateInputs, instant: Date): boolean {
  const opening = openingOf(settings.hours, channel, placesOf(customer).places, instant);
  return opening === 'always' || (opening !== 'never' && opening.opens.getTime() === instant.getTime());
}
