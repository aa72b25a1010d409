import { Button, Checkbox, Group, Modal, Radio, Stack, Text, Textarea } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useState, type FormEvent } from 'react';
import { useSession } from '../app/session';
import { useDraft } from '../parts/drafts';
import { useOutcome } from '../parts/outcomes';
import { toast } from '../parts/toasts';
import { useSay } from '../parts/translation';
import { useWords } from '../parts/words';
import { COMPLETE_WORDS } from './complete-words';
import { useCompletion } from './completion';
import { useExplain } from './deeds';
import { NextStepFields, NO_STEP, openNextStep } from './next-step';
import type { TaskFile } from './read';
import classes from './task.module.css';

/** Asks what a task came to. It can be taken back for ten seconds afterwards. */
export function CompleteDialog(props: {
  readonly task: TaskFile;
  readonly opened: boolean;
  readonly onClose: () => void;
  /** Leads to the next task, if there is one. */
  readonly onNext: (id: string | null) => void;
}) {
  const { task, opened, onClose, onNext } = props;
  const said = useWords(COMPLETE_WORDS);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={said.title}
      size="lg"
      closeButtonProps={{ 'aria-label': said.cancel }}
    >
      <CompleteForm task={task} onClose={onClose} onNext={onNext} />
    </Modal>
  );
}

function CompleteForm({
  task,
  onClose,
  onNext,
}: {
  readonly task: TaskFile;
  readonly onClose: () => void;
  readonly onNext: (id: string | null) => void;
}) {
  const said = useWords(COMPLETE_WORDS);
  const outcomeName = useOutcome();
  const say = useSay();
  const complete = useCompletion();
  const explain = useExplain();
  const { staff } = useSession();
  const outcomes = Object.entries(task.playbook.outcomes);
  const [outcome, setOutcome] = useState(task.banner === null ? '' : closingOutcome(outcomes.map(([code]) => code)));
  const [note, setNote, clearNote] = useDraft(`completion:${task.id}`);
  const [andNext, setAndNext] = useLocalStorage({
    key: 'perennial-and-next',
    defaultValue: true,
    getInitialValueInEffect: false,
  });
  const [unpicked, setUnpicked] = useState(false);
  const [step, setStep] = useState(NO_STEP);
  const [busy, setBusy] = useState(false);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (outcome === '') return setUnpicked(true);
    void finish();
  };
  const finish = async () => {
    setBusy(true);
    const next = await complete(task, outcome, note.trim() === '' ? undefined : note.trim());
    setBusy(false);
    if (next === undefined) return;
    await openNextStep(task, step, staff.id).catch((error: unknown) => toast(explain(error), 'bad'));
    clearNote();
    onClose();
    if (andNext) onNext(next);
  };

  return (
    <form onSubmit={submit}>
      <Stack>
        <Radio.Group
          label={said.outcome}
          description={said.steers}
          value={outcome}
          onChange={(value) => {
            setOutcome(value);
            setUnpicked(false);
          }}
          error={unpicked ? said.pick : undefined}
        >
          <Stack gap={2} mt="xs">
            {outcomes.map(([code, meaning], index) => (
              <Radio
                key={code}
                value={code}
                className={classes['outcome']}
                label={
                  <>
                    <strong>{outcomeName(code)}</strong>
                    <Text span c="dimmed" size="sm" display="block">
                      {say(meaning)}
                    </Text>
                  </>
                }
                data-autofocus={index === 0 || undefined}
              />
            ))}
          </Stack>
        </Radio.Group>
        <Textarea
          label={said.note}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={10_000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <NextStepFields step={step} set={setStep} />
        <Group justify="space-between">
          <Checkbox
            label={said.andNext}
            checked={andNext}
            onChange={(event) => setAndNext(event.currentTarget.checked)}
          />
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>
              {said.cancel}
            </Button>
            <Button type="submit" loading={busy}>
              {said.complete}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}

/** What a task is closed with that nobody waits for any more. */
function closingOutcome(codes: readonly string[]): string {
  return ['already_solved', 'not_applicable'].find((code) => codes.includes(code)) ?? '';
}
