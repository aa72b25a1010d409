import { Button, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { isProblem } from '../client/problem';
import { acceptInvitation, sessionQuery } from '../client/session';
import { textIn } from '../parts/form';
import { useProblemText } from '../parts/states';
import { useWords, words } from '../parts/words';
import { Door } from './door';

/** Where an invitation leads, and the link that the first start prints: somebody gets a name and a password here. */
export function WelcomePage() {
  const said = useWords(WORDS);
  const problemText = useProblemText();
  const { token = '' } = useSearch({ from: '/welcome' });
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [fault, setFault] = useState<string>();
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setFault(undefined);
    try {
      await acceptInvitation(token, { name: textIn(form, 'name'), password: textIn(form, 'password') });
      await queries.fetchQuery({ ...sessionQuery, staleTime: 0 });
      await navigate({ to: '/', replace: true });
    } catch (error) {
      setFault(isProblem(error, 'not_found') ? said.spent : problemText(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Door>
      <Title order={1}>{said.title}</Title>
      <Text>{said.introduction}</Text>
      <form onSubmit={(event) => void submit(event)}>
        <Stack>
          <TextInput name="name" label={said.name} autoComplete="name" required withAsterisk={false} autoFocus />
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
          {fault !== undefined && (
            <Text c="var(--bad-text)" size="sm" role="alert">
              {fault}
            </Text>
          )}
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
    introduction: 'Tell your colleagues your name, and choose a password.',
    name: 'Your name',
    password: 'Password',
    passwordRule: 'At least 12 characters; a short sentence is good.',
    showPassword: 'Show the password',
    begin: 'Begin',
    spent: 'This link has been used or is too old. Ask for a new invitation.',
  },
  {
    title: 'Willkommen bei Perennial',
    introduction: 'Sagen Sie Ihren Kolleginnen und Kollegen, wie Sie heißen, und wählen Sie ein Passwort.',
    name: 'Ihr Name',
    password: 'Passwort',
    passwordRule: 'Mindestens 12 Zeichen; ein kurzer Satz ist gut.',
    showPassword: 'Passwort zeigen',
    begin: 'Beginnen',
    spent: 'Dieser Link wurde schon benutzt oder ist zu alt. Bitten Sie um eine neue Einladung.',
  },
);
