import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useSession } from '../app/session';
import { call, type Reply } from '../client/call';
import { isProblem } from '../client/problem';
import { Fault } from '../parts/fault';
import { textIn } from '../parts/form';
import { Failure, Loading } from '../parts/states';
import { Ago } from '../parts/time';
import { useWords } from '../parts/words';
import { CapsPart } from './caps';
import { changesBetween } from './changes';
import { GuardrailLimits } from './guardrail-limits';
import { HoursPart } from './hours';
import { SectionHead, useChange } from './section';
import classes from './settings.module.css';
import { RULE_WORDS } from './rule-words';
import { TopicsPart } from './topics';

/** The settings of the gate as they are edited. */
export type Rules = Reply<'GET /v1/settings'>['settings'];

/** What a part of the form needs: the rules as they are now, how to change them, and whether one may. */
export interface RulesPart {
  readonly rules: Rules;
  readonly edit: (change: Partial<Rules>) => void;
  readonly locked: boolean;
}

/** Caps, hours, topics and limits of trust, changed as a whole: what changes is shown before it rules, and every version stays on record (M24). */
export function RulesSection() {
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['settings'],
    queryFn: () => call('GET /v1/settings'),
  });
  if (isPending) return <Loading />;
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  return <RulesForm key={data.version} file={data} reload={() => void refetch()} />;
}

function RulesForm({ file, reload }: { readonly file: Reply<'GET /v1/settings'>; readonly reload: () => void }) {
  const said = useWords(RULE_WORDS);
  const { can } = useSession();
  const [rules, setRules] = useState(file.settings);
  const [previewing, setPreviewing] = useState(false);
  const changes = changesBetween(file.settings, rules, said);
  const part: RulesPart = {
    rules,
    edit: (change) => setRules((before) => ({ ...before, ...change })),
    locked: !can('configure'),
  };
  return (
    <>
      <SectionHead
        title={said.title}
        action={
          !part.locked && (
            <Group gap="xs">
              <Button variant="default" disabled={changes.length === 0} onClick={() => setRules(file.settings)}>
                {said.undo}
              </Button>
              <Button disabled={changes.length === 0} onClick={() => setPreviewing(true)}>
                {said.preview}
              </Button>
            </Group>
          )
        }
      >
        {said.introduction}{' '}
        {file.at && (
          <>
            {said.version(file.version, file.actor ?? '')} <Ago at={file.at} />.
          </>
        )}
        {part.locked && ` ${said.locked}`}
      </SectionHead>
      <CapsPart {...part} />
      <HoursPart {...part} />
      <TopicsPart {...part} />
      <GuardrailLimits {...part} />
      {previewing && (
        <PreviewDialog
          version={file.version}
          rules={rules}
          changes={changes}
          onClose={() => setPreviewing(false)}
          onStale={reload}
        />
      )}
    </>
  );
}

function PreviewDialog(props: {
  readonly version: number;
  readonly rules: Rules;
  readonly changes: ReturnType<typeof changesBetween>;
  readonly onClose: () => void;
  readonly onStale: () => void;
}) {
  const said = useWords(RULE_WORDS);
  const [stale, setStale] = useState(false);
  const save = useChange({
    make: async (note: string) => {
      try {
        const body = { settings: props.rules, ...(note && { note }) };
        return await call('PUT /v1/settings', { ifMatch: props.version, body });
      } catch (error) {
        setStale(isProblem(error, 'precondition_failed'));
        throw error;
      }
    },
    stale: ['settings'],
    done: said.saved,
    after: props.onClose,
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    save.run(textIn(new FormData(event.currentTarget), 'note').trim());
  };
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={said.previewTitle}
      size="lg"
      closeButtonProps={{ 'aria-label': said.cancel }}
    >
      <form onSubmit={submit}>
        <Stack>
          <Text>{said.previewText}</Text>
          <ul className={classes['changes']}>
            {props.changes.map(({ what, was, is }) => (
              <li key={what}>
                {what}: <del>{was}</del> → <ins>{is}</ins>
              </li>
            ))}
          </ul>
          <TextInput name="note" label={said.why} description={said.whyHint} maxLength={500} data-autofocus />
          {stale ? (
            <Group>
              <Fault>{said.stale}</Fault>
              <Button size="xs" variant="default" onClick={props.onStale}>
                {said.readAgain}
              </Button>
            </Group>
          ) : (
            <Fault>{save.fault}</Fault>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              {said.cancel}
            </Button>
            <Button type="submit" loading={save.busy}>
              {said.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
