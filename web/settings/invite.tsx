import { Button, CopyButton, Group, Modal, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import { call, type Reply } from '../client/call';
import type { Staff } from '../client/session';
import { textIn } from '../parts/form';
import { useLanguage, useWords, type Language } from '../parts/words';
import { Fault, useChange } from './section';
import classes from './settings.module.css';
import { TEAM_WORDS } from './team-words';

/** Somebody who was invited, with the link that is shown once. */
export type Invited = Reply<'POST /v1/invitations'>;

/** The roles that somebody can have, as a choice. */
export function roleChoices(roles: Readonly<Record<Staff['role'], string>>) {
  return Object.entries(roles).map(([value, label]) => ({ value, label }));
}

/** Asks whom to invite, and what they are here for. */
export function InviteDialog(props: {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onInvited: (invited: Invited) => void;
}) {
  const said = useWords(TEAM_WORDS);
  const language = useLanguage();
  const invite = useChange({
    make: (body: { email: string; name: string; role: Staff['role']; locale: Language }) =>
      call('POST /v1/invitations', { body }),
    stale: ['staff'],
    after: (invited) => {
      props.onClose();
      props.onInvited(invited);
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    invite.run({
      email: textIn(form, 'email'),
      name: textIn(form, 'name'),
      role: textIn(form, 'role') as Staff['role'],
      locale: textIn(form, 'locale') as Language,
    });
  };
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={said.inviteTitle}
      closeButtonProps={{ 'aria-label': said.cancel }}
    >
      <form onSubmit={submit}>
        <Stack>
          <TextInput name="email" type="email" label={said.email} required withAsterisk={false} data-autofocus />
          <TextInput name="name" label={said.name} maxLength={100} required withAsterisk={false} />
          <NativeSelect name="role" label={said.role} data={roleChoices(said.roles)} />
          <NativeSelect
            name="locale"
            label={said.language}
            defaultValue={language}
            data={[
              { value: 'en', label: 'English' },
              { value: 'de', label: 'Deutsch' },
            ]}
          />
          <Fault>{invite.fault}</Fault>
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              {said.cancel}
            </Button>
            <Button type="submit" loading={invite.busy}>
              {said.send}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** Shows the link of an invitation, once. */
export function LinkDialog({
  invited,
  onClose,
}: {
  readonly invited: Invited | undefined;
  readonly onClose: () => void;
}) {
  const said = useWords(TEAM_WORDS);
  return (
    <Modal
      opened={invited !== undefined}
      onClose={onClose}
      title={said.linkTitle}
      closeButtonProps={{ 'aria-label': said.close }}
    >
      {invited && (
        <Stack>
          <Text>{said.linkText(invited.staff.name, invited.staff.email)}</Text>
          <Text className={classes['mono']}>{invited.url}</Text>
          <Group justify="flex-end">
            <CopyButton value={invited.url ?? ''}>
              {({ copied, copy }) => (
                <Button variant="default" onClick={copy}>
                  {copied ? said.copied : said.copy}
                </Button>
              )}
            </CopyButton>
            <Button onClick={onClose}>{said.close}</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
