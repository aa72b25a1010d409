import { ACTION_LINE } from '../compile';
import type { MessageFile } from '../file';

/** One Liquid text of a message file and the line on which it begins. */
export interface Fragment {
  readonly text: string;
  readonly line: number;
}

/** Everything in a file that a customer may come to read: the texts of its head, then the body of each variant. */
export function fragmentsOf(file: MessageFile): Fragment[] {
  const { email, push, 'in-app': inApp } = file.head;
  const headTexts = [
    email?.subject,
    email?.preheader,
    push?.title,
    push?.url,
    inApp?.title,
    ...(inApp?.steps ?? []).flatMap(({ label, url }) => [label, url]),
    ...[email, inApp].flatMap((head) => [head?.action?.label, head?.action?.url]),
  ];
  return [
    ...headTexts.flatMap((text) => (text === undefined ? [] : [{ text, line: lineOf(file, text) }])),
    ...[...file.sections.values()].map(({ text, line }) => ({ text: text.replace(ACTION_LINE, ''), line })),
  ];
}

/** The first line of a file that holds a text, or its first line. */
export function lineOf(file: MessageFile, text: string): number {
  const at = file.raw.indexOf(text);
  return at < 0 ? 1 : lineAt(file.raw, at, 1);
}

/** The line of an offset in a text that begins on line `first`. */
export function lineAt(text: string, offset: number, first: number): number {
  return first + text.slice(0, offset).split('\n').length - 1;
}
