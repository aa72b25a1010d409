import type { ContentFault } from '../fault';
import type { MessageFile } from '../file';
import { REQUIRED_LOCALES } from '../locale';
import { lineOf } from './fragment';

/** Faults between the locales of one message: a required one is missing, or they disagree on a fact. `unreadable`: paths that are there but have faults of form. */
export function checkLocales(files: readonly MessageFile[], unreadable: ReadonlySet<string>): ContentFault[] {
  const [first] = files;
  if (!first) return [];
  const missing = REQUIRED_LOCALES.map((locale) => `${first.name}.${locale}.md`)
    .filter((path) => !unreadable.has(path) && !files.some((file) => file.path === path))
    .map((path) => ({ file: first.path, line: 1, rule: 'locale' as const, detail: `${path} is missing` }));
  const standard = files.find((file) => file.locale === REQUIRED_LOCALES[0]) ?? first;
  return [...missing, ...files.filter((file) => file !== standard).flatMap((file) => compare(file, standard))];
}

function compare(file: MessageFile, standard: MessageFile): ContentFault[] {
  return FACTS.flatMap((key) => {
    const [here, there] = [factOf(file, key), factOf(standard, key)];
    if (here === there) return [];
    const detail = `${key} is ${here || 'empty'} here and ${there || 'empty'} in ${standard.path}`;
    return [{ file: file.path, line: lineOf(file, `\n${key}:`) + 1, rule: 'disagreement' as const, detail }];
  });
}

/** What the locales of a message agree on. */
const FACTS = ['class', 'topic', 'subject', 'owner', 'channels', 'variables', 'in-app'] as const;
type Fact = (typeof FACTS)[number];

/** How a customer is addressed is a matter of language (a first name here, a full name there), so `customer.*` may differ. */
function factOf(file: MessageFile, key: Fact): string {
  switch (key) {
    case 'channels':
      return file.head.channels.join(', ');
    case 'variables':
      return Object.keys(file.head.variables)
        .filter((variable) => !/^customer\.(first_)?name$/.test(variable))
        .toSorted()
        .join(', ');
    case 'in-app': {
      const { as, steps = [] } = file.head['in-app'] ?? {};
      return steps.length > 0 ? `${as} of ${steps.length} steps` : (as ?? '');
    }
    case 'subject':
      return file.head.subject ?? '';
    case 'class':
    case 'topic':
    case 'owner':
      return file.head[key];
  }
}
