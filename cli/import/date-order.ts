import { InvalidInput } from '../../domain/errors';
import { otherOrder } from './date-fault';
import { dateReader } from './date-pattern';
import type { Reading } from './formats';
import { textIn } from './messages';
import { rowsOf } from './rows';

/**
 * Makes sure that days and months are not taken for each other: of 31/12/2024 and 05/12/2024 read as MM/DD/YYYY the first would be
 * rejected and the second be wrong for good. Throws InvalidInput when some lines fit only the other order and none only this one.
 */
export async function insistOnDateOrder(file: string, reading: Reading): Promise<void> {
  const at = reading.mapping?.find(({ target }) => target === 'occurredAt');
  const form = at?.form;
  const other = form && otherOrder(form);
  if (!at || !other) return;
  const [fits, fitsOther] = [dateReader(form), dateReader(other)];
  let doubt: { readonly text: string; readonly line: number } | undefined;
  for await (const row of rowsOf(file, reading)) {
    const text = 'reason' in row ? undefined : textIn(row, at);
    if (text === undefined) continue;
    const isRight = fits(text) !== null;
    const isOther = fitsOther(text) !== null;
    if (isRight && !isOther) return;
    if (isOther && !isRight) doubt ??= { text, line: row.line };
  }
  if (!doubt) return;
  throw new InvalidInput(
    `${doubt.text} in line ${doubt.line} is not of the form ${form} but of ${other}, and no line is of the former alone. ` +
      `Say occurredAt=<column>:${other} in --map.`,
  );
}
