import { Button, Group, SegmentedControl, Textarea } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useSession } from '../app/session';
import { call, type Reply } from '../client/call';
import { useCommands } from '../parts/commands';
import { useDraft } from '../parts/drafts';
import { useProblemText } from '../parts/states';
import { toast } from '../parts/toasts';
import { useWords } from '../parts/words';
import classes from './customer.module.css';
import { conversationQuery, type Profile } from './read';
import { STORY_WORDS } from './story-words';
import { WORDS } from './words';

/** Where a note is written, or the customer is answered on the channel that they used last (M05). Nobody sees it who may only read. */
export function Composer({ customer }: { readonly customer: Profile }) {
  const { can } = useSession();
  const { data: conversation } = useQuery(conversationQuery(customer));
  return can('work') ? <Box customer={customer} conversation={conversation ?? null} /> : null;
}

type Conversation = Reply<'GET /v1/customers/{id}/conversation'>;

function Box({ customer, conversation }: { readonly customer: Profile; readonly conversation: Conversation | null }) {
  const said = useWords(STORY_WORDS);
  const own = useWords(WORDS);
  const queries = useQueryClient();
  const problemText = useProblemText();
  const field = useRef<HTMLTextAreaElement>(null);
  const [mode, setMode] = useState<'note' | 'reply'>('note');
  const isReply = mode === 'reply' && conversation !== null;
  const [text, write, clear] = useDraft(isReply ? `reply:${conversation.id}` : `note:customer:${customer.id}`);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  // The same words sent twice, by an impatient hand or after a lost answer, are said once.
  const key = useRef<string>(undefined);
  const begin = (which: 'note' | 'reply') => {
    setMode(which);
    field.current?.focus();
  };
  useCommands([
    { id: 'customer note', name: said.note, group: own.group, keys: 'n', run: () => begin('note') },
    ...(conversation
      ? [{ id: 'customer reply', name: said.reply, group: own.group, keys: 'a', run: () => begin('reply') }]
      : []),
  ]);

  const submit = async (event?: FormEvent) => {
    event?.preventDefault();
    if (text.trim() === '' || busy) return;
    key.current ??= crypto.randomUUID();
    setBusy(true);
    setFault(undefined);
    try {
      const idempotencyKey = key.current;
      if (isReply) {
        const body = { text: text.trim() };
        await call('POST /v1/conversations/{id}/replies', { path: { id: conversation.id }, body, idempotencyKey });
      } else {
        const body = { body: text.trim() };
        await call('POST /v1/customers/{id}/notes', { path: { id: customer.id }, body, idempotencyKey });
      }
      key.current = undefined;
      clear();
      toast(isReply ? said.sentToast : said.noteToast);
      void queries.invalidateQueries({ queryKey: ['customer', customer.id] });
      void queries.invalidateQueries({ queryKey: ['conversation', customer.id] });
    } catch (error) {
      setFault(problemText(error));
    } finally {
      setBusy(false);
    }
  };

  const channel = conversation?.last_channel;
  return (
    <form className={classes['composer']} onSubmit={(event) => void submit(event)}>
      <Textarea
        ref={field}
        variant="unstyled"
        autosize
        minRows={2}
        maxRows={14}
        aria-label={isReply ? said.reply : said.note}
        placeholder={isReply ? said.replyBy(own.via[channel ?? ''] ?? '') : said.notePlaceholder}
        maxLength={isReply ? 20_000 : 10_000}
        value={text}
        error={fault}
        onChange={(event) => {
          key.current = undefined;
          write(event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit();
          if (event.key === 'Escape') field.current?.blur();
        }}
      />
      <Group justify="space-between" gap="xs">
        {conversation ? (
          <SegmentedControl
            size="xs"
            aria-label={own.group}
            value={mode}
            onChange={(value) => setMode(value as typeof mode)}
            data={[
              { value: 'note', label: said.note },
              { value: 'reply', label: said.reply },
            ]}
          />
        ) : (
          <span />
        )}
        <Button type="submit" size="compact-md" loading={busy} disabled={text.trim() === ''}>
          {isReply ? said.send : said.addNote}
        </Button>
      </Group>
    </form>
  );
}
