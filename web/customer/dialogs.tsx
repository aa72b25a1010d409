import { Button, Group, Modal, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent, type ReactNode } from 'react';
import { call } from '../client/call';
import { toast } from '../parts/toasts';
import { useNames } from '../parts/translation';
import { useWords } from '../parts/words';
import { useDeeds } from './deeds';
import type { Position, Profile } from './read';
import { WORDS } from './words';

/** A question before something that has consequences. `sure` is false while it cannot be answered yet. */
export function Ask(props: {
  readonly opened: boolean;
  readonly close: () => void;
  readonly title: string;
  readonly text: string;
  readonly doIt: string;
  readonly act: () => Promise<unknown>;
  readonly bad?: boolean;
  readonly sure?: boolean;
  /** It was done, and its answer stands there to be read. */
  readonly done?: boolean;
  readonly children?: ReactNode;
}) {
  const said = useWords(WORDS);
  const [busy, setBusy] = useState(false);
  const { opened, close, title, doIt, act, bad = false, sure = true } = props;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || !sure) return;
    setBusy(true);
    await act();
    setBusy(false);
  };
  return (
    <Modal opened={opened} onClose={close} title={title} closeButtonProps={{ 'aria-label': said.close }}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="sm">
          {props.text !== '' && <Text size="sm">{props.text}</Text>}
          {props.children}
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={close}>
              {props.done === true ? said.close : said.cancel}
            </Button>
            <Button type="submit" color={bad ? 'red' : undefined} loading={busy} disabled={!sure}>
              {doIt}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** Ends a run, after asking. */
export function EndDialog({ position, customer, opened, close }: Dialog & { readonly position: Position }) {
  const said = useWords(WORDS);
  const { attempt } = useDeeds(customer.id);
  const names = useNames();
  const { id } = position.enrollment!;
  const end = async () => {
    await attempt(() => call('POST /v1/enrollments/{id}/exit', { path: { id }, body: {} }));
    close();
  };
  const title = said.endTitle(names.journey(position.journey));
  return <Ask {...{ opened, close, title }} text={said.endText} doIt={said.endIt} bad act={end} />;
}

interface Dialog {
  readonly customer: Profile;
  readonly opened: boolean;
  readonly close: () => void;
}

/** Holds everything back that would be sent to them. */
export function HoldDialog({ customer, opened, close }: Dialog) {
  const said = useWords(WORDS);
  const [reason, setReason] = useState('');
  const { attempt } = useDeeds(customer.id);
  const hold = async () => {
    const body = { scope: 'customer', target: customer.id, reason: reason.trim() } as const;
    if (await attempt(() => call('POST /v1/holds', { body }))) {
      toast(said.heldToast);
      setReason('');
      close();
    }
  };
  return (
    <Ask
      {...{ opened, close }}
      title={said.holdTitle}
      text={said.holdText}
      doIt={said.holdIt}
      act={hold}
      sure={reason.trim() !== ''}
    >
      <TextInput
        data-autofocus
        label={said.holdReason}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </Ask>
  );
}

/** Asks a person to see to them. */
export function AskDialog({ customer, opened, close }: Dialog) {
  const said = useWords(WORDS);
  const [because, setBecause] = useState('');
  const [playbook, setPlaybook] = useState('reach-out');
  const { attempt } = useDeeds(customer.id);
  const ask = async () => {
    const body = { playbook, because: because.trim() };
    if (await attempt(() => call('POST /v1/customers/{id}/tasks', { path: { id: customer.id }, body }))) {
      toast(said.askedToast);
      setBecause('');
      close();
    }
  };
  return (
    <Ask
      {...{ opened, close }}
      title={said.askTitle}
      text=""
      doIt={said.askPerson}
      act={ask}
      sure={because.trim() !== ''}
    >
      <Select
        label={said.askPlaybook}
        allowDeselect={false}
        data={Object.entries(said.playbooks).map(([value, label]) => ({ value, label }))}
        value={playbook}
        onChange={(value) => setPlaybook(value ?? 'reach-out')}
      />
      <Textarea
        data-autofocus
        label={said.askBecause}
        autosize
        minRows={2}
        maxLength={500}
        value={because}
        onChange={(event) => setBecause(event.currentTarget.value)}
      />
    </Ask>
  );
}

/** Makes a copy of their data, and gives the link to it. */
export function CopyDialog({ customer, opened, close }: Dialog) {
  const said = useWords(WORDS);
  const [link, setLink] = useState<string>();
  const { attempt } = useDeeds(customer.id);
  const copy = async () => {
    const made = await attempt(() => call('POST /v1/customers/{id}/export', { path: { id: customer.id }, body: {} }));
    setLink(made?.download_url);
  };
  return (
    <Ask
      {...{ opened, close }}
      title={said.copyTitle}
      text={said.copyText}
      doIt={said.makeCopy}
      act={copy}
      sure={link === undefined}
      done={link !== undefined}
    >
      {link !== undefined && (
        <TextInput label={said.copyLink} readOnly value={link} onFocus={(event) => event.currentTarget.select()} />
      )}
    </Ask>
  );
}

/** Erases everything about them, after a word was typed. */
export function EraseDialog({ customer, opened, close }: Dialog) {
  const said = useWords(WORDS);
  const [typed, setTyped] = useState('');
  const navigate = useNavigate();
  const { attempt } = useDeeds(customer.id);
  const erase = async () => {
    await attempt(async () => {
      await call('POST /v1/customers/{id}/erasure', { path: { id: customer.id }, body: {} });
      toast(said.erasedToast);
      close();
      // Before anything of them is read again: there is nothing any more.
      await navigate({ to: '/' });
    });
  };
  const sure = typed.trim().toLocaleLowerCase() === said.eraseWord;
  return (
    <Ask {...{ opened, close, sure }} title={said.eraseTitle} text={said.eraseText} doIt={said.eraseIt} act={erase} bad>
      <TextInput
        data-autofocus
        autoComplete="off"
        label={said.eraseConfirm(said.eraseWord)}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </Ask>
  );
}
