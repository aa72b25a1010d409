import { Button, Modal, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { sessionQuery, type Staff } from '../client/session';
import { useWords, words } from '../parts/words';
import { SignInForm } from './sign-in';

/** Asks for the password in place when the session has ended: the page below and what was written on it stay as they are. */
export function SignInAgain(props: { readonly staff: Staff; readonly ended: boolean; readonly renewed: () => void }) {
  const { staff, ended, renewed } = props;
  const said = useWords(WORDS);
  const queries = useQueryClient();

  useEffect(() => {
    if (!ended) return;
    // Somebody who has signed in elsewhere, in another tab or with another way, need not do it twice.
    const look = () => {
      void queries.fetchQuery({ ...sessionQuery, staleTime: 0 }).then((found) => found?.id === staff.id && renewed());
    };
    window.addEventListener('focus', look);
    return () => window.removeEventListener('focus', look);
  }, [ended, queries, renewed, staff.id]);

  return (
    <Modal opened={ended} onClose={() => undefined} withCloseButton={false} title={said.title} closeOnEscape={false}>
      <Stack>
        <Text size="sm">{said.nothingIsLost}</Text>
        <SignInForm
          email={staff.email}
          onDone={(found) => {
            queries.setQueryData(sessionQuery.queryKey, found);
            renewed();
          }}
        />
        <Button variant="subtle" onClick={() => location.assign('/app/')}>
          {said.somebodyElse}
        </Button>
      </Stack>
    </Modal>
  );
}

const WORDS = words(
  {
    title: 'Your session has ended',
    nothingIsLost: 'Sign in again to go on. What you have written is still here.',
    somebodyElse: 'I am somebody else',
  },
  {
    title: 'Ihre Sitzung ist abgelaufen',
    nothingIsLost: 'Melden Sie sich wieder an, um weiterzuarbeiten. Was Sie geschrieben haben, ist noch da.',
    somebodyElse: 'Ich bin jemand anders',
  },
);
