import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Channel, MessageClass } from '../domain/channel';
import { InvalidInput, NotFound } from '../domain/errors';
import { compileVariant, type Variant } from './compile';
import { describeFault, type ContentFault } from './fault';
import { isMessagePath, parseMessageFile, type MessageFile } from './file';

/** What the ledger and the gate need to know of a message before a word of it is rendered. */
interface MessageDefinition {
  readonly name: string;
  readonly class: MessageClass;
  readonly topic: string;
  readonly subject: string | undefined;
  readonly owner: string;
  readonly channels: readonly Channel[];
  readonly locales: readonly string[];
}

/** All messages of a folder, read once. Templates are compiled on first use and kept. */
export interface MessageCatalog {
  /** Names in alphabetical order. */
  readonly names: readonly string[];
  /** Throws NotFound for a name that is no message. */
  get(name: string): MessageDefinition;
  /** The file of a message in exactly this locale. Throws NotFound. */
  file(name: string, locale: string): MessageFile;
  /** The compiled variant, or undefined when the message has none for the channel. Throws NotFound. */
  variant(name: string, locale: string, channel: Channel): Variant | undefined;
}

/** Reads every message below a folder (by default this one). Throws InvalidInput that lists all faults of form, so a process does not start on half of its texts. */
export function loadMessages(dir: string = __dirname): MessageCatalog {
  const { files, faults } = readMessages(dir);
  if (faults.length > 0) throw new InvalidInput(`Messages cannot be read:\n${faults.map(describeFault).join('\n')}`);
  return createCatalog(files);
}

/** The names of all messages, in alphabetical order: what messages/names.ts is written from. */
export function messageNames(catalog: MessageCatalog): readonly string[] {
  return catalog.names;
}

/** Every readable message file of a folder, in order of path, and the faults of those that are not. */
export function readMessages(dir: string): { readonly files: readonly MessageFile[]; readonly faults: ContentFault[] } {
  const faults: ContentFault[] = [];
  const files = readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((name) => name.split(path.sep).join('/'))
    .filter((name) => name.endsWith('.md') && !/(^|\/)README\.md$/.test(name))
    .toSorted()
    .flatMap((name) => {
      if (isMessagePath(name)) return parseMessageFile(name, readFileSync(path.join(dir, name), 'utf8'), faults) ?? [];
      faults.push({
        file: name,
        line: 1,
        rule: 'file',
        detail: 'a message file is named <message>.<locale>.md, as in check-in.de.md',
      });
      return [];
    });
  return { files, faults };
}

/** A catalog of files that have been read. */
export function createCatalog(files: readonly MessageFile[]): MessageCatalog {
  const names = [...new Set(files.map((each) => each.name))].toSorted();
  const definitions = new Map(
    names.map((name) => [
      name,
      define(
        name,
        files.filter((each) => each.name === name),
      ),
    ]),
  );
  const byLocale = new Map(files.map((each) => [`${each.name}.${each.locale}`, each]));
  const variants = new Map<string, Variant | undefined>();

  const file = (name: string, locale: string): MessageFile =>
    byLocale.get(`${name}.${locale}`) ?? missing(`${name} in ${locale}`);
  return {
    names,
    file,
    get: (name) => definitions.get(name) ?? missing(name),
    variant(name, locale, channel) {
      const key = `${name}.${locale}.${channel}`;
      if (!variants.has(key)) variants.set(key, compileVariant(file(name, locale), channel));
      return variants.get(key);
    },
  };
}

function define(name: string, locales: readonly MessageFile[]): MessageDefinition {
  const { head } = locales.find((each) => each.locale === 'en') ?? locales[0] ?? missing(name);
  return {
    name,
    class: head.class,
    topic: head.topic,
    subject: head.subject,
    owner: head.owner,
    channels: head.channels,
    locales: locales.map((each) => each.locale),
  };
}

function missing(what: string): never {
  throw new NotFound(`There is no message ${what}`);
}
