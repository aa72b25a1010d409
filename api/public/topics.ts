import { CHANNELS, type Channel, type MessageClass } from '../../domain/channel';
import {
  awaitsConfirmation,
  CONSENT_DUTY,
  consentAllows,
  consentState,
  type ConsentRecord,
} from '../../domain/policy/consent';
import { isNecessary } from '../../domain/policy/necessity';
import type { Settings } from '../../domain/policy/settings';
import type { ApiDeps } from '../deps';
import type { Language } from './words';

/** A topic as a customer sees it, with where they stand on each channel on which there is something to say about it. */
export interface TopicRow {
  readonly topic: string;
  readonly label: string;
  readonly description: string | undefined;
  /** `awaits`: we asked, and wait for a confirmation. */
  readonly cells: readonly { readonly channel: Channel; readonly isOn: boolean; readonly awaits: boolean }[];
}

/** The topics of the settings. A channel is on when something about the topic may be sent there now, as far as the customer's will goes. */
export function topicRows(
  messages: ApiDeps['messages'],
  { topics }: Settings,
  records: readonly ConsentRecord[],
  reachable: ReadonlySet<Channel>,
  language: Language,
  now: Date,
): TopicRow[] {
  const known = saidAbout(messages);
  return Object.entries(topics).map(([topic, { description, ...labels }]) => {
    const said = known.get(topic);
    const channels = CHANNELS.filter((channel) => reachable.has(channel) && (!said || said.channels.has(channel)));
    const classes = said ? [...said.classes] : (['marketing'] as const);
    const isOn = (channel: Channel) => classes.some((each) => mayReach(records, channel, topic, each, now));
    const awaits = (channel: Channel) =>
      classes.some((purpose) => awaitsConfirmation(records, { channel, topic, purpose }, now));
    return {
      topic,
      label: labels[language],
      description: description?.[language],
      cells: channels.map((channel) => ({ channel, isOn: isOn(channel), awaits: awaits(channel) })),
    };
  });
}

/** What a topic is called; one that the settings do not know keeps its name. */
export function topicLabel({ topics }: Settings, topic: string, language: Language): string {
  return topics[topic]?.[language] ?? topic.replaceAll('-', ' ');
}

function mayReach(
  records: readonly ConsentRecord[],
  channel: Channel,
  topic: string,
  purpose: MessageClass,
  now: Date,
): boolean {
  return consentAllows(CONSENT_DUTY[purpose][channel], consentState(records, { channel, topic, purpose }, now));
}

interface Said {
  readonly classes: Set<MessageClass>;
  readonly channels: Set<Channel>;
}

/** What there is to say about each topic, by the messages of this build. What is necessary is no choice, so it does not count. */
function saidAbout(messages: ApiDeps['messages']): ReadonlyMap<string, Said> {
  const found = new Map<string, Said>();
  for (const name of messages.names) {
    const { topic, class: messageClass, channels } = messages.get(name);
    if (isNecessary(messageClass)) continue;
    const said = found.get(topic) ?? { classes: new Set(), channels: new Set() };
    said.classes.add(messageClass);
    for (const channel of channels) said.channels.add(channel);
    found.set(topic, said);
  }
  return found;
}
