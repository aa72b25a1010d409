import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { startLive, useLive } from '../client/live';
import { heed } from '../client/queries';
import { sessionQuery, type Staff } from '../client/session';
import { Failure, Loading } from '../parts/states';
import { useUndoKey } from '../parts/toasts';
import { TranslationProvider } from '../parts/translation';
import { useWords, words } from '../parts/words';
import { SignInAgain } from './again';
import { useArrivals } from './arrivals';
import { ConnectionBar } from './connection';
import { Palette } from './palette';
import { SessionContext, useEndedSession, useSessionOf } from './session';
import classes from './shell.module.css';
import { ShortcutHelp } from './shortcut-help';
import { Sidebar } from './sidebar';
import { SignInPage } from './sign-in';
import { useWays } from './ways';

/** What stands around every page for as long as somebody is signed in; without, the same address shows the sign-in page. */
export function Shell() {
  const { data: staff, error, isPending, refetch } = useQuery(sessionQuery);
  if (isPending) return <Loading />;
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  return staff ? <Within staff={staff} /> : <SignInPage />;
}

function Within({ staff }: { readonly staff: Staff }) {
  const said = useWords(WORDS);
  const session = useSessionOf(staff);
  const [ended, renewed] = useEndedSession();
  const queries = useQueryClient();
  useEffect(startLive, []);
  useLive((notice) => heed(queries, notice));
  const main = useFocusOnNewPage();

  return (
    <SessionContext value={session}>
      <Ways />
      <a href="#content" className={classes['skip']}>
        {said.skip}
      </a>
      <div className={classes['shell']}>
        <Sidebar />
        <div className={classes['page']}>
          <main id="content" tabIndex={-1} ref={main} className={classes['main']}>
            <ConnectionBar />
            <TranslationProvider>
              <Outlet />
            </TranslationProvider>
          </main>
        </div>
      </div>
      <Palette />
      <ShortcutHelp />
      <SignInAgain staff={staff} ended={ended} renewed={renewed} />
    </SessionContext>
  );
}

function Ways() {
  useWays();
  useArrivals();
  useUndoKey();
  return null;
}

const DIALOG_CLOSES_MS = 400;

/** Whoever does not see the page is told by the focus that another one has come. */
function useFocusOnNewPage() {
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    const take = () => {
      const focus = document.activeElement;
      if (focus === document.body || focus === null) main.current?.focus({ preventScroll: true });
    };
    take();
    // A dialog that led here gives the focus back to what is gone by now.
    const timer = window.setTimeout(take, DIALOG_CLOSES_MS);
    return () => window.clearTimeout(timer);
  }, [pathname]);
  return main;
}

const WORDS = words({ skip: 'Skip to the content' }, { skip: 'Zum Inhalt springen' });
