import { useEffect, useState } from 'react';
import { useFormat } from './format';

const MINUTE_MS = 60_000;

/** The present instant (milliseconds since 1970), again every so often. */
export function useNow(everyMs: number = MINUTE_MS): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), everyMs);
    return () => window.clearInterval(timer);
  }, [everyMs]);
  return now;
}

/** When something was or will be, in relation to now; the exact time is told on pointing at it. */
export function Ago({ at, className }: { readonly at: string; readonly className?: string }) {
  const { relative, dateTime } = useFormat();
  const now = useNow();
  return (
    <time dateTime={at} title={dateTime(at)} className={className}>
      {relative(at, now)}
    </time>
  );
}
