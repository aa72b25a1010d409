import { Button, Checkbox, Group, Textarea } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useSession } from '../app/session';
import { call } from '../client/call';
import { useCommands } from '../parts/commands';
import { useDraft } from '../parts/drafts';
import { useProblemText } from '../parts/states';
import { toast } from '../parts/toasts';
import { useWords } from '../parts/words';
import { ENTRY_WORDS } from './entry-words';
import { lastChannelOf, type TaskFile } from './read';
import classes from './task.module.css';
import { Templates } from './templates';
import { REPLY_WORDS } from './reply-words';
import { WORDS } from './words';

/** Where the customer is written to, on the channel that they used last (M05), through the same gate as every message. */
export function Reply({ task }: { readonly task: TaskFile }) {
  const { can } = useSession();
  return can('work') && task.finished_at === null ? <Box task={task} /> : null;
}

function Box({ task }: { readonly task: TaskFile }) {
  const said = useWords(REPLY_WORDS);
  const { group } = useWords(WORDS);
  const { inbound } = useWords(ENTRY_WORDS);
  const queries = useQueryClient();
  const problemText = useProblemText();
  const field = useRef<HTMLTextAreaElement>(null);
  const channel = lastChannelOf(task);
  const [text, write, clear] = useDraft(`reply:${task.id}`);
  const [elsewhere, setElsewhere] = useState(channel === 'social');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  // The same words sent twice, by an impatient hand or after a lost answer, are one answer.
  const key = useRef<string>(undefined);
  useCommands([{ id: 'reply', name: said.reply, group, keys: 'a', run: () => field.current?.focus() }]);
  const rewrite = (next: string) => {
    key.current = undefined;
    setFault(undefined);
    write(next);
  };

  const submit = async () => {
    if (text.trim() === '' || busy) return;
    key.current ??= crypto.randomUUID();
    setBusy(true);
    setFault(undefined);
    try {
      await call('POST /v1/tasks/{id}/replies', {
        path: { id: task.id },
        body: { text: text.trim(), said_elsewhere: elsewhere },
        idempotencyKey: key.current,
      });
      key.current = undefined;
      clear();
      toast(elsewhere ? said.conversation.kept : said.conversation.sent);
      void queries.invalidateQueries({ queryKey: ['task', task.id] });
    } catch (error) {
      setFault(problemText(error));
    } finally {
      setBusy(false);
    }
  };

  const placeholder =
    channel === undefined
      ? said.conversation.placeholderAny
      : said.conversation.placeholder(inbound[channel] ?? channel);
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
        onChange={(event) => rewrite(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit();
          if (event.key === 'Escape') field.current?.blur();
        }}
        error={fault}
      />
      <Group justify="space-between" gap="xs">
        <Checkbox
          size="sm"
          label={said.conversation.elsewhere}
          checked={elsewhere}
          onChange={(event) => setElsewhere(event.currentTarget.checked)}
        />
        <Group gap="xs">
          <Templates
            task={task}
            text={text}
            put={(begun) => {
              rewrite(text.trim() === '' ? begun : `${text.trimEnd()}\n\n${begun}`);
              field.current?.focus();
            }}
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
      </Group>
    </form>
  );
}
