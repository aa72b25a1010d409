import { Button, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { isProblem } from '../client/problem';
import { acceptInvitation, invitationQuery, sessionQuery } from '../client/session';
import { Fault } from '../parts/fault';
import { textIn } from '../parts/form';
import { Loading, useProblemText } from '../parts/states';
import { useWords, words } from '../parts/words';
import { Door } from './door';

/** Where an invitation leads, and the link that the first start prints: somebody gets a name and a password here. */
export function WelcomePage() {
  const said = useWords(WORDS);
  const problemText = useProblemText();
  const { token = '' } = useSearch({ from: '/welcome' });
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { data: invitation, error, isPending } = useQuery(invitationQuery(token));
  const isFirst = invitation?.kind === 'first';
  const [fault, setFault] = useState<string>();
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setFault(undefined);
    try {
      const name = textIn(form, 'name');
      const password = textIn(form, 'password');
      await acceptInvitation(token, { name, password, ...(isFirst && { email: textIn(form, 'email') }) });
      await queries.fetchQuery({ ...sessionQuery, staleTime: 0 });
      await navigate({ to: '/', replace: true });
    } catch (error) {
      setFault(isProblem(error, 'not_found') ? said.spent : problemText(error));
    } finally {
      setBusy(false);
    }
  };

  if (isProblem(error, 'not_found')) {
    return (
      <Door>
        <Title order={1}>{said.title}</Title>
        <Text role="alert">{said.spent}</Text>
      </Door>
    );
  }
  // What somebody began to write must not give way to what comes late.
  if (isPending) {
    return (
      <Door>
        <Title order={1}>{said.title}</Title>
        <Loading lines={4} />
      </Door>
    );
  }
  return (
    <Door>
      <Title order={1}>{said.title}</Title>
      <Text>{isFirst ? said.introductionOfFirst : said.introduction}</Text>
      <form onSubmit={(event) => void submit(event)}>
        <Stack>
          <TextInput
            key={invitation?.name}
            name="name"
            label={said.name}
            defaultValue={invitation?.name ?? ''}
            autoComplete="name"
            required
            withAsterisk={false}
            autoFocus
          />
          <TextInput
            key={invitation?.email}
            name="email"
            type="email"
            label={said.email}
            defaultValue={invitation?.email ?? ''}
            readOnly={!isFirst}
            autoComplete="username"
            required
            withAsterisk={false}
          />
          <PasswordInput
            name="password"
            label={said.password}
            description={said.passwordRule}
            autoComplete="new-password"
            minLength={12}
            required
            withAsterisk={false}
            visibilityToggleButtonProps={{ 'aria-label': said.showPassword }}
          />
          <Fault>{fault}</Fault>
          <Button type="submit" loading={busy}>
            {said.begin}
          </Button>
        </Stack>
      </form>
    </Door>
  );
}

const WORDS = words(
  {
    title: 'Welcome to Perennial',
    introductionOfFirst: 'You are the first one here, and will administer Perennial: invite the others afterwards.',
    introduction: 'Tell your colleagues your name, and choose a password.',
    name: 'Your name',
    email: 'Email',
    password: 'Password',
    passwordRule: 'At least 12 characters; a short sentence is good.',
    showPassword: 'Show the password',
    begin: 'Begin',
    spent: 'This link has been used or is too old. Ask for a new invitation.',
  },
  {
    title: 'Willkommen bei Perennial',
    introductionOfFirst: 'Sie sind die erste Person hier und verwalten Perennial: Laden Sie danach die anderen ein.',
    introduction: 'Sagen Sie Ihren Kolleginnen und Kollegen, wie Sie heißen, und wählen Sie ein Passwort.',
    name: 'Ihr Name',
    email: 'E-Mail',
    password: 'Passwort',
    passwordRule: 'Mindestens 12 Zeichen; ein kurzer Satz ist gut.',
    showPassword: 'Passwort zeigen',
    begin: 'Beginnen',
    spent: 'Dieser Link wurde schon benutzt oder ist zu alt. Bitten Sie um eine neue Einladung.',
  },
);
