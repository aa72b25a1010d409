import { Anchor, Button, Divider, PasswordInput, Stack, TextInput, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { isProblem } from '../client/problem';
import { sessionQuery, signIn, signInOptionsQuery, type Staff } from '../client/session';
import { Fault } from '../parts/fault';
import { textIn } from '../parts/form';
import { useProblemText } from '../parts/states';
import { useWords, words } from '../parts/words';
import { Door } from './door';

/** Where somebody signs in; afterwards the page appears that they came for. */
export function SignInPage() {
  const said = useWords(WORDS);
  const queries = useQueryClient();
  return (
    <Door>
      <Title order={1}>{said.title}</Title>
      <SignInForm onDone={(staff) => queries.setQueryData(sessionQuery.queryKey, staff)} />
      <Anchor component={Link} to="/reset" size="sm">
        {said.forgotten}
      </Anchor>
    </Door>
  );
}

/** Address and password, and whatever other ways there are. `email` is given when it is known who has to come back. */
export function SignInForm(props: { readonly email?: string; readonly onDone: (staff: Staff) => void }) {
  const said = useWords(WORDS);
  const problemText = useProblemText();
  const { data: options } = useQuery(signInOptionsQuery);
  const [fault, setFault] = useState(() => {
    const why = /^#sign-in=(unknown|unverified|failed)$/.exec(location.hash)?.[1];
    return why && said.refused[why as keyof typeof said.refused];
  });
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setFault(undefined);
    try {
      props.onDone(await signIn({ email: textIn(form, 'email'), password: textIn(form, 'password') }));
    } catch (error) {
      setFault(isProblem(error, 'wrong_credentials') ? said.wrong : problemText(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Stack gap="md">
      {options?.password !== false && (
        <form onSubmit={(event) => void submit(event)}>
          <Stack gap="md">
            <TextInput
              name="email"
              type="email"
              label={said.email}
              autoComplete="username"
              required
              withAsterisk={false}
              defaultValue={props.email}
              readOnly={props.email !== undefined}
              autoFocus={props.email === undefined}
            />
            <PasswordInput
              name="password"
              label={said.password}
              autoComplete="current-password"
              required
              withAsterisk={false}
              data-autofocus
              visibilityToggleButtonProps={{ 'aria-label': said.showPassword }}
            />
            <Fault>{fault}</Fault>
            <Button type="submit" loading={busy} fullWidth>
              {said.signIn}
            </Button>
          </Stack>
        </form>
      )}
      {options?.oidc && (
        <>
          {options.password && <Divider label={said.or} />}
          <Button
            component="a"
            variant="default"
            fullWidth
            href={`/v1/oidc/start?${new URLSearchParams({ next: location.pathname + location.search }).toString()}`}
          >
            {said.signInWith(options.oidc.name)}
          </Button>
        </>
      )}
    </Stack>
  );
}

const WORDS = words(
  {
    title: 'Sign in',
    email: 'Email',
    password: 'Password',
    showPassword: 'Show the password',
    signIn: 'Sign in',
    signInWith: (name: string) => `Sign in with ${name}`,
    or: 'or',
    forgotten: 'Forgot your password?',
    refused: {
      unknown: 'Nobody here has your address: ask for an invitation.',
      unverified: 'Your address is not verified there, so it cannot be used here.',
      failed: 'That did not work. Try again.',
    },
    wrong: 'This address and password do not belong together.',
  },
  {
    title: 'Anmelden',
    email: 'E-Mail',
    password: 'Passwort',
    showPassword: 'Passwort zeigen',
    signIn: 'Anmelden',
    signInWith: (name: string) => `Mit ${name} anmelden`,
    or: 'oder',
    forgotten: 'Passwort vergessen?',
    refused: {
      unknown: 'Ihre Adresse kennt hier niemand: Bitten Sie um eine Einladung.',
      unverified: 'Ihre Adresse ist dort nicht bestätigt und kann hier nicht benutzt werden.',
      failed: 'Das hat nicht geklappt. Versuchen Sie es noch einmal.',
    },
    wrong: 'Diese Adresse und dieses Passwort gehören nicht zusammen.',
  },
);
