import { Anchor, Button, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { isProblem } from '../client/problem';
import { acceptReset, askForReset, sessionQuery } from '../client/session';
import { Fault } from '../parts/fault';
import { textIn } from '../parts/form';
import { useProblemText } from '../parts/states';
import { toast } from '../parts/toasts';
import { useWords, words } from '../parts/words';
import { Door } from './door';

/** Without a token one asks for a link here; with one the link leads here, and a new password is chosen. */
export function ResetPage() {
  const said = useWords(WORDS);
  const problemText = useProblemText();
  const { token } = useSearch({ from: '/reset' });
  const [fault, setFault] = useState<string>();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [done, setDone] = useState(false);
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setFault(undefined);
    try {
      if (token === undefined) {
        await askForReset(textIn(form, 'email'));
        setDone(true);
      } else {
        queries.setQueryData(sessionQuery.queryKey, await acceptReset(token, textIn(form, 'password')));
        toast(said.changed);
        await navigate({ to: '/', replace: true });
      }
    } catch (error) {
      setFault(isProblem(error, 'not_found') ? said.spent : problemText(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Door>
      <Title order={1}>{token === undefined ? said.ask : said.choose}</Title>
      {done ? (
        <Text role="status">{said.sent}</Text>
      ) : (
        <form onSubmit={(event) => void submit(event)}>
          <Stack>
            {token === undefined ? (
              <TextInput
                name="email"
                type="email"
                label={said.email}
                autoComplete="username"
                required
                withAsterisk={false}
                autoFocus
              />
            ) : (
              <PasswordInput
                name="password"
                label={said.password}
                description={said.passwordRule}
                autoComplete="new-password"
                minLength={12}
                required
                withAsterisk={false}
                autoFocus
                visibilityToggleButtonProps={{ 'aria-label': said.showPassword }}
              />
            )}
            <Fault>{fault}</Fault>
            <Button type="submit" loading={busy}>
              {token === undefined ? said.send : said.save}
            </Button>
          </Stack>
        </form>
      )}
      {fault === said.spent && (
        <Anchor component={Link} to="/reset" size="sm" onClick={() => setFault(undefined)}>
          {said.again}
        </Anchor>
      )}
      <Anchor component={Link} to="/" size="sm">
        {said.toSignIn}
      </Anchor>
    </Door>
  );
}

const WORDS = words(
  {
    ask: 'Forgot your password?',
    choose: 'Choose a new password',
    email: 'Email',
    password: 'New password',
    passwordRule: 'At least 12 characters; a short sentence is good.',
    showPassword: 'Show the password',
    send: 'Send me a link',
    save: 'Save',
    sent: 'If there is an account with this address, a link is on its way to it.',
    changed: 'Your password is changed, and you are signed in. Your other browsers are signed out.',
    spent: 'This link has been used or is too old. Ask for a new one.',
    toSignIn: 'Back to sign-in',
    again: 'Ask for a new link',
  },
  {
    ask: 'Passwort vergessen?',
    choose: 'Neues Passwort wählen',
    email: 'E-Mail',
    password: 'Neues Passwort',
    passwordRule: 'Mindestens 12 Zeichen; ein kurzer Satz ist gut.',
    showPassword: 'Passwort zeigen',
    send: 'Link schicken',
    save: 'Speichern',
    sent: 'Wenn es ein Konto mit dieser Adresse gibt, ist ein Link dorthin unterwegs.',
    changed: 'Ihr Passwort ist geändert, und Sie sind angemeldet. Ihre anderen Browser sind abgemeldet.',
    spent: 'Dieser Link wurde schon benutzt oder ist zu alt. Bitten Sie um einen neuen.',
    toSignIn: 'Zurück zur Anmeldung',
    again: 'Einen neuen Link anfordern',
  },
);
