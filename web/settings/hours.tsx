import { Checkbox, Group, NativeSelect, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useWords } from '../parts/words';
import type { Rules, RulesPart } from './rules';
import { RULE_WORDS } from './rule-words';
import { Part } from './section';

type Weeks = Rules['hours']['everywhere'];
type Week = NonNullable<Weeks['sms']>;
type Day = keyof Week;

const DAYS: readonly Day[] = ['weekdays', 'saturday', 'sunday', 'holidays'];
const CHANNELS = ['email', 'sms', 'push'] as const;
const EVERYWHERE = '*';
const HOURS = Array.from({ length: 49 }, (_, half) => half / 2);

/** When customers may be written to, by the clock where they live. What has no hours of its own in a country goes by those for everywhere. */
export function HoursPart({ rules, edit, locked }: RulesPart) {
  const said = useWords(RULE_WORDS);
  const [region, setRegion] = useState(EVERYWHERE);
  const { everywhere, regions } = rules.hours;
  const weeks = region === EVERYWHERE ? everywhere : (regions[region] ?? {});
  const change = (channel: (typeof CHANNELS)[number], week: Week) => {
    const next = { ...weeks, [channel]: week };
    const hours =
      region === EVERYWHERE ? { everywhere: next, regions } : { everywhere, regions: { ...regions, [region]: next } };
    edit({ hours });
  };
  return (
    <Part title={said.hours}>
      <Text c="dimmed" mb="sm">
        {said.hoursHint}
      </Text>
      <NativeSelect
        label={said.region}
        w={260}
        maw="100%"
        mb="sm"
        value={region}
        onChange={(event) => setRegion(event.currentTarget.value)}
        data={[
          { value: EVERYWHERE, label: said.everywhere },
          ...Object.keys(regions)
            .toSorted((one, other) => one.localeCompare(other))
            .map((code) => ({ value: code, label: said.regionName(code) })),
        ]}
      />
      <Table.ScrollContainer minWidth={820}>
        <Table horizontalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{said.channel}</Table.Th>
              {DAYS.map((day) => (
                <Table.Th key={day}>{said.weekdays[day]}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {CHANNELS.map((channel) => {
              const week = weeks[channel];
              if (!week) return null;
              return (
                <Table.Tr key={channel}>
                  <Table.Th scope="row">{said.channels[channel]}</Table.Th>
                  {DAYS.map((day) => (
                    <Table.Td key={day}>
                      <Span
                        name={`${said.channels[channel]}, ${said.weekdays[day]}`}
                        span={week[day]}
                        locked={locked}
                        onChange={(span) => change(channel, { ...week, [day]: span })}
                      />
                    </Table.Td>
                  ))}
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Part>
  );
}

/** Wide enough for a time, beside its arrow. */
const CLOCK = { w: 66, rightSectionWidth: 18, styles: { input: { paddingInline: '8px 18px' } } } as const;

function Span(props: {
  readonly name: string;
  readonly span: Week[Day];
  readonly locked: boolean;
  readonly onChange: (span: Week[Day]) => void;
}) {
  const said = useWords(RULE_WORDS);
  const { name, span, locked, onChange } = props;
  const options = HOURS.map((hour) => ({ value: String(hour), label: clockOf(hour) }));
  return (
    <Group gap={6} wrap="nowrap">
      <Checkbox
        size="md"
        aria-label={said.openOn(name)}
        checked={span !== null}
        disabled={locked}
        onChange={(event) => onChange(event.currentTarget.checked ? [9, 18] : null)}
      />
      {span === null ? (
        <Text size="sm" c="dimmed">
          {said.closed}
        </Text>
      ) : (
        <>
          <NativeSelect
            size="xs"
            {...CLOCK}
            aria-label={said.opens(name)}
            disabled={locked}
            value={String(span[0])}
            data={options.filter(({ value }) => Number(value) < span[1])}
            onChange={(event) => onChange([Number(event.currentTarget.value), span[1]])}
          />
          <NativeSelect
            size="xs"
            {...CLOCK}
            aria-label={said.closes(name)}
            disabled={locked}
            value={String(span[1])}
            data={options.filter(({ value }) => Number(value) > span[0])}
            onChange={(event) => onChange([span[0], Number(event.currentTarget.value)])}
          />
        </>
      )}
    </Group>
  );
}

/** Half past nine, 9.5, as `09:30`. */
export function clockOf(hour: number): string {
  return `${String(Math.floor(hour)).padStart(2, '0')}:${hour % 1 === 0 ? '00' : '30'}`;
}
