// Builds dist/ (or the folder that is named), which runs on Node alone: JavaScript for every process, what they read at run time (messages,
// styles, migrations), the staff pages, and the workflows bundled, so that a worker starts without bundling them. More arguments name modules of interceptors to
// bundle with them.
import { spawnSync } from 'node:child_process';
import { cp, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

const root = path.dirname(fileURLToPath(import.meta.url));
const [folder = 'dist', ...interceptors] = process.argv.slice(2);
const dist = path.resolve(root, folder);
const READ_AT_RUN_TIME = ['api', 'messages', 'prisma'];
const isSource = (file) => /\.m?ts$|\.mjs$|\.md$/.test(file) && !/^messages\/.+\/.+\.md$/.test(file);

await rm(dist, { recursive: true, force: true });
const compiler = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const run = (words) => {
  const { status } = spawnSync(process.execPath, words, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(1);
};
run([compiler, '-p', 'tsconfig.build.json', '--outDir', dist]);
for (const room of READ_AT_RUN_TIME) {
  const filter = async (source) => (await stat(source)).isDirectory() || !isSource(path.relative(root, source));
  await cp(path.join(root, room), path.join(dist, room), { recursive: true, filter });
}
run([path.join(root, 'web', 'build.mjs'), path.join(dist, 'web')]);
const { code } = await bundleWorkflowCode({
  workflowsPath: path.join(root, 'workflows', 'index.ts'),
  workflowInterceptorModules: interceptors.map((module) => path.resolve(root, module)),
  logger: new DefaultLogger('WARN'),
});
await writeFile(path.join(dist, 'workflow-bundle.js'), code);
