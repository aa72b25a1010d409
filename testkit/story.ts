import { DAY_MS } from '../domain/duration';
import type { TimelineEntry, TimelineKind } from '../domain/timeline';

/** The moments that a story tells unless others are asked for. */
const STORY_KINDS: readonly TimelineKind[] = ['touch', 'task', 'ended'];

/**
 * A timeline as lines that read like the journey's story, with the day counted from `birth`: `day 4: at-risk/offer-help by email`,
 * `day 8: save-call opened`, `day 9: ended done: reached_resolved`. Deterministic, so a test can compare them.
 */
export function tellStory(
  entries: readonly TimelineEntry[],
  birth: Date,
  kinds: readonly TimelineKind[] = STORY_KINDS,
): string[] {
  return entries
    .filter(({ kind }) => kinds.includes(kind))
    .map((entry) => `day ${Math.floor((entry.at - birth.getTime()) / DAY_MS)}: ${sentenceOf(entry)}`);
}

function sentenceOf({ kind, detail }: TimelineEntry): string {
  switch (kind) {
    case 'touch':
      return detail.verdict === 'sent'
        ? `${text(detail.message)} by ${text(detail.channel)}`
        : `${text(detail.message)} ${text(detail.verdict)} (${text(detail.reason)})`;
    case 'task':
      return `${text(detail.playbook)} ${text(detail.step)}${detail.outcome ? `: ${text(detail.outcome)}` : ''}`;
    case 'ended':
      return `ended ${text(detail.how)}: ${text(detail.outcome)}`;
    case 'enrolled':
      return `enters ${text(detail.journey)}`;
    case 'refused':
      return `kept out of ${text(detail.journey)}: ${text(detail.reason)}`;
    case 'stage':
      return `stage ${text(detail.stage)}`;
    case 'event':
      return text(detail.type);
    case 'wait':
      return Array.isArray(detail.for) && detail.for.length > 0 ? `waits for ${detail.for.join(', ')}` : 'waits';
    case 'steered':
      return `steered: ${text(detail.kind)}`;
    case 'log':
      return text(detail.text);
    case 'lifecycle':
      return `from ${text(detail.from)} to ${text(detail.to)}`;
    case 'corrected':
      return `corrected ${text(detail.trait)}`;
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : String(value);
}
