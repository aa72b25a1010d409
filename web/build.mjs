// Builds the staff pages into the folder that is named (default dist/web), unless what stands there was built from these very sources. Says
// what it does only when it does something. Several at once wait for the first.
import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const web = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(web);
const out = path.resolve(root, process.argv[2] ?? path.join('dist', 'web'));
const STAMP = 'built-from';
const LOCK_STALE_MS = 120_000;

/** Names what the pages are built from: their own sources, the rules that they share with the API, and the versions of packages. */
async function fingerprint() {
  const hash = createHash('sha256');
  for (const folder of ['web', 'domain']) {
    const files = await readdir(path.join(root, folder), { recursive: true, withFileTypes: true });
    const names = files.filter((file) => file.isFile()).map((file) => path.join(file.parentPath, file.name));
    for (const name of names.toSorted()) {
      // Types only: they leave nothing in what is built.
      if (name.startsWith(path.join(web, 'generated'))) continue;
      hash.update(path.relative(root, name)).update(await readFile(name));
    }
  }
  hash.update(await readFile(path.join(root, 'package-lock.json')));
  return hash.digest('hex');
}

async function builtFrom() {
  return readFile(path.join(out, STAMP), 'utf8').catch(() => undefined);
}

/** What stands at `out` is whole at every moment: the new one is built beside it and put in its place. */
async function build(from) {
  process.stdout.write('building the staff pages\n');
  // Whoever builds while testing wants what is shipped, too.
  process.env.NODE_ENV = 'production';
  const { build: viteBuild } = await import('vite');
  const beside = `${out}.new`;
  await viteBuild({
    configFile: path.join(web, 'vite.config.mjs'),
    logLevel: 'warn',
    build: { outDir: beside },
  });
  await compress(path.join(beside, 'assets'));
  await writeFile(path.join(beside, STAMP), from);
  await rm(out, { recursive: true, force: true });
  await rename(beside, out);
}

/** Compressed once here instead of with every answer. */
async function compress(folder) {
  for (const name of await readdir(folder)) {
    if (!/\.(js|css|svg)$/.test(name)) continue;
    const bytes = await readFile(path.join(folder, name));
    const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    await writeFile(path.join(folder, `${name}.br`), brotliCompressSync(bytes, { params }));
    await writeFile(path.join(folder, `${name}.gz`), gzipSync(bytes, { level: 9 }));
  }
}

async function withLock(work) {
  await mkdir(path.dirname(out), { recursive: true });
  const lock = `${out}.lock`;
  for (;;) {
    try {
      await (await open(lock, 'wx')).close();
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      const age =
        Date.now() -
        (await stat(lock).then(
          ({ mtimeMs }) => mtimeMs,
          () => Date.now(),
        ));
      if (age > LOCK_STALE_MS) await rm(lock, { force: true });
      await pause(200);
    }
  }
  try {
    await work();
  } finally {
    await rm(lock, { force: true });
  }
}

const from = await fingerprint();
if ((await builtFrom()) !== from) {
  await withLock(async () => {
    if ((await builtFrom()) !== from) await build(from);
  });
}
