import { Button, Checkbox, Group, Text, Textarea } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useSession } from '../app/session';
import { call } from '../client/call';
import { useCommands } from '../parts/commands';
import { useDraft } from '../parts/drafts';
import { useProblemText } from '../parts/states';
import { toast } from '../parts/toasts';
import { useWords } from '../parts/words';
import { conversationQuery, type Conversation, type TaskFile } from './read';
import classes from './task.module.css';
import { WORDS } from './words';

/** Where the customer is answered, on the channel that they used last (M05), through the same gate as every message. */
export function Reply({ task }: { readonly task: TaskFile }) {
  const said = useWords(WORDS);
  const { can } = useSession();
  const { data: conversation } = useQuery(conversationQuery(task.customer.id));
  if (!can('work') || task.finished_at !== null || conversation === undefined) return null;
  if (conversation === null) {
    return (
      <Text c="dimmed" size="sm">
        {said.conversation.none}
      </Text>
    );
  }
  return <Box task={task} conversation={conversation} />;
}

function Box({ task, conversation }: { readonly task: TaskFile; readonly conversation: Conversation }) {
  const said = useWords(WORDS);
  const queries = useQueryClient();
  const problemText = useProblemText();
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, write, clear] = useDraft(`reply:${conversation.id}`);
  const [elsewhere, setElsewhere] = useState(conversation.last_channel === 'social');
  const [busy, setBusy] = useState(false);
  // The same words sent twice, by an impatient hand or after a lost answer, are one answer.
  const key = useRef<string>(undefined);
  const [fault, setFault] = useState<string>();
  useCommands([{ id: 'reply', name: said.reply, group: said.group, keys: 'a', run: () => field.current?.focus() }]);

  const submit = async () => {
    if (text.trim() === '' || busy) return;
    key.current ??= crypto.randomUUID();
    setBusy(true);
    setFault(undefined);
    try {
      await call('POST /v1/conversations/{id}/replies', {
        path: { id: conversation.id },
        body: { text: text.trim(), said_elsewhere: elsewhere },
        idempotencyKey: key.current,
      });
      key.current = undefined;
      clear();
      toast(elsewhere ? said.conversation.kept : said.conversation.sent);
      void queries.invalidateQueries({ queryKey: ['task', task.id] });
      void queries.invalidateQueries({ queryKey: ['conversation', task.customer.id] });
    } catch (error) {
      setFault(problemText(error));
    } finally {
      setBusy(false);
    }
  };

  const channel = conversation.last_channel;
  const placeholder =
    channel === null
      ? said.conversation.placeholderAny
      : said.conversation.placeholder(said.inbound[channel] ?? channel);
  return (
    <form
      className={classes['reply']}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Textarea
        ref={field}
        variant="unstyled"
        autosize
        minRows={2}
        maxRows={14}
        aria-label={said.reply}
        placeholder={placeholder}
        maxLength={20_000}
        value={text}
        onChange={(event) => {
          key.current = undefined;
          write(event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit();
          if (event.key === 'Escape') field.current?.blur();
        }}
        error={fault}
      />
      <Group justify="space-between" gap="xs">
        <Checkbox
          size="xs"
          label={said.conversation.elsewhere}
          checked={elsewhere}
          onChange={(event) => setElsewhere(event.currentTarget.checked)}
        />
        <Button
          type="submit"
          size="compact-md"
          loading={busy}
          disabled={text.trim() === ''}
          leftSection={<IconSend size={16} aria-hidden />}
        >
          {said.conversation.send}
        </Button>
      </Group>
    </form>
  );
}
