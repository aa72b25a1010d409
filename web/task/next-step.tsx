import { Group, NativeSelect, TextInput } from '@mantine/core';
import { call, type Takes } from '../client/call';
import { useWords } from '../parts/words';
import { COMPLETE_WORDS } from './complete-words';
import type { TaskFile } from './read';

type Due = NonNullable<Takes<'POST /v1/customers/{id}/tasks'>['body']['due']>;

/** What is to be done after a task is completed, and until when; no due date means nothing. */
export interface NextStep {
  readonly due: Due | '';
  readonly what: string;
}

export const NO_STEP: NextStep = { due: '', what: '' };

const DUES = ['4 hours', '1 day', '3 days', '7 days'] as const satisfies readonly Due[];

/** Asks for the next step: a task of one's own, due then. */
export function NextStepFields(props: { readonly step: NextStep; readonly set: (step: NextStep) => void }) {
  const { step, set } = props;
  const said = useWords(COMPLETE_WORDS).step;
  return (
    <Group align="end" grow preventGrowOverflow={false}>
      <NativeSelect
        label={said.label}
        value={step.due}
        onChange={(event) => set({ ...step, due: DUES.find((due) => due === event.currentTarget.value) ?? '' })}
        data={[{ value: '', label: said.none }, ...DUES.map((due) => ({ value: due, label: said.dues[due] }))]}
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

/** Opens the task of the next step, for whoever names it. */
export async function openNextStep(task: TaskFile, { due, what }: NextStep, assignTo: string): Promise<void> {
  if (due === '' || what.trim() === '') return;
  const body = { playbook: task.playbook.name, because: what.trim(), assign_to: assignTo, due };
  // Asked again for the same task it is the same next step.
  await call('POST /v1/customers/{id}/tasks', {
    path: { id: task.customer.id },
    body,
    idempotencyKey: `next-step:${task.id}:${task.version}`,
  });
}
