import { Command } from 'commander';
import { dim, green, red, yellow } from 'picocolors';
import type { CliDeps } from './command';
import { checkDatabase } from './doctor/database';
import type { Finding } from './doctor/finding';
import { checkJourneys } from './doctor/journeys';
import { checkMachine } from './doctor/machine';
import { checkServices } from './doctor/services';
import { checkTemporal } from './doctor/temporal';
import { checkWebhooks } from './doctor/webhooks';

/**
 * `perennial doctor`: says what is configured, reachable and missing, one line each, with a remedy for each fault. Exit code 1
 * when something is broken. `--json` prints one object: `ok`, and the findings.
 */
export function doctorCommand({ config, now }: CliDeps): Command {
  return new Command('doctor')
    .description('say what is configured, reachable and missing, with a remedy for each fault')
    .option('--json', 'print one JSON object')
    .action(async ({ json }: { json?: boolean }) => {
      const settings = config();
      const parts = [checkDatabase(settings, now), checkTemporal(settings), checkServices(settings)];
      const looked = [...checkMachine(settings), ...(await Promise.all(parts)).flat(), ...checkWebhooks(settings)];
      const findings = [...looked, ...(await checkJourneys(settings, now, looked))];
      const ok = findings.every(({ state }) => state !== 'broken');
      console.log(json ? JSON.stringify({ ok, findings }, null, 2) : findings.map(lineOf).join('\n'));
      if (!ok) process.exitCode = 1;
    });
}

const MARKS: Readonly<Record<Finding['state'], string>> = {
  ok: green('✓'),
  off: dim('–'),
  warning: yellow('!'),
  broken: red('✗'),
  unknown: dim('?'),
};

function lineOf({ check, state, says, remedy }: Finding): string {
  const line = `${MARKS[state]} ${check.padEnd(18)} ${state === 'off' || state === 'unknown' ? dim(says) : says}`;
  return remedy ? `${line}\n  ${' '.repeat(18)} ${remedy}` : line;
}
