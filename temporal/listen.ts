import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { Client } from 'pg';

const RECONNECT_MS = 1_000;

/** A listener that runs until it is closed. */
export interface Listener {
  /** Whether notices come in now. */
  hears(): boolean;
  close(): Promise<void>;
}

/**
 * Calls `onNotice` when a commit gives notice on a channel, on a connection of its own, which is opened again whenever it
 * breaks. It also calls after each connect, because notices of the time in between are lost.
 */
export function listenForRows({
  url,
  channel,
  log,
  onNotice,
}: {
  readonly url: string;
  readonly channel: string;
  readonly log: Logger;
  /** With what was announced, if anything was. */
  readonly onNotice: (payload?: string) => void;
}): Listener {
  const closing = new AbortController();
  let client: Client | undefined;
  let hears = false;
  const running = (async () => {
    while (!closing.signal.aborted) {
      client = new Client({ connectionString: url, keepAlive: true, application_name: `perennial ${channel}` });
      await listen(client, channel, onNotice, () => (hears = true)).catch((error: Error) => {
        if (!closing.signal.aborted)
          log.warn({ channel, reason: error.message }, 'not listening for notices: looking for rows from time to time');
      });
      hears = false;
      await pause(RECONNECT_MS, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  })();
  return {
    hears: () => hears,
    close: async () => {
      closing.abort();
      await client?.end().catch(() => undefined);
      await running;
    },
  };
}

/** Listens until the connection is ended, also while it is being made; rejects when it cannot be made or breaks. */
async function listen(
  client: Client,
  channel: string,
  onNotice: (payload?: string) => void,
  onReady: () => void,
): Promise<void> {
  const over = new Promise<void>((resolve, reject) => {
    client.on('error', reject);
    client.on('end', resolve);
  });
  over.catch(() => undefined);
  client.on('notification', ({ payload }) => onNotice(payload));
  const begin = async () => {
    await client.connect();
    await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
    onReady();
    onNotice();
  };
  try {
    // A client that is ended while it connects never settles its connect().
    await Promise.race([begin(), over]);
    await over;
  } finally {
    await client.end().catch(() => undefined);
  }
}
