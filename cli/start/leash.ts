/* Loaded into the worker and the API before their own code: a supervisor that was killed leaves no orphan behind. */

const LET_GO_AFTER_MS = 20_000;

process.once('disconnect', () => {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.exit(1), LET_GO_AFTER_MS).unref();
});
// Listening for the supervisor must not keep a process alive that has done its work.
process.channel?.unref();
