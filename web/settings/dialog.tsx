import { Button, CopyButton, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { Fault } from '../parts/fault';
import { useWords, words } from '../parts/words';
import { type Change } from './section';
import classes from './settings.module.css';

/**
 * A question in a dialog: what is in it, and one step that is taken or not. `change` is that step, busy while it runs and with its fault when it fails;
 * `ask` is given the fields. `isGrave` marks what cannot be taken back.
 */
export function FormDialog<I>(props: {
  readonly opened?: boolean;
  readonly title: string;
  readonly step: string;
  readonly change: Change<I>;
  readonly ask: (fields: FormData) => void;
  readonly onClose: () => void;
  readonly isGrave?: boolean;
  readonly children: ReactNode;
}) {
  const said = useWords(WORDS);
  const { opened = true, title, step, change, ask, onClose, isGrave, children } = props;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    ask(new FormData(event.currentTarget));
  };
  const close = () => {
    change.forget();
    onClose();
  };
  return (
    <Modal opened={opened} onClose={close} title={title} closeButtonProps={{ 'aria-label': said.cancel }}>
      <form onSubmit={submit}>
        <Stack>
          {children}
          <Fault>{change.fault}</Fault>
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {said.cancel}
            </Button>
            <Button type="submit" color={isGrave ? 'red.9' : undefined} loading={change.busy}>
              {step}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** Shows a secret the only time that it can be shown; nothing while there is none. */
export function SecretDialog(props: {
  readonly title: string;
  readonly text: string;
  readonly secret: string | undefined;
  readonly onClose: () => void;
}) {
  const said = useWords(WORDS);
  const { title, text, secret, onClose } = props;
  return (
    <Modal
      opened={secret !== undefined}
      onClose={onClose}
      title={title}
      closeButtonProps={{ 'aria-label': said.done }}
      closeOnClickOutside={false}
    >
      <Stack>
        <Text>{text}</Text>
        <code className={classes['secret']}>{secret}</code>
        <Group justify="flex-end">
          <CopyButton value={secret ?? ''}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {copied ? said.copied : said.copy}
              </Button>
            )}
          </CopyButton>
          <Button onClick={onClose}>{said.done}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}

/** Why something is done, for the audit log. */
export function WhyField({ name = 'note' }: { readonly name?: string }) {
  const said = useWords(WORDS);
  return (
    <TextInput
      name={name}
      label={said.why}
      description={said.whyHint}
      minLength={3}
      maxLength={500}
      required
      withAsterisk={false}
    />
  );
}

const WORDS = words(
  {
    cancel: 'Cancel',
    copy: 'Copy',
    copied: 'Copied',
    done: 'Done',
    why: 'Why',
    whyHint: 'It stands in the audit log. No names, no addresses.',
  },
  {
    cancel: 'Abbrechen',
    copy: 'Kopieren',
    copied: 'Kopiert',
    done: 'Fertig',
    why: 'Warum',
    whyHint: 'Steht im Protokoll. Keine Namen, keine Adressen.',
  },
);
