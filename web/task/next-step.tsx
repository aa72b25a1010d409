import { Group, NativeSelect, TextInput } from '@mantine/core';
import { ASKED_DUES } from '../../domain/ask';
import type { Takes } from '../client/call';
import { useWords } from '../parts/words';
import { COMPLETE_WORDS } from './complete-words';

/** What is to be done after a task is completed, and until when; no due date means nothing. */
export interface NextStep {
  readonly due: (typeof ASKED_DUES)[number] | '';
  readonly what: string;
}

export const NO_STEP: NextStep = { due: '', what: '' };

/** Asks for the next step: a task of one's own, due then. */
export function NextStepFields(props: { readonly step: NextStep; readonly set: (step: NextStep) => void }) {
  const { step, set } = props;
  const said = useWords(COMPLETE_WORDS).step;
  return (
    <Group align="end" grow preventGrowOverflow={false}>
      <NativeSelect
        label={said.label}
        value={step.due}
        onChange={(event) => set({ ...step, due: ASKED_DUES.find((due) => due === event.currentTarget.value) ?? '' })}
        data={[{ value: '', label: said.none }, ...ASKED_DUES.map((due) => ({ value: due, label: said.dues[due] }))]}
      />
      {step.due !== '' && (
        <TextInput
          label={said.what}
          placeholder={said.example}
          required
          withAsterisk={false}
          maxLength={400}
          value={step.what}
          onChange={(event) => set({ ...step, what: event.currentTarget.value })}
        />
      )}
    </Group>
  );
}

/** The next step as the API takes it with the completion; undefined where there is none. */
export function nextStepIn({ due, what }: NextStep): Takes<'POST /v1/tasks/{id}/completion'>['body']['next_step'] {
  return due === '' || what.trim() === '' ? undefined : { due, because: what.trim() };
}
