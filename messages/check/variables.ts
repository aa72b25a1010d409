import type { ContentFault } from '../fault';
import type { MessageFile } from '../file';
import { variablesOf } from '../liquid';
import { certaintyOf, variableNames } from '../variables';
import { fragmentsOf, lineOf } from './fragment';

/** Faults in what a message says by variable: unknown, undeclared, declared for nothing, or without a fall-back that it needs. */
export function checkVariables(file: MessageFile): ContentFault[] {
  const faults: ContentFault[] = [];
  const report = (line: number, rule: ContentFault['rule'], detail: string): void => {
    faults.push({ file: file.path, line, rule, detail });
  };
  const used = new Map<string, number>();
  for (const { text, line } of fragmentsOf(file)) {
    try {
      for (const variable of variablesOf(text))
        if (!used.has(variable)) used.set(variable, lineWithin(text, variable, line));
    } catch (error) {
      report(line, 'template', firstLine(error));
    }
  }

  for (const [variable, line] of used) {
    if (!certaintyOf(variable))
      report(line, 'unknown-variable', `there is no ${variable}; there are ${variableNames.join(', ')} and traits.*`);
    else if (!Object.hasOwn(file.head.variables, variable))
      report(line, 'undeclared-variable', `${variable} is not declared under variables`);
  }
  for (const [variable, spec] of Object.entries(file.head.variables)) {
    const line = lineOf(file, `  ${variable}:`);
    const certainty = certaintyOf(variable);
    if (!certainty)
      report(line, 'unknown-variable', `there is no ${variable}; there are ${variableNames.join(', ')} and traits.*`);
    else if (!used.has(variable)) report(line, 'unused-variable', `${variable} is declared but not used`);
    if (certainty === 'perhaps' && !spec)
      report(line, 'fallback', `${variable} may be unknown: say what stands in, as in { fallback: "there" }`);
    if (certainty === 'always' && spec) report(line, 'fallback', `${variable} is always known: it needs no fall-back`);
  }
  return faults;
}

/** First line of an error's message, for a list with one fault a line. */
export function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}

function lineWithin(text: string, variable: string, first: number): number {
  return first + text.slice(0, Math.max(0, text.indexOf(variable))).split('\n').length - 1;
}
