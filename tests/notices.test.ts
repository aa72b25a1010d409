import { setImmediate as turn } from 'node:timers/promises';
import { createLogger } from '../api/logging';
import { listenForRows } from '../temporal/listen';
import { withDatabase } from './support/database';

const log = createLogger({ level: 'silent' });

test('a process that is told to stop while it begins to listen for notices stops, at whatever moment that is', () =>
  withDatabase(async ({ url }) => {
    for (let turns = 0; turns < 40; turns += 1) {
      const listener = listenForRows({ url, channel: 'perennial_test', log, onNotice: () => undefined });
      for (let turned = 0; turned < turns; turned += 1) await turn();
      await listener.close();
      expect(listener.hears()).toBe(false);
    }
  }));

test('whoever listens is called once it does, and for every notice with what was announced', () =>
  withDatabase(async ({ db, url }) => {
    const heard: (string | undefined)[] = [];
    let called = () => {};
    const listener = listenForRows({
      url,
      channel: 'perennial_test',
      log,
      onNotice: (payload) => {
        heard.push(payload);
        called();
      },
    });
    await new Promise<void>((resolve) => (called = resolve));
    expect(listener.hears()).toBe(true);
    await db.$queryRaw`SELECT pg_notify('perennial_test', 'a row')::text`;
    if (heard.length < 2) await new Promise<void>((resolve) => (called = resolve));
    expect(heard).toEqual([undefined, 'a row']);
    await listener.close();
  }));
