import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';

/** What the server tells as it happens: ids only, so that whoever hears it asks for what they may see. */
export type Notice =
  | { readonly type: 'task'; readonly id: string; readonly version: number | null }
  | { readonly type: 'presence'; readonly task_id: string; readonly staff: readonly string[] }
  | { readonly type: 'alarm'; readonly id: string }
  | { readonly type: 'conversation'; readonly customer_id: string }
  /** More was missed than can be told: whatever is shown should be read again. */
  | { readonly type: 'reload' };

/** `live`: told at once. `polling`: looked up every half minute. `offline`: what is shown may be old. `starting`: not known yet. */
export type Connection = 'starting' | 'live' | 'polling' | 'offline';

const POLL_EVERY_MS = 30_000;
const GAP_MS = 8_000;

const hearers = new Set<(notice: Notice) => void>();
const watchers = new Set<() => void>();
let state: { readonly connection: Connection; readonly since: number } = { connection: 'starting', since: Date.now() };
let source: EventSource | undefined;
let timer: number | undefined;
let gap: number | undefined;

/** Opens the stream of notices for as long as somebody is signed in; answers how to close it. */
export function startLive(): () => void {
  const reconnect = () => connect();
  const lost = () => move('offline');
  window.addEventListener('online', reconnect);
  window.addEventListener('offline', lost);
  connect();
  timer = window.setInterval(poll, POLL_EVERY_MS);
  return () => {
    window.removeEventListener('online', reconnect);
    window.removeEventListener('offline', lost);
    window.clearInterval(timer);
    window.clearTimeout(gap);
    source?.close();
    source = undefined;
    move('starting');
  };
}

/** Hears every notice while the component is shown. */
export function useLive(hear: (notice: Notice) => void): void {
  const current = useEffectEvent(hear);
  useEffect(() => {
    const hearer = (notice: Notice) => current(notice);
    hearers.add(hearer);
    return () => void hearers.delete(hearer);
  }, []);
}

/** How notices come at present, and since when (milliseconds since 1970). */
export function useConnection(): typeof state {
  return useSyncExternalStore(
    (watch) => {
      watchers.add(watch);
      return () => void watchers.delete(watch);
    },
    () => state,
  );
}

function connect(): void {
  source?.close();
  const opened = new EventSource('/v1/stream');
  source = opened;
  opened.addEventListener('open', () => {
    window.clearTimeout(gap);
    const missed = state.connection === 'polling' || state.connection === 'offline';
    move('live');
    if (missed) tell({ type: 'reload' });
  });
  opened.addEventListener('error', () => {
    // It ends and is opened again every few minutes; what was told meanwhile comes after. Only a gap that lasts is worth a word.
    window.clearTimeout(gap);
    const isOver = opened.readyState === EventSource.CLOSED;
    gap = window.setTimeout(() => move(navigator.onLine ? 'polling' : 'offline'), isOver ? 0 : GAP_MS);
  });
  opened.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const notice = noticeIn(data);
    if (notice) tell(notice);
  });
}

function poll(): void {
  if (state.connection === 'live') return;
  if (source?.readyState === EventSource.CLOSED) connect();
  tell({ type: 'reload' });
}

function noticeIn(text: unknown): Notice | undefined {
  try {
    const parsed = JSON.parse(String(text)) as Notice | { readonly type: 'hello' };
    return parsed.type === 'hello' ? undefined : parsed;
  } catch {
    return undefined;
  }
}

function tell(notice: Notice): void {
  for (const hear of hearers) hear(notice);
}

function move(connection: Connection): void {
  if (connection === state.connection) return;
  state = { connection, since: Date.now() };
  for (const watch of watchers) watch();
}
