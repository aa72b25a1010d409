import { Liquid, type Template } from 'liquidjs';
import { escapeHtml } from './escape';

/** What an author may use. There is no tag that reads files or loops, and no filter that knows the time or lifts the escaping. */
const TAGS = ['if', 'unless', 'case', 'comment'];
const FILTERS = [
  'append',
  'prepend',
  'capitalize',
  'downcase',
  'upcase',
  'default',
  'strip',
  'truncate',
  'plus',
  'minus',
  'times',
  'round',
];

/** Where a value ends up, which decides how it is escaped. `href` is a value that begins an address; `part` stands inside of one. */
export type Place = 'html' | 'text' | 'line' | 'href' | 'part';

/** The Liquid engine of all messages: in memory only, strict about variables and filters, own properties only, bounded. */
export const engine = createEngine();

/** Renders a parsed template over bound values; `locale` is that of its numbers. */
export function renderTemplate(template: readonly Template[], scope: object, locale: string): string {
  return String(engine.renderSync([...template], scope, { globals: { locale } }));
}

/** Paths of the variables that a template reads, as in `customer.first_name`. Throws a ParseError on a fault in it. */
export function variablesOf(source: string): string[] {
  return engine.globalFullVariablesSync(source);
}

function createEngine(): Liquid {
  const liquid = new Liquid({
    templates: {},
    relativeReference: false,
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    jsTruthy: true,
    parseLimit: 100_000,
    renderLimit: 1_000,
    memoryLimit: 1_000_000,
  });
  keepOnly(liquid.tags, TAGS);
  keepOnly(liquid.filters, FILTERS);
  const place = (name: Place, escape: (text: string) => string): void =>
    liquid.registerFilter(`in_${name}`, function (value: unknown) {
      return escape(present(value, (this.context.globals as { locale: string }).locale));
    });
  place('html', (text) => escapeHtml(text).replaceAll('\n', '<br>\n'));
  place('text', (text) => text);
  place('line', (text) => text.replace(/\s+/g, ' '));
  place('href', requireWebAddress);
  liquid.registerFilter('in_part', (value: unknown) => encodeURIComponent(String(value)));
  return liquid;
}

function keepOnly(table: Record<string, unknown>, names: readonly string[]): void {
  for (const name of Object.keys(table)) if (!names.includes(name)) delete table[name];
}

function present(value: unknown, locale: string): string {
  return typeof value === 'number' ? new Intl.NumberFormat(locale).format(value) : String(value);
}

function requireWebAddress(text: string): string {
  if (!/^https?:\/\/[^\s"<>]+$/.test(text)) throw new RangeError('A link does not begin with a web address');
  return text;
}
