import type { Channel } from '../../domain/channel';
import { MOST_PUSH_BYTES, pushBytes } from '../../domain/push';
import { owesUnsubscribe } from '../../domain/policy/duties';
import { createCatalog } from '../catalog';
import { dress, type Dressing } from '../dress';
import type { ContentFault, Rule } from '../fault';
import type { MessageFile } from '../file';
import { renderMessage, type RenderedMessage } from '../render';
import { SAMPLE_LINK, sampleValues, type Sample } from '../samples';
import { measureSms, type SmsLength } from '../segments';
import { lineOf } from './fragment';
import { firstLine } from './variables';

/** An SMS of two parts is read as one; beyond that it costs more than it says. */
const MAX_SMS_SEGMENTS = 2;
/** What most inboxes show of a subject. */
const MAX_SUBJECT_LENGTH = 70;
/** What most systems show of a notification before it is opened. */
const MAX_PUSH_TITLE = 50;
const MAX_PUSH_BODY = 150;
const SAMPLES: readonly Sample[] = ['known', 'unknown', 'unicode'];

/** The longest that an SMS came out with the sample customers. */
export interface SmsCost extends SmsLength {
  readonly file: string;
}

/** Renders every variant of a file for made-up customers and measures the result. */
export async function checkRendering(file: MessageFile): Promise<{ faults: ContentFault[]; sms: SmsCost[] }> {
  const faults = new Map<string, ContentFault>();
  const lengths: SmsLength[] = [];
  const subjects: string[] = [];
  const catalog = createCatalog([file]);
  for (const channel of file.head.channels) {
    const report = (rule: Rule, detail: string, line = file.sections.get(channel)?.line ?? 1): void => {
      faults.set(`${rule} ${detail}`, { file: file.path, line, rule, detail });
    };
    for (const sample of SAMPLES) {
      try {
        const values = sampleValues(sample, file.locale);
        const rendered = await renderMessage(catalog, { message: file.name, locale: file.locale, channel, values });
        for (const link of linksOf(rendered))
          if (!link.startsWith('https://')) report('link', `"${link}" does not begin with https://`);
        if (rendered.channel === 'email') subjects.push(rendered.subject);
        for (const detail of tooLongPush(rendered)) report('push-length', detail);
        const dressed = dress(rendered, sampleDressing(file));
        if (dressed.channel === 'sms') lengths.push(measureSms(dressed.text));
      } catch (error) {
        report('template', `${channel}: ${firstLine(error)}`);
      }
    }
  }
  const sms = lengths.toSorted((a, b) => b.segments - a.segments || b.units - a.units).slice(0, 1);
  return {
    faults: [
      ...faults.values(),
      ...tooLongSubject(file, subjects),
      ...sms.flatMap((length) => tooLongSms(file, length)),
    ],
    sms: sms.map((length) => ({ file: file.path, ...length })),
  };
}

/** As long as an SMS becomes on its way: links lead over our own address, and the first ones say how to stop them. */
function sampleDressing({ locale, head }: MessageFile): Dressing {
  const saysStop = owesUnsubscribe(head.class);
  return { locale, track: () => SAMPLE_LINK, isOwnLink: () => true, help: null, saysStop };
}

function linksOf(rendered: RenderedMessage): string[] {
  switch (rendered.channel) {
    case 'email':
      return hrefsIn(rendered.html);
    case 'sms':
      return addressesIn(rendered.text);
    case 'push':
      return [...addressesIn(rendered.body), rendered.url];
    case 'in-app': {
      const { html, action, steps } = rendered;
      return [...hrefsIn(html), ...[action, ...steps].flatMap((one) => one?.url ?? [])];
    }
  }
}

function hrefsIn(html: string): string[] {
  return [...html.matchAll(/\bhref="([^"]*)"/g)].map((match) => match[1] ?? '');
}

function addressesIn(text: string): string[] {
  return text.match(/\b[a-z]+:\/\/\S*/gi) ?? [];
}

function tooLongPush(rendered: RenderedMessage): string[] {
  if (rendered.channel !== 'push') return [];
  const { title, body } = rendered;
  const bytes = pushBytes(rendered);
  return [
    ...(bytes > MOST_PUSH_BYTES ? [`comes out at ${bytes} bytes; ${MOST_PUSH_BYTES} are the limit`] : []),
    ...(title.length > MAX_PUSH_TITLE
      ? [`the title comes out at ${title.length} characters; ${MAX_PUSH_TITLE} are shown`]
      : []),
    ...(body.length > MAX_PUSH_BODY
      ? [`the text comes out at ${body.length} characters; ${MAX_PUSH_BODY} are shown`]
      : []),
  ];
}

function tooLongSubject(file: MessageFile, subjects: readonly string[]): ContentFault[] {
  const length = Math.max(0, ...subjects.map((subject) => subject.length));
  if (length <= MAX_SUBJECT_LENGTH) return [];
  const detail = `the subject comes out at ${length} characters; ${MAX_SUBJECT_LENGTH} are shown`;
  return [{ file: file.path, line: lineOf(file, '  subject:'), rule: 'subject-length', detail }];
}

function tooLongSms(file: MessageFile, { encoding, units, segments }: SmsLength): ContentFault[] {
  if (segments <= MAX_SMS_SEGMENTS) return [];
  const detail = `comes out at ${units} units of ${encoding}, ${segments} segments; ${MAX_SMS_SEGMENTS} are the limit`;
  return [{ file: file.path, line: file.sections.get('sms' satisfies Channel)?.line ?? 1, rule: 'sms-length', detail }];
}
