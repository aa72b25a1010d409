import { IconCloudOff, IconRefreshAlert } from '@tabler/icons-react';
import { useConnection } from '../client/live';
import { useFormat } from '../parts/format';
import { useWords, words } from '../parts/words';
import classes from './connection.module.css';

/** Says that what is shown may be old, and since when; says nothing while all is well. */
export function ConnectionBar() {
  const said = useWords(WORDS);
  const { connection, since } = useConnection();
  const { time } = useFormat();
  const Picture = connection === 'offline' ? IconCloudOff : IconRefreshAlert;
  return (
    <div role="status" aria-live="polite">
      {(connection === 'offline' || connection === 'polling') && (
        <p className={classes['bar']} data-connection={connection}>
          <Picture size={16} stroke={1.8} aria-hidden />
          {connection === 'offline' ? said.offline(time(since)) : said.polling}
        </p>
      )}
    </div>
  );
}

const WORDS = words(
  {
    offline: (since: string) => `You are offline. What you see is from ${since}; drafts are kept on this machine.`,
    polling: 'Live updates are interrupted. The page looks for news every half minute.',
  },
  {
    offline: (since: string) =>
      `Sie sind offline. Was Sie sehen, ist von ${since}; Entwürfe bleiben auf diesem Gerät aufgehoben.`,
    polling: 'Die laufende Aktualisierung ist unterbrochen. Die Seite sieht jede halbe Minute nach Neuem.',
  },
);
