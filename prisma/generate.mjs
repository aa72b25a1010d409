// Generates the Prisma client. Generation needs no engine binary, but the CLI insists that one exists: name any existing
// file, so that nothing is downloaded at install time.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const prisma = createRequire(import.meta.url).resolve('prisma/build/index.js');
const schema = fileURLToPath(new URL('./schema.prisma', import.meta.url));

execFileSync(process.execPath, [prisma, 'generate', '--no-hints', '--schema', schema], {
  stdio: ['ignore', 'ignore', 'inherit'],
  env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' },
});
