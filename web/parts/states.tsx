import { Button, Skeleton, Stack, Text, Title, VisuallyHidden } from '@mantine/core';
import { IconCloudOff, IconLock, IconMoodEmpty, type Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ApiProblem } from '../client/problem';
import classes from './states.module.css';
import { refusalInGerman } from './problem-words';
import { sentence } from './sentence';
import { useWords, words } from './words';

/** What a page shows when there is nothing to show: one sentence, and what can be done. */
export function Empty(props: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly icon?: Icon;
  readonly action?: ReactNode;
}) {
  const { title, children, icon: Picture = IconMoodEmpty, action } = props;
  return (
    <div className={classes['state']}>
      <Picture size={32} stroke={1.4} aria-hidden className={classes['picture']} />
      <Title order={2} size="h4">
        {title}
      </Title>
      {children !== undefined && (
        <Text c="dimmed" maw={440}>
          {children}
        </Text>
      )}
      {action}
    </div>
  );
}

/** Grey lines in the place of what is still being read. */
export function Loading({ lines = 6 }: { readonly lines?: number }) {
  const { loading } = useWords(WORDS);
  return (
    <Stack gap="sm" p="md" role="status" aria-busy>
      <VisuallyHidden>{loading}</VisuallyHidden>
      {Array.from({ length: lines }, (_, index) => (
        <Skeleton key={index} height={18} width={`${90 - ((index * 17) % 40)}%`} radius="sm" />
      ))}
    </Stack>
  );
}

/** What a page says to somebody whose role does not reach here. */
export function NoPermission() {
  const { noPermission, askLead } = useWords(WORDS);
  return (
    <Empty title={noPermission} icon={IconLock}>
      {askLead}
    </Empty>
  );
}

/** What went wrong, in words, with a way to try again where that may help. */
export function Failure({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) {
  const said = useWords(WORDS);
  const problemText = useProblemText();
  if (error instanceof ApiProblem && error.code === 'forbidden') return <NoPermission />;
  return (
    <div role="alert">
      <Empty
        title={said.titleOf(error)}
        icon={IconCloudOff}
        action={
          retry && (
            <Button variant="default" onClick={retry}>
              {said.tryAgain}
            </Button>
          )
        }
      >
        {problemText(error)}
      </Empty>
    </div>
  );
}

/** Says an error in a sentence that a person understands. */
export function useProblemText(): (error: unknown) => string {
  const said = useWords(WORDS);
  return (error) => {
    if (!(error instanceof ApiProblem)) return said.broken;
    if (error.status === 0) return said.unreachable;
    if (error.status === 401) return said.signInFirst;
    if (error.status === 429) return said.tooMany;
    if (error.status === 503) return said.unavailable;
    if (error.status >= 500) return said.broken;
    const [fault] = error.errors;
    // An address that cannot be anything's leads to nothing either.
    if (fault?.pointer.startsWith('path: ')) return said.notHere;
    return said.refusal(
      error,
      fault ? sentence(`${error.message.replace(/\.$/, '')}: ${fault.detail}`) : error.message,
    );
  };
}

const WORDS = words(
  {
    loading: 'Loading',
    noPermission: 'Your role does not include this page',
    askLead: 'Ask an administrator if you need it.',
    tryAgain: 'Try again',
    unreachable: 'The server cannot be reached. Check your connection; nothing that you wrote is lost.',
    signInFirst: 'You have to sign in again first; nothing that you wrote is lost.',
    tooMany: 'That was too often. Wait a moment and try again.',
    broken: 'Something broke on our side. It has been recorded.',
    notHere: 'Nothing is at this address, or no more.',
    unavailable: 'This cannot be answered at the moment. Try again in a few seconds.',
    refusal: (_error: ApiProblem, inEnglish: string): string => inEnglish,
    titleOf: (error: unknown): string =>
      error instanceof ApiProblem && error.status === 404 ? 'This is not here' : 'This could not be read',
  },
  {
    loading: 'Wird geladen',
    noPermission: 'Ihre Rolle umfasst diese Seite nicht',
    askLead: 'Wenden Sie sich an die Administration, wenn Sie sie brauchen.',
    tryAgain: 'Noch einmal versuchen',
    unreachable: 'Der Server ist nicht erreichbar. Prüfen Sie Ihre Verbindung; nichts Geschriebenes ist verloren.',
    signInFirst: 'Melden Sie sich zuerst wieder an; nichts Geschriebenes ist verloren.',
    tooMany: 'Das war zu oft. Warten Sie einen Moment und versuchen Sie es noch einmal.',
    broken: 'Auf unserer Seite ist etwas schiefgegangen. Es wurde festgehalten.',
    notHere: 'Unter dieser Adresse ist nichts, oder nichts mehr.',
    unavailable: 'Das kann gerade nicht beantwortet werden. Versuchen Sie es in ein paar Sekunden noch einmal.',
    refusal: (error: ApiProblem, inEnglish: string): string => refusalInGerman(error) ?? inEnglish,
    titleOf: (error: unknown): string =>
      error instanceof ApiProblem && error.status === 404
        ? 'Das gibt es hier nicht'
        : 'Das konnte nicht gelesen werden',
  },
);
