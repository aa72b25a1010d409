import { Button, Group, Textarea, Title } from '@mantine/core';
import { useRef, useState, type FormEvent } from 'react';
import { useSession } from '../app/session';
import { useCommands } from '../parts/commands';
import { useDraft } from '../parts/drafts';
import { useWords } from '../parts/words';
import { useDeeds } from './deeds';
import { Entry, type Happening } from './entry';
import { ENTRY_WORDS } from './entry-words';
import type { Evidence, TaskFile } from './read';
import classes from './task.module.css';
import { WORDS } from './words';

const SHOWN = 12;

/** What happened to the customer, the latest first: messages with their fate, events, words, earlier tasks, and notes of colleagues. */
export function Story({ task }: { readonly task: TaskFile }) {
  const said = useWords(ENTRY_WORDS);
  const { can } = useSession();
  const [all, setAll] = useState(false);
  const notes = task.notes.map((note) => ({ ...note, kind: 'note' as const }));
  const attempts = task.attempts.map((attempt) => ({ ...attempt, kind: 'attempt' as const }));
  const happened: readonly Happening[] = [...task.evidence.filter(isNews), ...notes, ...attempts].toSorted((a, b) =>
    b.at.localeCompare(a.at),
  );
  return (
    <section aria-labelledby="story">
      <Title order={2} id="story" mb="sm">
        {said.story}
      </Title>
      {can('work') && <NoteForm task={task} />}
      {happened.length === 0 && <p className={classes['soft']}>{said.entries.empty}</p>}
      <ol className={classes['story']}>
        {(all ? happened : happened.slice(0, SHOWN)).map((each, index) => (
          <Entry key={`${each.kind} ${each.at} ${index}`} happening={each} customer={task.customer.name} />
        ))}
      </ol>
      {!all && happened.length > SHOWN && (
        <Button variant="subtle" size="compact-md" onClick={() => setAll(true)}>
          {said.entries.more}
        </Button>
      )}
    </section>
  );
}

/** A reply is there in its own words already. */
function isNews({ kind, type }: Evidence): boolean {
  return kind !== 'event' || type !== 'customer.replied';
}

function NoteForm({ task }: { readonly task: TaskFile }) {
  const said = useWords(ENTRY_WORDS);
  const { group } = useWords(WORDS);
  const { note } = useDeeds();
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, write, clear] = useDraft(`note:${task.id}`);
  const [busy, setBusy] = useState(false);
  useCommands([{ id: 'note', name: said.note, group, keys: 'n', run: () => field.current?.focus() }]);

  const submit = async (event?: FormEvent) => {
    event?.preventDefault();
    if (text.trim() === '' || busy) return;
    setBusy(true);
    if (await note(task, text.trim())) clear();
    setBusy(false);
  };
  return (
    <form className={classes['note']} onSubmit={(event) => void submit(event)}>
      <Textarea
        ref={field}
        autosize
        minRows={1}
        maxRows={8}
        aria-label={said.notes.label}
        placeholder={said.notes.placeholder}
        maxLength={10_000}
        value={text}
        onChange={(event) => write(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit();
          if (event.key === 'Escape') field.current?.blur();
        }}
      />
      {text.trim() !== '' && (
        <Group justify="end" mt={6}>
          <Button type="submit" variant="default" size="compact-md" loading={busy}>
            {said.notes.add}
          </Button>
        </Group>
      )}
    </form>
  );
}
