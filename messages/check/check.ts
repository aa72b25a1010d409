import { readMessages } from '../catalog';
import type { ContentFault } from '../fault';
import { checkLocales } from './locales';
import { checkNames } from './names';
import { checkHandRaise, checkPhrases } from './phrases';
import { checkRendering, type SmsCost } from './rendering';
import { checkVariables } from './variables';

/** What the content check found: every fault, in order of file and line, and what each SMS costs. */
export interface ContentReport {
  readonly messages: number;
  readonly files: number;
  readonly faults: readonly ContentFault[];
  readonly sms: readonly SmsCost[];
}

/** Checks every message below a folder by all rules. Reads files, writes nothing. */
export async function checkMessages(dir: string): Promise<ContentReport> {
  const { files, faults: formFaults } = readMessages(dir);
  const names = [...new Set(files.map((file) => file.name))].toSorted();
  const unreadable = new Set(formFaults.map((fault) => fault.file));
  const rendered = await Promise.all(files.map((file) => checkRendering(file)));
  const faults = [
    ...formFaults,
    ...files.flatMap((file) => [...checkVariables(file), ...checkPhrases(file), ...checkHandRaise(file)]),
    ...rendered.flatMap((each) => each.faults),
    ...names.flatMap((name) =>
      checkLocales(
        files.filter((file) => file.name === name),
        unreadable,
      ),
    ),
    ...(formFaults.length === 0 ? checkNames(dir, names) : []),
  ];
  return {
    messages: names.length,
    files: files.length,
    faults: faults.toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line),
    sms: rendered.flatMap((each) => each.sms),
  };
}
