import { LineCounter, parseDocument, type Document } from 'yaml';
import { CHANNELS, type Channel } from '../domain/channel';
import type { ContentFault } from './fault';
import { frontMatter, type FrontMatter } from './front-matter';

/** The text of one variant, and the line of the file on which it begins. */
interface Section {
  readonly text: string;
  readonly line: number;
}

/** One message in one locale, as its author wrote it. `raw` is the whole file, for finding the line of a fault. */
export interface MessageFile {
  readonly path: string;
  readonly name: string;
  readonly locale: string;
  readonly head: FrontMatter;
  readonly sections: ReadonlyMap<Channel, Section>;
  readonly raw: string;
}

type Report = (line: number, rule: ContentFault['rule'], detail: string) => void;

const FILE = /^(?<name>[a-z0-9-]+(?:\/[a-z0-9-]+)*)\.(?<locale>[a-z]{2,3}(?:-[A-Z]{2})?)\.md$/;

/** True for `at-risk/check-in.en.md` and `at-risk/check-in.de-AT.md`; a README has no locale. */
export function isMessagePath(path: string): boolean {
  return FILE.test(path);
}

/** Reads one message file (README.md describes its form). On faults of form it adds them to `faults` and returns undefined. */
export function parseMessageFile(path: string, content: string, faults: ContentFault[]): MessageFile | undefined {
  const before = faults.length;
  const report: Report = (line, rule, detail) => faults.push({ file: path, line, rule, detail });

  const raw = content.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const { name, locale } = FILE.exec(path)?.groups ?? {};
  const [, yaml, body] = /^---\n([\s\S]*?\n)---(?:\n|$)([\s\S]*)$/.exec(raw) ?? [];
  if (!name || !locale || yaml === undefined || body === undefined) {
    report(1, 'front-matter', 'the file does not begin with front-matter between two lines of ---');
    return undefined;
  }

  const head = parseHead(yaml, report);
  const sections = splitSections(body, raw.slice(0, raw.length - body.length).split('\n').length, report);
  if (head) compareChannels(head, sections, report);
  return head && faults.length === before ? { path, name, locale, head, sections, raw } : undefined;
}

function parseHead(yaml: string, report: Report): FrontMatter | undefined {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines });
  const lineAt = (offset: number): number => lines.linePos(offset).line + 1;
  for (const error of document.errors)
    report(lineAt(error.pos[0]), 'front-matter', error.message.split('\n')[0] ?? error.message);
  if (document.errors.length > 0) return undefined;

  const parsed = frontMatter.safeParse(document.toJS() ?? {});
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    const missing = issue.code !== 'custom' && document.getIn(issue.path) === undefined;
    const what = missing ? 'is missing' : issue.message;
    report(
      lineAt(offsetOf(document, issue.path)),
      'front-matter',
      [issue.path.join('.'), what].filter(Boolean).join(': '),
    );
  }
  return undefined;
}

/** Where a path of the head stands, or the nearest thing around it that is there. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  const node = document.getIn(path, true) as { range?: readonly number[] } | undefined;
  if (node?.range) return node.range[0] ?? 0;
  return path.length === 0 ? 0 : offsetOf(document, path.slice(0, -1));
}

/** Splits the body at its second-level headings, each of which names a channel. */
function splitSections(body: string, firstLine: number, report: Report): MessageFile['sections'] {
  const sections = new Map<Channel, Section>();
  const [opening = '', ...rest] = body.split(/^## +(.*?) *$/m);
  if (opening.trim()) report(firstLine, 'variant', 'there is text before the first heading such as "## email"');
  let line = firstLine + opening.split('\n').length - 1;
  for (let index = 0; index < rest.length; index += 2) {
    const heading = rest[index] ?? '';
    const text = rest[index + 1] ?? '';
    const channel = CHANNELS.find((each) => each === heading);
    if (!channel) report(line, 'variant', `"## ${heading}" is no channel; there are ${CHANNELS.join(', ')}`);
    else if (sections.has(channel)) report(line, 'variant', `"## ${heading}" stands there twice`);
    else if (!text.trim()) report(line, 'variant', `"## ${heading}" is empty`);
    else sections.set(channel, { text: text.trim(), line: line + leadingLines(text) });
    line += text.split('\n').length - 1;
  }
  return sections;
}

function leadingLines(text: string): number {
  return text.slice(0, text.length - text.trimStart().length).split('\n').length - 1;
}

function compareChannels(head: FrontMatter, sections: MessageFile['sections'], report: Report): void {
  for (const channel of head.channels) {
    if (!sections.has(channel)) report(1, 'variant', `channels names ${channel}, but there is no "## ${channel}"`);
  }
  for (const [channel, { line }] of sections) {
    if (!head.channels.includes(channel))
      report(line, 'variant', `there is a "## ${channel}" that channels does not name`);
  }
}
