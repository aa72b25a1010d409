import { Button, Group, List, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { call } from '../client/call';
import { textIn } from '../parts/form';
import { sentence } from '../parts/sentence';
import { Failure, Loading, useProblemText } from '../parts/states';
import { toast } from '../parts/toasts';
import { useSay } from '../parts/translation';
import { useWords } from '../parts/words';
import { useNameOf } from './names';
import { choicesIn, teamQuery, type InboxTask } from './read';
import { WORDS } from './words';

const QUEUE = '-';

/** Gives many tasks to somebody at once, after it was shown what would become of each. */
export function ReassignDialog(props: {
  readonly tasks: readonly InboxTask[];
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const said = useWords(WORDS).reassigning;
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={said.title}
      size="lg"
      closeButtonProps={{ 'aria-label': said.cancel }}
    >
      <ReassignForm {...props} />
    </Modal>
  );
}

function ReassignForm({ tasks, onClose, onDone }: Parameters<typeof ReassignDialog>[0]) {
  const said = useWords(WORDS).reassigning;
  const queries = useQueryClient();
  const problemText = useProblemText();
  const say = useSay();
  const { data: team } = useQuery(teamQuery);
  const [to, setTo] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const people = choicesIn(team);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const because = textIn(new FormData(event.currentTarget), 'because').trim();
    if (to === null || because === '') return;
    setBusy(true);
    try {
      const { data } = await call('POST /v1/reassignments', {
        body: { to: idIn(to), because, tasks: tasks.map(({ id, version }) => ({ id, version })) },
      });
      const left = data.filter(({ moved, already }) => !moved && !already);
      const moved = data.filter((each) => each.moved).length;
      const already = data.length - moved - left.length;
      const told = [
        ...(moved > 0 ? [said.done(moved)] : []),
        ...(already > 0 ? [sentence(said.already(already))] : []),
      ];
      if (told.length > 0) toast(told.join(' '));
      for (const { says } of left.slice(0, 3)) toast(says === null ? said.left : say(says), 'bad');
      onDone();
    } catch (error) {
      toast(problemText(error), 'bad');
    } finally {
      setBusy(false);
      for (const key of ['tasks', 'task', 'board']) void queries.invalidateQueries({ queryKey: [key] });
    }
  };

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        <Select
          label={said.to}
          searchable
          data={[{ value: QUEUE, label: said.queue }, ...people]}
          value={to}
          onChange={setTo}
          data-autofocus
        />
        {to !== null && <Preview tasks={tasks} to={to} />}
        <TextInput name="because" label={said.because} required withAsterisk={false} maxLength={500} />
        <Group justify="end">
          <Button variant="default" onClick={onClose}>
            {said.cancel}
          </Button>
          <Button type="submit" loading={busy} disabled={to === null}>
            {said.submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** What would become of each task. */
function Preview({ tasks, to }: { readonly tasks: readonly InboxTask[]; readonly to: string }) {
  const { reassigning: said, nameless } = useWords(WORDS);
  const nameOf = useNameOf();
  const say = useSay();
  const ids = tasks.map(({ id }) => id);
  const { data, error, isPending } = useQuery({
    queryKey: ['tasks', 'reassignment', to, ids],
    // Once they are given away nothing is chosen any more, while the dialog still fades.
    enabled: ids.length > 0,
    queryFn: () => call('POST /v1/reassignments/preview', { body: { task_ids: ids, to: idIn(to) } }),
  });
  if (isPending) return <Loading lines={3} />;
  if (error) return <Failure error={error} />;
  const customers = new Map(tasks.map(({ id, customer }) => [id, customer.name ?? nameless]));
  const whose = (id: string | null) => (id === null ? said.atQueue : nameOf(id));
  const moving = data.data.filter(({ moves }) => moves).length;
  const already = data.data.filter((each) => each.already).length;
  const staying = data.data.length - moving - already;
  const told = [
    said.moving(moving),
    ...(already > 0 ? [said.already(already)] : []),
    ...(staying > 0 ? [said.staying(staying)] : []),
  ];
  return (
    <div role="status">
      <Text fw={550} mb={4}>
        {sentence(told.join(', '))}
      </Text>
      <List size="sm" spacing={4} mah={260} style={{ overflowY: 'auto' }}>
        {data.data.map(({ id, from, to: next, moves, says, claimed }) => (
          <List.Item key={id}>
            {customers.get(id)}:{' '}
            {moves ? said.moves(whose(from), next === null ? said.queue : nameOf(next)) : said.stays(whose(from))}
            {moves && claimed && ` ${said.taken(whose(from))}`}
            {says !== null && (
              <Text span inherit c="dimmed">
                {' '}
                {sentence(say(says))}
              </Text>
            )}
          </List.Item>
        ))}
      </List>
    </div>
  );
}

function idIn(choice: string): string | null {
  return choice === QUEUE ? null : choice;
}
