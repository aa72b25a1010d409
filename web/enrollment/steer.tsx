import { Button, Checkbox, Group, Menu, Modal, Select, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useSession } from '../app/session';
import { call } from '../client/call';
import { Fault } from '../parts/fault';
import { capital } from '../parts/sentence';
import { useProblemText } from '../parts/states';
import { toast } from '../parts/toasts';
import { useNames } from '../parts/translation';
import { useWords } from '../parts/words';
import type { Run } from './page';
import { WORDS } from './words';

type Act = 'pause' | 'resume' | 'advance' | 'move' | 'exit';

/** What can be done with a run, each after a question that says what it does. */
export function Steer({ run }: { readonly run: Run }) {
  const said = useWords(WORDS);
  const { can } = useSession();
  const [act, setAct] = useState<Act>();
  const acts = actsFor(run).filter((each) => can(each === 'advance' || each === 'move' ? 'steer' : 'work'));
  if (acts.length === 0) return null;
  return (
    <>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={14} aria-hidden />}>
            {said.acts}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {acts.map((each) => (
            <Menu.Item key={each} color={each === 'exit' ? 'red' : undefined} onClick={() => setAct(each)}>
              {said[each]}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {act && <Confirm run={run} act={act} close={() => setAct(undefined)} />}
    </>
  );
}

function actsFor({ state, paused_by: pausedBy }: Run): readonly Act[] {
  if (state === 'ended') return [];
  const hold = pausedBy.length > 0 && !pausedBy.includes('hand');
  const first: readonly Act[] = pausedBy.includes('hand') ? ['resume'] : hold ? [] : ['pause'];
  return [...first, 'advance', 'move', 'exit'];
}

function Confirm({ run, act, close }: { readonly run: Run; readonly act: Act; readonly close: () => void }) {
  const said = useWords(WORDS);
  const problemText = useProblemText();
  const queries = useQueryClient();
  const [stage, setStage] = useState<string | null>(null);
  const [shift, setShift] = useState(false);
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => perform(run.id, act, { stage: stage ?? '', shift }),
    onSuccess() {
      toast(said.done[act]);
      void queries.invalidateQueries({ queryKey: ['enrollment', run.id] });
      close();
    },
  });
  return (
    <Modal opened onClose={close} title={said.confirm[act]} closeButtonProps={{ 'aria-label': said.cancel }}>
      <Stack>
        <Text size="sm">{said.effect[act]}</Text>
        {act === 'move' && <StageChoice run={run} stage={stage} choose={setStage} />}
        {act === 'pause' && (
          <Checkbox checked={shift} onChange={(event) => setShift(event.currentTarget.checked)} label={said.timers} />
        )}
        <Fault>{error ? problemText(error) : undefined}</Fault>
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {said.cancel}
          </Button>
          <Button
            color={act === 'exit' ? 'red' : undefined}
            loading={isPending}
            disabled={act === 'move' && stage === null}
            onClick={() => mutate()}
          >
            {said[act]}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function StageChoice(props: {
  readonly run: Run;
  readonly stage: string | null;
  readonly choose: (stage: string | null) => void;
}) {
  const said = useWords(WORDS);
  const names = useNames();
  const { journey } = props.run;
  const { data } = useQuery({
    queryKey: ['journey', journey],
    queryFn: () => call('GET /v1/journeys/{name}', { path: { name: journey } }),
  });
  return (
    <Select
      label={said.toStage}
      value={props.stage}
      onChange={props.choose}
      data={(data?.stages ?? []).map((value) => ({ value, label: capital(names.stage(journey, value)) }))}
      data-autofocus
    />
  );
}

function perform(id: string, act: Act, chosen: { readonly stage: string; readonly shift: boolean }) {
  const path = { id };
  switch (act) {
    case 'pause':
      return call('POST /v1/enrollments/{id}/pause', { path, body: { timers: chosen.shift ? 'shift' : 'keep' } });
    case 'resume':
      return call('POST /v1/enrollments/{id}/resume', { path, body: {} });
    case 'advance':
      return call('POST /v1/enrollments/{id}/advance', { path, body: {} });
    case 'exit':
      return call('POST /v1/enrollments/{id}/exit', { path, body: {} });
    case 'move':
      return call('POST /v1/enrollments/{id}/stage', { path, body: { stage: chosen.stage } });
  }
}
