import { Button, Checkbox, Group, Kbd, Modal, Radio, Stack, Text, Textarea } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useState, type FormEvent, type KeyboardEvent } from 'react';
import { useDraft } from '../parts/drafts';
import { useOutcome } from '../parts/outcomes';
import { useSay } from '../parts/translation';
import { useWords } from '../parts/words';
import { Banner } from './banner';
import { COMPLETE_WORDS } from './complete-words';
import { useCompletion } from './completion';
import { NextStepFields, NO_STEP, nextStepIn } from './next-step';
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
  /** `1` is the first outcome: two keys and Enter complete a task. */
  const pickByDigit = ({ key }: KeyboardEvent) => {
    const picked = outcomes[Number(key) - 1];
    if (!picked) return;
    setOutcome(picked[0]);
    setUnpicked(false);
  };
  const finish = async () => {
    setBusy(true);
    const next = await complete(task, outcome, note.trim() === '' ? undefined : note.trim(), nextStepIn(step));
    setBusy(false);
    if (next === undefined) return;
    clearNote();
    onClose();
    if (andNext) onNext(next);
  };

  return (
    <form onSubmit={submit} className={classes['completing']}>
      {/* It may come to an end while somebody writes down what it came to, and the page behind is covered. */}
      <Banner task={task} onlyOver />
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
                onKeyDown={pickByDigit}
                label={
                  <>
                    <strong>{outcomeName(code)}</strong>
                    {index < 9 && (
                      <Kbd size="xs" ms={8} aria-hidden>
                        {index + 1}
                      </Kbd>
                    )}
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
