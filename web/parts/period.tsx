import { SegmentedControl } from '@mantine/core';
import { useWords, words } from './words';

const PERIODS = ['7', '30', '90', '365'];
const USUAL = '30';

/** The days of an address; 30 unless it says otherwise. */
export function daysIn(text: string | undefined): number {
  return Number(text !== undefined && PERIODS.includes(text) ? text : USUAL);
}

/** Chooses over how many days figures are read. */
export function Period({
  days,
  choose,
}: {
  readonly days: number;
  readonly choose: (days: string | undefined) => void;
}) {
  const said = useWords(WORDS);
  return (
    <SegmentedControl
      size="xs"
      aria-label={said.period}
      value={String(days)}
      onChange={(value) => choose(value === USUAL ? undefined : value)}
      data={PERIODS.map((value) => ({ value, label: said.days(Number(value)) }))}
    />
  );
}

const WORDS = words(
  { period: 'Period', days: (days: number) => (days === 365 ? '1 year' : `${days} days`) },
  { period: 'Zeitraum', days: (days: number) => (days === 365 ? '1 Jahr' : `${days} Tage`) },
);
