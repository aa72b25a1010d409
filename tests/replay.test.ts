import { mkdtempSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { temporal } from '@temporalio/proto';
import { PATHS } from '../cli/replay/paths';
import { replayRecordings, replayRunning } from '../cli/replay/check';
import { recordPath } from '../cli/replay/record';
import { readRecordings, writeRecording, type Recording } from '../cli/replay/recording';
import { asJson, asText } from '../cli/replay/report';
import { gapsOf, nameOf, pathsToRecord, type Wanted } from '../cli/replay/wanted';
import { InvalidInput } from '../domain/errors';
import { journeyHeaders } from '../workflows/headers';
import { workflowBundle } from '../testkit/workflow-bundle';
import { NativeConnection } from '@temporalio/worker';
import pino from 'pino';
import { assemble } from '../activities/assembly';
import { journeyWorker } from '../activities/journey-worker';
import { createWorkers } from '../activities/workers';
import { createRelay } from '../temporal/relay';
import { TASK_QUEUE } from '../workflows/messages';
import { born } from '../testkit/customer';
import { playbooks } from '../playbooks';
import { withDatabase } from '../testkit/database';
import { quietRuntime } from '../testkit/quiet-runtime';
import { backend } from '../testkit/tell';
import { startTemporalServer } from './fixtures/temporal-server';

quietRuntime();

const present = async () => ({ workflowBundle: { codePath: await workflowBundle() } });
const broken = async () => ({
  workflowBundle: { codePath: await workflowBundle(require.resolve('./fixtures/broken-journeys')) },
});

test('the present code replays every recorded path of every journey (X02)', async () => {
  const recordings = readRecordings();
  expect(await replayRecordings(await present(), recordings)).toEqual({
    replayed: recordings.flatMap(({ histories }) => histories).length,
    casualties: [],
  });
});

test('every journey has its ways listed, and every way is recorded once', () => {
  expect(gapsOf(readRecordings())).toEqual([]);
  expect(new Set(PATHS.map(nameOf)).size).toBe(PATHS.length);
});

test('a journey without a path and a path without a recording are named with what to do', () => {
  const paths = [{ journey: 'trial', name: 'silent', events: [] }];
  expect(gapsOf([], paths, [{ name: 'trial' }, { name: 'winback' }])).toEqual([
    'No way through winback is listed: add its paths to cli/replay/paths.ts.',
    'trial.silent is not recorded: perennial replay --record.',
  ]);
});

test('recording adds what is missing, and touches what is there only when it is asked for by name or for all', () => {
  const paths = ['silent', 'called'].map((name) => ({ journey: 'trial', name, events: [] }));
  const recordings = [{ journey: 'trial', path: 'silent', histories: [] }];
  const [silent, called] = paths;
  const chosen = (wanted: Wanted) => pathsToRecord(wanted, recordings, paths);
  expect(chosen({})).toEqual([]);
  expect(chosen({ record: true })).toEqual([called]);
  expect(chosen({ record: 'trial.silent' })).toEqual([silent]);
  expect(chosen({ record: true, all: true })).toEqual(paths);
  expect(() => chosen({ record: 'trial.silnt' })).toThrow('There is no path "trial.silnt"; did you mean trial.silent?');
  expect(() => chosen({ all: true })).toThrow('--all goes with --record.');
  expect(() => chosen({ record: 'trial.silent', all: true })).toThrow(InvalidInput);

  const folder = mkdtempSync(path.join(tmpdir(), 'perennial-recordings-'));
  writeRecording({ ...recordings[0]!, histories: ['released'] }, folder);
  writeRecording({ journey: 'trial', path: 'called', histories: ['new'] }, folder);
  expect(readRecordings(folder).map(({ histories }) => histories[0])).toEqual(['new', 'released']);
  rmSync(folder, { recursive: true });
});

test('what is recorded of a path tells nothing of the machine, and replays (X02)', async () => {
  const recording = await recordPath(PATHS.find((each) => nameOf(each) === 'at-risk.exit')!);
  expect(tellTalesOf(recording)).toEqual([]);
  expect(await replayRecordings(await present(), [recording])).toEqual({ replayed: 1, casualties: [] });
});

test('a path whose task nobody opened cannot be recorded', () =>
  expect(
    recordPath({ journey: 'at-risk', name: 'early', events: ['1d task.completed {"outcome":"reached_resolved"}'] }),
  ).rejects.toThrow('The path at-risk.early cannot be walked.'));

test('a report says how many recorded runs and how many running enrollments were checked (X02)', () => {
  const none = { replayed: 54, casualties: [] };
  expect(asText({ paths: 22, recorded: none, running: { replayed: 1, casualties: [] }, leftOut: false })).toBe(
    'Recorded: 54 runs of 22 paths replayed.\nRunning: 1 enrollment replayed.\nThe present code breaks none of them.',
  );
  expect(asText({ paths: 22, recorded: none, running: undefined, leftOut: false })).toContain(
    'Running: none looked at, no Temporal server is known here.',
  );
  const broken = { journey: 'at-risk', who: 'goal:0', stage: null, reason: 'another order' };
  const report = { paths: 1, recorded: { replayed: 2, casualties: [broken] }, running: undefined, leftOut: true };
  expect(asText(report)).toContain('breaks 1 of them:\n  recorded  at-risk goal:0: another order');
  expect(JSON.parse(asJson(report))).toEqual({
    paths: 1,
    recorded: 2,
    running: null,
    casualties: [{ kind: 'recorded', ...broken }],
  });
});

test('a change that breaks customers in a stage is found, and the paths are named (X02)', async () => {
  const recordings = readRecordings().filter(({ journey, path }) => journey === 'at-risk' && path === 'goal');
  const { casualties } = await replayRecordings(await broken(), recordings);
  expect(casualties).toMatchObject([{ journey: 'at-risk', who: 'goal:0', stage: null }]);
  expect(casualties[0]?.reason).toMatch(/nondeterminism/i);
});

test('recorded histories hold ids, names of journeys and outcomes: no identity, host name or address', () => {
  const told = readRecordings().flatMap((recording) => tellTalesOf(recording).map((each) => [recording.path, each]));
  expect(told).toEqual([]);
});

test('the customers whom a change would break where they stand now are named (X02)', () =>
  withDatabase(async ({ db }) => {
    const server = await startTemporalServer();
    const connection = await NativeConnection.connect({ address: server.address });
    const log = pino({ level: 'silent' });
    const providers = { nodeEnv: 'test', sendgrid: null, twilio: null };
    const sender = { productName: 'Acme', productUrl: 'https://app.example.com', senderName: 'Ann' };
    const deps = assemble({ db, providers, sender, hashKey: 'a key for tests only', codeVersion: 'test', log });
    const worker = await createWorkers({
      journeys: { connection, taskQueue: TASK_QUEUE, ...(await present()), ...journeyWorker(deps) },
    });
    const relay = createRelay({ db, client: server.client, log, now: () => new Date() });
    const world = { db, journeys: journeyHeaders, playbooks, now: () => new Date(), carry: () => relay.drain() };
    try {
      await worker.runUntil(async () => {
        const ada = await born({ ...world, tell: backend(world) });
        await ada.enters('at-risk');
        while ((await ada.story(['wait'])).length === 0) await new Promise((resolve) => setTimeout(resolve, 50));

        // Temporal lists a run some moments after it began.
        const running = async () => replayRunning(await present(), server.client);
        while ((await running()).replayed === 0) await new Promise((resolve) => setTimeout(resolve, 50));
        expect(await running()).toEqual({ replayed: 1, casualties: [] });
        expect((await replayRunning(await broken(), server.client)).casualties).toMatchObject([
          { journey: 'at-risk', who: ada.id, stage: 'checkIn' },
        ]);
      });
    } finally {
      await connection.close();
      await server.stop();
    }
  }));

const ADDRESS = /\S@\S|\+\d{8,}|\b\d{1,3}(\.\d{1,3}){3}\b/;
/** The name and checksum of the bundle that made a history: the only thing with an at-sign. */
const BUNDLE = /@temporalio\/worker@[\d.]+\+[0-9a-f]+/;

/** Everything in a recording that would tell who made it, or whom it is about. */
function tellTalesOf({ histories }: Recording): string[] {
  const tell = (value: unknown, field: string): string[] => {
    if (value instanceof Uint8Array) return tell(Buffer.from(value).toString('utf8'), field);
    if (typeof value === 'object' && value !== null)
      return Object.entries(value).flatMap(([inner, each]) => tell(each, inner));
    if (typeof value !== 'string') return [];
    const text = value.replace(BUNDLE, '');
    const isHost = text.split(/[^\w.-]+/).includes(hostname());
    return (field === 'identity' && text !== '') || isHost || ADDRESS.test(text) ? [`${field}: ${text}`] : [];
  };
  return histories.flatMap((history) =>
    tell(temporal.api.history.v1.History.decode(Buffer.from(history, 'base64')), 'history'),
  );
}
