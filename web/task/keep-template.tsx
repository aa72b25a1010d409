import { Button, Checkbox, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { call } from '../client/call';
import { textIn } from '../parts/form';
import { useProblemText } from '../parts/states';
import { toast } from '../parts/toasts';
import { useWords } from '../parts/words';
import type { TaskFile } from './read';
import { REPLY_WORDS } from './reply-words';

/** Keeps what is written as a text that answers begin with, in the language of the customer; for leads. */
export function KeepTemplate(props: {
  readonly task: TaskFile;
  readonly text: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}) {
  const { task, text, opened, onClose } = props;
  const said = useWords(REPLY_WORDS).keep;
  return (
    <Modal opened={opened} onClose={onClose} title={said.title} closeButtonProps={{ 'aria-label': said.cancel }}>
      <KeepForm task={task} text={text} onClose={onClose} />
    </Modal>
  );
}

function KeepForm({ task, text, onClose }: Omit<Parameters<typeof KeepTemplate>[0], 'opened'>) {
  const said = useWords(REPLY_WORDS).keep;
  const queries = useQueryClient();
  const problemText = useProblemText();
  const [everywhere, setEverywhere] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    // The dialog stands in the form of the answer, which is not to be sent by this.
    event.stopPropagation();
    const name = textIn(new FormData(event.currentTarget), 'name').trim();
    if (name === '') return;
    setBusy(true);
    setFault(undefined);
    try {
      const playbook = everywhere ? null : task.playbook.name;
      await call('POST /v1/reply-templates', { body: { name, locale: localeOf(task), body: text.trim(), playbook } });
      void queries.invalidateQueries({ queryKey: ['reply-templates'] });
      toast(said.done);
      onClose();
    } catch (error) {
      setFault(problemText(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        <Text size="sm">{said.intro('{{ customer.first_name | there }}')}</Text>
        <TextInput
          name="name"
          label={said.name}
          required
          withAsterisk={false}
          maxLength={100}
          error={fault}
          data-autofocus
        />
        <Checkbox
          label={said.everywhere}
          checked={everywhere}
          onChange={(event) => setEverywhere(event.currentTarget.checked)}
        />
        <Group justify="end">
          <Button variant="default" onClick={onClose}>
            {said.cancel}
          </Button>
          <Button type="submit" loading={busy}>
            {said.submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** In which of the languages of our texts the customer is written to. */
export function localeOf({ customer }: TaskFile): 'en' | 'de' {
  return customer.locale?.startsWith('de') ? 'de' : 'en';
}
