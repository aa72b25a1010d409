import { ActionIcon, Button, Chip, Group, NumberInput, Stack, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useWords } from '../parts/words';
import type { Rules, RulesPart } from './rules';
import { RULE_WORDS } from './rule-words';
import { Part } from './section';
import classes from './settings.module.css';

type Cap = Rules['caps'][number];

const CLASSES = ['service', 'lifecycle', 'marketing', 'survey'] as const;
const CHANNELS = ['email', 'sms', 'push', 'in-app'] as const;

/** How often a customer is written to at most, over all journeys (M24). */
export function CapsPart({ rules, edit, locked }: RulesPart) {
  const said = useWords(RULE_WORDS);
  const change = (at: number, cap: Cap) => edit({ caps: rules.caps.with(at, cap) });
  return (
    <Part title={said.caps}>
      <Text c="dimmed" mb="sm">
        {said.capsHint}
      </Text>
      <ul className={classes['rows']}>
        {rules.caps.map((cap, index) => (
          <CapRow
            key={cap.name}
            cap={cap}
            locked={locked}
            onChange={(next) => change(index, next)}
            onRemove={() => edit({ caps: rules.caps.toSpliced(index, 1) })}
          />
        ))}
      </ul>
      {!locked && (
        <AddCap taken={rules.caps.map(({ name }) => name)} onAdd={(cap) => edit({ caps: [...rules.caps, cap] })} />
      )}
    </Part>
  );
}

function CapRow(props: {
  readonly cap: Cap;
  readonly locked: boolean;
  readonly onChange: (cap: Cap) => void;
  readonly onRemove: () => void;
}) {
  const said = useWords(RULE_WORDS);
  const { cap, locked, onChange } = props;
  const name = said.capName(cap.name);
  const shared = { size: 'xs', min: 0, w: 70, disabled: locked, hideControls: true } as const;
  return (
    <li className={classes['row']}>
      <Stack gap="xs" role="group" aria-label={name}>
        <Group gap="xs">
          <Text fw={600}>{name}</Text>
          <Text size="sm">{said.atMost}</Text>
          <NumberInput
            {...shared}
            aria-label={said.most(name)}
            value={cap.most}
            onChange={(value) => onChange({ ...cap, most: Number(value) || 0 })}
          />
          <Text size="sm">{said.within}</Text>
          <NumberInput
            {...shared}
            aria-label={said.days(name)}
            value={cap.days}
            onChange={(value) => onChange({ ...cap, days: Number(value) || 1 })}
          />
          <Text size="sm">{said.daysUnit}</Text>
        </Group>
        <Group gap={6} role="group" aria-label={said.ofClasses}>
          <Text size="sm" c="dimmed" className={classes['lead']}>
            {said.ofClasses}
          </Text>
          {CLASSES.map((each) => (
            <Choice
              key={each}
              label={said.classes[each]}
              locked={locked}
              chosen={cap.classes.includes(each)}
              onChange={(on) => onChange({ ...cap, classes: toggled(cap.classes, each, on) })}
            />
          ))}
        </Group>
        <Group gap={6} role="group" aria-label={said.by}>
          <Text size="sm" c="dimmed" className={classes['lead']}>
            {said.by}
          </Text>
          {CHANNELS.map((each) => (
            <Choice
              key={each}
              label={said.channels[each]}
              locked={locked}
              chosen={cap.channels.includes(each)}
              onChange={(on) => onChange({ ...cap, channels: toggled(cap.channels, each, on) })}
            />
          ))}
        </Group>
      </Stack>
      {!locked && (
        <ActionIcon variant="subtle" color="gray" aria-label={said.removeNamed(name)} onClick={props.onRemove}>
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      )}
    </li>
  );
}

function Choice(props: {
  readonly label: string;
  readonly chosen: boolean;
  readonly locked: boolean;
  readonly onChange: (on: boolean) => void;
}) {
  return (
    <Chip size="sm" variant="light" checked={props.chosen} disabled={props.locked} onChange={props.onChange}>
      {props.label}
    </Chip>
  );
}

/** One of the list stays: a cap without any says nothing. */
function toggled<T>(list: readonly T[], one: T, on: boolean): T[] {
  const rest = list.filter((each) => each !== one);
  return on ? [...rest, one] : rest.length > 0 ? rest : [...list];
}

function AddCap({ taken, onAdd }: { readonly taken: readonly string[]; readonly onAdd: (cap: Cap) => void }) {
  const said = useWords(RULE_WORDS);
  const [number, setNumber] = useState(1);
  const add = () => {
    let next = number;
    while (taken.includes(`cap-${next}`)) next += 1;
    setNumber(next + 1);
    onAdd({ name: `cap-${next}`, classes: ['marketing'], channels: ['email'], most: 1, days: 7 });
  };
  return (
    <Button mt="sm" size="xs" variant="default" onClick={add}>
      {said.addCap}
    </Button>
  );
}
