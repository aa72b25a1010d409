// Generates the Prisma client. Generation needs no engine binary, but the CLI insists that one exists: name any existing
// file, so that nothing is downloaded at install time.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const prisma = createRequire(import.meta.url).resolve('prisma/build/index.js');
const schema = fileURLToPath(new URL('./schema.prisma', import.meta.url));

const { status, stdout, stderr } = spawnSync(process.execPath, [prisma, 'generate', '--no-hints', '--schema', schema], {
  encoding: 'utf8',
  env: {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  },
});
if (status !== 0) {
  process.stderr.write(`The Prisma client could not be generated:\n${stdout}${stderr}`);
  process.exit(1);
}
