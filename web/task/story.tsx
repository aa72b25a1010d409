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
  const told = all ? happened.map((happening) => ({ happening, times: 1 })) : folded(happened).slice(0, SHOWN);
  const isCut = told.reduce((sum, { times }) => sum + times, 0) < happened.length || told.length < happened.length;
  return (
    <section aria-labelledby="story">
      <Title order={2} id="story" mb="sm">
        {said.story}
      </Title>
      {can('work') && <NoteForm task={task} />}
      {happened.length === 0 && <p className={classes['soft']}>{said.entries.empty}</p>}
      <ol className={classes['story']}>
        {told.map(({ happening, times }, index) => (
          <Entry
            key={`${happening.kind} ${happening.at} ${index}`}
            happening={happening}
            times={times}
            customer={task.customer.name}
          />
        ))}
      </ol>
      {!all && isCut && (
        <Button variant="subtle" size="compact-md" onClick={() => setAll(true)}>
          {said.entries.more}
        </Button>
      )}
    </section>
  );
}

/** What stands there in words already is no news: that a customer replied, and an answer of ours unless it does not get through. */
function isNews({ kind, type, message, state }: Evidence): boolean {
  if (kind === 'touch') return message !== 'conversation/reply' || NOT_THROUGH.includes(String(state));
  return kind !== 'event' || type !== 'customer.replied';
}

const NOT_THROUGH = ['suppressed', 'deferred', 'failed', 'unknown'];
const FEWEST_ALIKE = 3;

/** The same event over and over, with nothing between, is one line with its latest time. */
function folded(happened: readonly Happening[]): { readonly happening: Happening; readonly times: number }[] {
  const told: { happening: Happening; times: number }[] = [];
  for (let at = 0; at < happened.length;) {
    const happening = happened[at]!;
    const rest = happened.slice(at);
    const other = rest.findIndex((each) => !isAlike(each, happening));
    const alike = other === -1 ? rest.length : Math.max(1, other);
    const times = alike >= FEWEST_ALIKE ? alike : 1;
    told.push({ happening, times });
    at += times;
  }
  return told;
}

function isAlike(one: Happening, other: Happening): boolean {
  return one.kind === 'event' && other.kind === 'event' && (one as Evidence)['type'] === (other as Evidence)['type'];
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
