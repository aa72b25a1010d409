import { Button } from '@mantine/core';
import { IconBug, IconMapOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Empty } from '../parts/states';
import { useWords, words } from '../parts/words';

/** There is no such page. */
export function NotHere() {
  const said = useWords(WORDS);
  return (
    <Empty title={said.notHere} icon={IconMapOff} action={<Link to="/">{said.toInbox}</Link>}>
      {said.checkAddress}
    </Empty>
  );
}

/** A page failed in a way that nobody foresaw; the others still work. */
export function PageBroke({ reset }: { readonly error: unknown; readonly reset: () => void }) {
  const said = useWords(WORDS);
  return (
    <div role="alert">
      <Empty title={said.broke} icon={IconBug} action={<Button onClick={reset}>{said.tryAgain}</Button>}>
        {said.draftsAreKept}
      </Empty>
    </div>
  );
}

const WORDS = words(
  {
    notHere: 'There is no such page',
    checkAddress: 'The address may be old or mistyped.',
    toInbox: 'Go to the inbox',
    broke: 'This page failed',
    draftsAreKept: 'Your drafts are kept. If it fails again, reload the page or tell your administrator.',
    tryAgain: 'Try again',
  },
  {
    notHere: 'Diese Seite gibt es nicht',
    checkAddress: 'Die Adresse ist vielleicht alt oder falsch geschrieben.',
    toInbox: 'Zum Posteingang',
    broke: 'Diese Seite ist fehlgeschlagen',
    draftsAreKept:
      'Ihre Entwürfe sind aufgehoben. Wenn es wieder geschieht, laden Sie die Seite neu oder wenden Sie sich an die Administration.',
    tryAgain: 'Noch einmal versuchen',
  },
);
