import { Button, Group, Menu, Modal, Radio, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { useCommands } from '../parts/commands';
import { textIn } from '../parts/form';
import { useWords } from '../parts/words';
import { useDeeds, type AttemptResult, type WrongData } from './deeds';
import { MORE_WORDS } from './more-words';
import type { TaskFile } from './read';
import { WORDS } from './words';

const RESULTS = ['reached', 'voicemail', 'no_answer', 'wrong_person'] as const satisfies readonly AttemptResult[];
const KINDS = ['email', 'phone', 'name', 'company', 'other'] as const satisfies readonly WrongData[];

/** What is done more seldom: write down that one tried to reach the customer, or that something known of them is wrong. */
export function More({ task }: { readonly task: TaskFile }) {
  const said = useWords(MORE_WORDS);
  const { group } = useWords(WORDS);
  const { attempt } = useDeeds();
  const [opened, setOpened] = useState(false);
  const [wrong, setWrong] = useState(false);
  useCommands([
    { id: 'attempt', name: said.attempt.title, group, keys: 't', run: () => setOpened(true) },
    { id: 'wrong', name: said.wrong.title, group, run: () => setWrong(true) },
  ]);
  return (
    <>
      <Menu opened={opened} onChange={setOpened} position="bottom-start" shadow="md" withinPortal>
        <Menu.Target>
          <Button variant="default" leftSection={<IconDots size={16} aria-hidden />} aria-keyshortcuts="t">
            {said.more}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{said.attempt.title}</Menu.Label>
          {RESULTS.map((result) => (
            <Menu.Item key={result} onClick={() => void attempt(task, result)}>
              {said.attempt.results[result]}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={() => setWrong(true)}>{said.wrong.title}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={wrong}
        onClose={() => setWrong(false)}
        title={said.wrong.title}
        closeButtonProps={{ 'aria-label': said.wrong.cancel }}
      >
        <WrongForm task={task} onClose={() => setWrong(false)} />
      </Modal>
    </>
  );
}

function WrongForm({ task, onClose }: { readonly task: TaskFile; readonly onClose: () => void }) {
  const said = useWords(MORE_WORDS).wrong;
  const { markWrong } = useDeeds();
  const [what, setWhat] = useState<string>('phone');
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const note = textIn(new FormData(event.currentTarget), 'note').trim();
    if (note !== '' && (await markWrong(task, what as WrongData, note))) onClose();
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        <Text size="sm">{said.intro}</Text>
        <Radio.Group label={said.what} value={what} onChange={setWhat}>
          <Stack gap={6} mt={6}>
            {KINDS.map((kind) => (
              <Radio key={kind} value={kind} label={said.kinds[kind]} />
            ))}
          </Stack>
        </Radio.Group>
        <Textarea name="note" label={said.note} required withAsterisk={false} autosize minRows={2} maxLength={2_000} />
        <Group justify="end">
          <Button variant="default" onClick={onClose}>
            {said.cancel}
          </Button>
          <Button type="submit">{said.submit}</Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Opens a task again that has ended. */
export function Reopen({ task }: { readonly task: TaskFile }) {
  const said = useWords(MORE_WORDS);
  const { reopen } = useDeeds();
  const [opened, setOpened] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const because = textIn(new FormData(event.currentTarget), 'because').trim();
    if (because !== '' && (await reopen(task, because))) setOpened(false);
  };
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        {said.reopen.title}
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={said.reopen.title}
        closeButtonProps={{ 'aria-label': said.wrong.cancel }}
      >
        <form onSubmit={(event) => void submit(event)}>
          <Stack>
            <TextInput
              name="because"
              label={said.reopen.because}
              required
              withAsterisk={false}
              maxLength={500}
              data-autofocus
            />
            <Group justify="end">
              <Button type="submit">{said.reopen.title}</Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
