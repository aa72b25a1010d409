import { TokenKind, Tokenizer, type Template } from 'liquidjs';
import { engine, type Place } from './liquid';

/**
 * Takes the Liquid out of a text, so that Markdown and the layout work on words only, and puts it back with the escaping
 * of the place where it came to stand. Because values come in after Markdown, nothing in a value can become markup.
 */
export class Slots {
  readonly #slots: Slot[] = [];
  readonly #leaveNoGap: ReadonlySet<string>;

  /** `leaveNoGap`: variables whose fall-back is empty; such a one takes the space before it along. */
  constructor(leaveNoGap: Iterable<string> = []) {
    this.#leaveNoGap = new Set(leaveNoGap);
  }

  /** The text with a mark in the place of each `{{ }}` and `{% %}`. Throws liquidjs's TokenizationError on an open one. */
  take(source: string): string {
    let text = '';
    for (const token of new Tokenizer(source).readTopLevelTokens()) {
      if (token.kind === TokenKind.HTML) text += token.getText();
      else if (token.kind === TokenKind.Tag) text += this.#mark({ source: token.getText() });
      else {
        const expression = (token as unknown as { content: string }).content.trim();
        const gap = this.#leaveNoGap.has(expression) && text.endsWith(' ') && !LINE_MARKER.test(text);
        if (gap) text = text.slice(0, -1);
        text += this.#mark({ expression, gap });
      }
    }
    return text;
  }

  /** Settles the values inside addresses: one that begins an address is one of our own pages (or a RangeError), any other is percent-encoded. */
  settleLinks(html: string): string {
    return html.replace(/(?<=\b(?:href|src)=")[^"]*(?=")/g, (address) => this.settleLink(address));
  }

  /** The same for one address that stands alone. */
  settleLink(address: string): string {
    return address.replace(MARK, (mark, index: string, offset: number) => {
      const slot = this.#slots[Number(index)];
      if (!slot || slot.place || slot.expression === undefined) return mark;
      if (offset === 0 && !/^(links|product|pages|confirm|wish)\./.test(slot.expression)) {
        throw new RangeError(`a link may begin with links.* or product.url, not with ${slot.expression}`);
      }
      return this.#mark({ ...slot, place: offset === 0 ? 'href' : 'part' });
    });
  }

  /** Takes the paragraph away from around a tag that stands on lines of its own. */
  unwrapTags(html: string): string {
    return html.replace(/<p\b[^>]*>\s*(?:zQ\d+Qz\s*)+<\/p>/g, (paragraph) => {
      const marks = paragraph.match(MARK) ?? [];
      const onlyTags = marks.every((mark) => this.#slots[Number(mark.slice(2, -2))]?.source !== undefined);
      return onlyTags ? marks.join('') : paragraph;
    });
  }

  /** The parsed template of a text with marks. */
  parse(text: string, place: 'html' | 'text' | 'line'): readonly Template[] {
    return engine.parse(
      text.replace(MARK, (mark, index: string) => this.#sourceOf(this.#slots[Number(index)], place) ?? mark),
    );
  }

  #mark(slot: Slot): string {
    return `zQ${this.#slots.push(slot) - 1}Qz`;
  }

  #sourceOf(slot: Slot | undefined, place: Place): string | undefined {
    if (!slot) return undefined;
    if (slot.expression === undefined) return slot.source;
    const settled = slot.place ? ` | in_${slot.place}` : '';
    const output = `{{ ${slot.expression}${settled}${slot.place === 'part' ? '' : ` | in_${place}`} }}`;
    return slot.gap ? `{% if ${slot.expression} %} ${output}{% endif %}` : output;
  }
}

/** Letters and digits only, so that no step changes it; no word of a living language looks like this. */
const MARK = /zQ(\d+)Qz/g;

/** What opens a quotation, a list item or a heading: the space after it belongs to Markdown. */
const LINE_MARKER = /(?:^|\n)[ \t]*(?:[>*+-]|#+|\d+\.)? $/;

/** A tag by its source, or an output by its expression; `place` once it is known to stand in an address. */
interface Slot {
  readonly source?: string;
  readonly expression?: string;
  readonly gap?: boolean;
  readonly place?: 'href' | 'part';
}
