import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { cached, userCache } from './cache';
import { launch } from './launch';
import { endProcess, isAlive } from './pid';
import { freePort, portIsFree } from './port';
import { timed, type Progress } from './progress';
import { run } from './run';
import { downloaded, sdkDownload } from './sdk-download';

const VERSION = '1.38.0';
const ARTIFACTS = { 'io.temporal:temporal-test-server': VERSION, 'org.slf4j:slf4j-nop': '2.0.13' };
const BROUGHT_WITHIN_MS = 10 * 60_000;
const ARCHIVED_WITHIN_MS = 10_000;
const ARCHIVE = 'classes.jsa';
const EXECUTABLE = 0o755;

/**
 * An executable that runs Temporal's test server, whose clock skips ahead: `<executable> <port>`. First hit wins: the
 * one `named` (TEMPORAL_TEST_SERVER), the user's cache, the SDK's downloader, Maven with Java. The last two fill the
 * cache. Throws one message with the ways out when none works.
 */
export async function timeSkippingServer(named?: string, progress: Progress = () => undefined): Promise<string> {
  if (named) return named;
  const folder = userCache(`temporal-test-server-${VERSION}`);
  const wrapper = path.join(folder, 'java', 'temporal-test-server');
  const find = () => (existsSync(wrapper) ? upToDate(wrapper) : downloaded('temporal-test-server', folder));
  const make = async () =>
    (await sdkDownload('temporal-test-server', folder, progress)) ?? bringByMaven(folder, wrapper, progress);
  return cached(folder, find, make, progress);
}

async function bringByMaven(folder: string, wrapper: string, progress: Progress): Promise<string> {
  for (const program of ['java', 'mvn']) {
    if (!(await run([program, '-version'])).ok)
      throw new Error(noServer(`It could come from Maven Central, but "${program}" is not installed.`));
  }
  const making = mkdtempSync(path.join(folder, 'bringing-'));
  try {
    const jars = path.join(making, 'jars');
    mkdirSync(jars);
    writeFileSync(path.join(making, 'pom.xml'), pom());
    const maven = [
      'mvn',
      '-B',
      '-q',
      '-f',
      path.join(making, 'pom.xml'),
      'dependency:copy-dependencies',
      `-DoutputDirectory=${jars}`,
    ];
    const phase = 'Bringing the time-skipping Temporal server from Maven Central, this once';
    const { ok, output } = await timed(progress, phase, () => run(maven, { timeoutMs: BROUGHT_WITHIN_MS }));
    if (!ok) throw new Error(noServer(`Maven failed:\n${output.trim().split('\n').slice(-8).join('\n')}`));
    const target = path.dirname(wrapper);
    writeFileSync(path.join(making, path.basename(wrapper)), script(target), { mode: EXECUTABLE });
    // Renamed when complete, so that nobody ever finds half a server.
    renameSync(making, target);
    await archiveClasses(target);
    return wrapper;
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}

function pom(): string {
  const dependencies = Object.entries(ARTIFACTS).map(([name, version]) => {
    const [group, artifact] = name.split(':');
    return `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;
  });
  return [
    '<project><modelVersion>4.0.0</modelVersion>',
    '<groupId>perennial</groupId><artifactId>time-skipping</artifactId><version>1</version>',
    `<dependencies>${dependencies.join('')}</dependencies></project>`,
  ].join('\n');
}

/** The SDK waits about five seconds for the server and then kills it, so the JVM is made to start fast: no optimising compiler. */
const FLAGS = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto', '-Xlog:disable'];
const MAIN = 'io.temporal.testserver.TestServer';

/**
 * `exec` lets the SDK's kill reach the JVM itself. Nobody is left to call it when the process that started the server was killed, so a
 * watcher ends the server when its parent is gone.
 */
function script(folder: string): string {
  return [
    '#!/bin/sh',
    'parent=$PPID self=$$',
    '( while kill -0 $parent && kill -0 $self; do sleep 2; done; kill -9 $self ) </dev/null >/dev/null 2>&1 &',
    `folder="${folder}"`,
    `set -- -cp "$folder/jars/*" ${MAIN} "$@"`,
    `[ -f "$folder/${ARCHIVE}" ] && set -- "-XX:SharedArchiveFile=$folder/${ARCHIVE}" "$@"`,
    `exec java ${FLAGS.join(' ')} "$@"`,
    '',
  ].join('\n');
}

/** Rewrites a wrapper that an earlier version made. */
function upToDate(wrapper: string): string {
  const text = script(path.dirname(wrapper));
  if (readFileSync(wrapper, 'utf8') !== text) {
    writeFileSync(`${wrapper}.${process.pid}`, text, { mode: EXECUTABLE });
    renameSync(`${wrapper}.${process.pid}`, wrapper);
  }
  return wrapper;
}

/** Runs the server once to have Java write down the classes that it loads: later starts take half the time and memory. A Java that cannot is fine. */
async function archiveClasses(folder: string): Promise<void> {
  const making = path.join(folder, `making-${ARCHIVE}`);
  const port = await freePort();
  const command = [
    'java',
    `-XX:ArchiveClassesAtExit=${making}`,
    ...FLAGS,
    '-cp',
    `${folder}/jars/*`,
    MAIN,
    String(port),
  ];
  const server = launch(command, path.join(folder, 'archive.log'));
  const until = performance.now() + ARCHIVED_WITHIN_MS;
  while (isAlive(server.pid) && (await portIsFree(port)) && performance.now() < until) await pause(100);
  await endProcess(server.pid, 'SIGTERM', ARCHIVED_WITHIN_MS);
  if (existsSync(making)) renameSync(making, path.join(folder, ARCHIVE));
}

function noServer(why: string): string {
  return [
    `There is no time-skipping Temporal server here, and temporal.download cannot be reached. ${why}`,
    'One of these helps:',
    '  1. install Java 11 or later and Maven: the server then comes from Maven Central;',
    '  2. name an executable that runs it in TEMPORAL_TEST_SERVER;',
    '  3. let this machine reach temporal.download once.',
  ].join('\n');
}
