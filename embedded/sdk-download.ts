import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { lookup } from 'node:dns/promises';
import path from 'node:path';
import { timed, type Progress } from './progress';
import { run } from './run';
import { projectRoot } from './state';

/** The two servers that Temporal's SDK can download, under the names of its files. */
export type SdkServer = 'temporal-cli' | 'temporal-test-server';

const HOST = 'temporal.download';
const REACHABLE_WITHIN_MS = 4000;
const DOWNLOADED_WITHIN_MS = 180_000;

/** A server that the SDK downloaded into `folder` earlier. */
export function downloaded(server: SdkServer, folder: string): string | undefined {
  if (!existsSync(folder)) return undefined;
  const name = readdirSync(folder).find((file) => file.startsWith(server) && !/downloading|\.tmp/.test(file));
  return name === undefined ? undefined : path.join(folder, name);
}

/**
 * Has the SDK download a server into `folder`: it does so by starting it once, in a process of its own that is ended if
 * it takes too long. Returns `undefined` where the download host cannot be reached, which is found out within seconds.
 */
export async function sdkDownload(server: SdkServer, folder: string, progress: Progress): Promise<string | undefined> {
  if (!(await hostAnswers())) return undefined;
  mkdirSync(folder, { recursive: true });
  const create = server === 'temporal-cli' ? 'createLocal' : 'createTimeSkipping';
  const options = JSON.stringify({ server: { executable: { type: 'cached-download', downloadDir: folder } } });
  const script = `require('@temporalio/testing').TestWorkflowEnvironment.${create}(${options}).then((env) => env.teardown()).then(() => process.exit(0))`;
  const command = [process.execPath, '-e', script];
  await timed(progress, `Downloading ${server} from ${HOST}`, () =>
    run(command, { cwd: projectRoot(), timeoutMs: DOWNLOADED_WITHIN_MS }),
  );
  return downloaded(server, folder);
}

async function hostAnswers(): Promise<boolean> {
  try {
    // Closed networks fail here at once; the SDK's own downloader would keep trying.
    await lookup(HOST);
    await fetch(`https://${HOST}/`, { method: 'HEAD', signal: AbortSignal.timeout(REACHABLE_WITHIN_MS) });
    return true;
  } catch {
    return false;
  }
}
