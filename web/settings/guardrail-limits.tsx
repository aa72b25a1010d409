import { NumberInput, Table, Text } from '@mantine/core';
import { useWords } from '../parts/words';
import type { RulesPart } from './rules';
import { RULE_WORDS } from './rule-words';
import { Part } from './section';

const MEASURES = ['complaints', 'unsubscribes', 'bounces'] as const;

/** From which rates on somebody is warned, and marketing pauses by itself (M34). */
export function GuardrailLimits({ rules, edit, locked }: RulesPart) {
  const said = useWords(RULE_WORDS);
  const { guardrails } = rules;
  return (
    <Part title={said.limits}>
      <Text c="dimmed" mb="sm">
        {said.limitsHint(guardrails.days, guardrails.least)}
      </Text>
      <Table.ScrollContainer minWidth={360}>
        <Table maw={560}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{said.measure}</Table.Th>
              <Table.Th>{said.warn}</Table.Th>
              <Table.Th>{said.pause}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {MEASURES.map((measure) => (
              <Table.Tr key={measure}>
                <Table.Th scope="row">{said.measures[measure]}</Table.Th>
                {(['warn', 'pause'] as const).map((level) => (
                  <Table.Td key={level}>
                    <NumberInput
                      size="xs"
                      w={100}
                      suffix=" %"
                      min={0}
                      max={100}
                      decimalScale={3}
                      hideControls
                      disabled={locked}
                      aria-label={`${said.measures[measure]}, ${said[level]}`}
                      value={shown(guardrails[measure][level])}
                      onChange={(value) =>
                        edit({
                          guardrails: {
                            ...guardrails,
                            [measure]: { ...guardrails[measure], [level]: Number(value) / 100 },
                          },
                        })
                      }
                    />
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Part>
  );
}

/** A share as a number of percent, without the dust of its arithmetic. */
function shown(share: number): number {
  return Number((share * 100).toFixed(3));
}
