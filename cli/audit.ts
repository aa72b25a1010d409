import { Command } from 'commander';
import { entryView } from '../api/routes/audit';
import { listAudit, verifyAudit } from '../prisma/audit';
import type { CliDeps } from './command';
import { NO } from './failure';

const BATCH = 1_000;

/**
 * `perennial audit export` prints the audit log from its beginning, one JSON object a line, as `GET /v1/audit` does; `perennial audit verify`
 * looks through its chain and exits with 1 when an entry was changed, left out or put in.
 */
export function auditCommand({ withDb }: Pick<CliDeps, 'withDb'>): Command {
  const audit = new Command('audit').description('export the audit log, and look through its chain');

  audit
    .command('export')
    .description('print every entry from the beginning, one JSON object a line')
    .action(() =>
      withDb(async (db) => {
        let after: bigint | undefined;
        for (;;) {
          const entries = await listAudit(db, {}, { after, limit: BATCH, oldestFirst: true });
          for (const entry of entries) console.log(JSON.stringify(entryView(entry)));
          if (entries.length < BATCH) return;
          after = entries.at(-1)?.seq;
        }
      }),
    );

  audit
    .command('verify')
    .description('look for entries that were changed, left out or put in')
    .action(async () => {
      const { entries, head, broken } = await withDb(verifyAudit);
      console.log(`${entries} entries are sound; the last has the hash ${head ?? '(none)'}`);
      if (!broken) return;
      console.error(`Entry ${broken.seq} is not: ${broken.why}.`);
      process.exitCode = NO;
    });

  return audit;
}
