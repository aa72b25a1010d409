import { Button, Checkbox, Group, Modal, Radio, Stack, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { textIn } from '../parts/form';
import { useFormat } from '../parts/format';
import { useWords, words } from '../parts/words';
import { useDeeds, type Handle } from './deeds';

/** Asks until when a task is put off, and why; open while there is a task. */
export function SnoozeDialog({ task, onClose }: { readonly task: Handle | undefined; readonly onClose: () => void }) {
  const said = useWords(WORDS);
  return (
    <Modal
      opened={task !== undefined}
      onClose={onClose}
      title={said.title}
      closeButtonProps={{ 'aria-label': said.close }}
    >
      {task && <SnoozeForm task={task} onClose={onClose} />}
    </Modal>
  );
}

function SnoozeForm({ task, onClose }: { readonly task: Handle; readonly onClose: () => void }) {
  const said = useWords(WORDS);
  const { dateTime } = useFormat();
  const { snooze } = useDeeds();
  const [choices] = useState(choicesAt);
  const [until, setUntil] = useState('tomorrow');
  const [own, setOwn] = useState(localText(choices.tomorrow));
  const [untilReply, setUntilReply] = useState(true);
  const [busy, setBusy] = useState(false);
  const at = until === 'own' ? new Date(own) : choices[until as keyof typeof choices];

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const reason = textIn(new FormData(event.currentTarget), 'reason').trim();
    if (Number.isNaN(at.getTime())) return;
    setBusy(true);
    const why = reason === '' ? (untilReply ? said.forAnswer : said.forLater) : reason;
    const done = await snooze(task, at.toISOString(), untilReply, why);
    setBusy(false);
    if (done) onClose();
  };

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        <Radio.Group label={said.until} value={until} onChange={setUntil}>
          <Stack gap={6} mt={6}>
            {(['soon', 'tomorrow', 'week'] as const).map((choice) => (
              <Radio
                key={choice}
                value={choice}
                label={`${said.choices[choice]}, ${dateTime(choices[choice])}`}
                data-autofocus={choice === 'tomorrow' || undefined}
              />
            ))}
            <Radio value="own" label={said.choices.own} />
          </Stack>
        </Radio.Group>
        {until === 'own' && (
          <TextInput
            type="datetime-local"
            aria-label={said.choices.own}
            value={own}
            onChange={(event) => setOwn(event.currentTarget.value)}
            required
          />
        )}
        <Checkbox
          label={said.untilReply}
          checked={untilReply}
          onChange={(event) => setUntilReply(event.currentTarget.checked)}
        />
        <TextInput name="reason" label={said.reason} placeholder={said.example} maxLength={500} />
        <Group justify="end">
          <Button variant="default" onClick={onClose}>
            {said.cancel}
          </Button>
          <Button type="submit" loading={busy}>
            {said.snooze}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Three hours from now, tomorrow and in a week in the morning, where the reader is. */
function choicesAt() {
  const soon = new Date(Date.now() + 3 * 3_600_000);
  soon.setMinutes(0, 0, 0);
  return { soon, tomorrow: morningIn(1), week: morningIn(7) };
}

function morningIn(days: number): Date {
  const morning = new Date();
  morning.setDate(morning.getDate() + days);
  morning.setHours(9, 0, 0, 0);
  return morning;
}

function localText(at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

const WORDS = words(
  {
    title: 'Snooze',
    close: 'Close',
    until: 'It comes back',
    choices: { soon: 'In three hours', tomorrow: 'Tomorrow', week: 'In a week', own: 'At another time' },
    untilReply: 'Or as soon as the customer answers',
    reason: 'Why (optional)',
    forAnswer: 'waiting for an answer',
    forLater: 'for later',
    example: 'They are back on Monday',
    cancel: 'Cancel',
    snooze: 'Snooze',
  },
  {
    title: 'Zurückstellen',
    close: 'Schließen',
    until: 'Sie kommt wieder',
    choices: { soon: 'In drei Stunden', tomorrow: 'Morgen', week: 'In einer Woche', own: 'Zu einer anderen Zeit' },
    untilReply: 'Oder sobald eine Antwort kommt',
    reason: 'Warum (freiwillig)',
    forAnswer: 'wartet auf eine Antwort',
    forLater: 'für später',
    example: 'Ist ab Montag wieder da',
    cancel: 'Abbrechen',
    snooze: 'Zurückstellen',
  },
);
