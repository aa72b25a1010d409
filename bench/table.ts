import { bold, dim, green, red } from 'picocolors';
import type { Row } from './measure';

const HEADS = ['', 'what', 'product', 'baseline', 'ratio', 'aim', ''] as const;

/** The rows as a table for a terminal. */
export function tableOf(rows: readonly (Row & { readonly measure: number })[]): string {
  const cells = rows.map((row) => [
    String(row.measure),
    row.what,
    row.product,
    row.baseline,
    row.ratio,
    row.aim,
    row.verdict === 'kept' ? '' : row.verdict,
  ]);
  const widths = HEADS.map((head, column) => Math.max(head.length, ...cells.map((line) => line[column]!.length)));
  const lineOf = (line: readonly string[]) =>
    line
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd();
  return [
    '',
    bold(lineOf(HEADS)),
    dim(widths.map((width) => '-'.repeat(width)).join('  ')),
    ...cells.map((line) => coloured(lineOf(line))),
    '',
  ].join('\n');
}

function coloured(line: string): string {
  return line.replace(/reached$/, green('reached')).replace(/missed$/, red('missed'));
}
