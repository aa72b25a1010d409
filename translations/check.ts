import { eventCatalog } from '../domain/events';
import type { JourneyHeader } from '../domain/journey';
import type { JourneyStory } from '../domain/journey-story';
import type { Playbook } from '../domain/task';
import { joined, NAMED, type Named, type Translation } from '../domain/translation';

/** Everything that authors say to staff, as the sources have it. Of messages only what is shown of their head. */
export interface Authored {
  readonly journeys: readonly JourneyHeader[];
  readonly stories: Readonly<Record<string, JourneyStory>>;
  readonly playbooks: Readonly<Record<string, Playbook>>;
  readonly messages: readonly { readonly name: string; readonly owner: string; readonly topic: string }[];
}

/**
 * What is wrong between the sources and their translation, one sentence for each: what nobody has translated, and what two parts say
 * differently. Empty when everything is well.
 */
export function translationFaults(authored: Authored, parts: readonly Translation[]): string[] {
  const whole = joined(parts);
  const lacking = sentencesOf(authored).filter((sentence) => !Object.hasOwn(whole.sentences, sentence));
  const nameless = Object.entries(namesOf(authored)).flatMap(([kind, names]) =>
    [...names]
      .filter((name) => !Object.hasOwn(whole.names[kind as Named] ?? {}, name))
      .map((name) => `${kind}: ${name}`),
  );
  return [
    ...[...new Set(lacking)].map((sentence) => `no translation: ${sentence}`),
    ...nameless.map((name) => `no translation of a name: ${name}`),
    ...disagreements(parts),
  ];
}

/** What a translation says of sentences that no source has any more: their originals were changed, or are gone. */
export function staleSentences(authored: Authored, { sentences }: Translation): string[] {
  const known = new Set(sentencesOf(authored));
  return Object.keys(sentences).filter((sentence) => !known.has(sentence));
}

function sentencesOf({ journeys, stories, playbooks }: Authored): string[] {
  return [
    ...journeys.flatMap(({ story, ifNobodyComes = {}, moments = [] }) => [
      story,
      ...Object.values(ifNobodyComes),
      ...moments.flatMap(({ name, intent, experience, mechanics }) => [name, intent, experience, mechanics]),
    ]),
    ...Object.values(stories).flatMap(({ story, stages }) => [
      story,
      ...Object.values(stages).flatMap((stage) => [stage.story, ...stage.asks]),
    ]),
    ...Object.values(playbooks).flatMap(({ title, checklist, talkingPoints, outcomes }) => [
      title,
      ...checklist,
      ...talkingPoints,
      ...Object.values(outcomes),
    ]),
  ].filter((sentence) => sentence !== '');
}

function namesOf({ journeys, playbooks, messages }: Authored): Readonly<Record<Named, ReadonlySet<string>>> {
  const folders = messages.map(({ name }) => name.split('/')[0] ?? name);
  return {
    journeys: new Set([...journeys.map(({ name }) => name), ...folders]),
    stages: new Set(journeys.flatMap(({ name, stages }) => stages.map((stage) => `${name}/${stage}`))),
    messages: new Set(messages.map(({ name }) => name)),
    playbooks: new Set(Object.keys(playbooks)),
    queues: new Set(Object.values(playbooks).map(({ queue }) => queue)),
    teams: new Set([...journeys, ...messages].map(({ owner }) => owner)),
    topics: new Set(messages.map(({ topic }) => topic)),
    events: new Set(Object.keys(eventCatalog)),
    traits: new Set(journeys.flatMap(({ startBefore }) => startBefore.map(({ trait }) => trait))),
  };
}

/** Two parts may both have what two playbooks both say, as long as they say the same. */
function disagreements(parts: readonly Translation[]): string[] {
  const tables = (pick: (part: Translation) => Readonly<Record<string, string>> | undefined) =>
    parts.flatMap((part) => Object.entries(pick(part) ?? {}));
  const all = [tables(({ sentences }) => sentences), ...NAMED.map((kind) => tables(({ names }) => names[kind]))];
  return all.flatMap((entries) => {
    const first = new Map<string, string>();
    return entries.flatMap(([original, said]) => {
      const before = first.get(original) ?? said;
      first.set(original, before);
      return before === said ? [] : [`two translations: ${original}`];
    });
  });
}
