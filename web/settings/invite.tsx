import { NativeSelect, TextInput } from '@mantine/core';
import { call, type Reply } from '../client/call';
import { ApiProblem } from '../client/problem';
import type { Staff } from '../client/session';
import { textIn } from '../parts/form';
import { useLanguage, useWords, type Language } from '../parts/words';
import { FormDialog, SecretDialog } from './dialog';
import { useChange } from './section';
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
    wordsOf: (error) => (error instanceof ApiProblem ? said.takenBy[String(error.extra['member_state'])] : undefined),
    after: (invited) => {
      props.onClose();
      props.onInvited(invited);
    },
  });
  const ask = (form: FormData) =>
    invite.run({
      email: textIn(form, 'email'),
      name: textIn(form, 'name'),
      role: textIn(form, 'role') as Staff['role'],
      locale: textIn(form, 'locale') as Language,
    });
  return (
    <FormDialog
      opened={props.opened}
      title={said.inviteTitle}
      step={said.send}
      change={invite}
      ask={ask}
      onClose={props.onClose}
    >
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
    </FormDialog>
  );
}

/** Shows the link of an invitation, once. */
export function LinkDialog(props: { readonly invited: Invited | undefined; readonly onClose: () => void }) {
  const said = useWords(TEAM_WORDS);
  const { invited, onClose } = props;
  return (
    <SecretDialog
      title={said.linkTitle}
      text={invited ? said.linkText(invited.staff.name, invited.staff.email) : ''}
      secret={invited && (invited.url ?? '')}
      onClose={onClose}
    />
  );
}
