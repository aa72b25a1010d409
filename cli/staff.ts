import { Command, InvalidArgumentError, Option } from 'commander';
import { NotFound } from '../domain/errors';
import { STAFF_ROLES, type StaffRole } from '../domain/right';
import { staffEmail, staffId } from '../domain/staff-id';
import type { Db } from '../prisma/client';
import { listStaff, type StaffMember } from '../prisma/staff';
import { changeStaff } from '../prisma/staff/change';
import { inviteStaff } from '../prisma/staff/invite';
import { makeLink } from '../prisma/staff/links';
import { handOverForAbsent } from '../prisma/staffing/hand-over';
import { inTransaction } from '../prisma/transaction';
import type { CliDeps } from './command';
import { pageUrlOf } from './page-url';

/** Who has done what is done on the command line. */
const BY = 'command line';

/**
 * `perennial staff invite | list | disable | reset`: the team from the command line, which needs no session itself. Links are printed alone on standard
 * output, and everything else on standard error. Nothing is mailed.
 */
export function staffCommand({ config, withDb, now }: Pick<CliDeps, 'config' | 'withDb' | 'now'>): Command {
  const staff = new Command('staff').description(
    'invite, list and disable members of staff, and let somebody in again',
  );

  staff
    .command('invite')
    .description('invite somebody, and print the link by which they come in, once')
    .argument('<email>', 'their address', email)
    .addOption(new Option('--role <role>', 'what they are here for').choices(STAFF_ROLES).makeOptionMandatory())
    .requiredOption('--name <name>', 'their name, as in "Ann Smith"', name)
    .option('--id <id>', 'the short name that tasks and customers hold (what stands before the @)', id)
    .action(async (address: string, options: { role: StaffRole; name: string; id?: string }) => {
      const invitation = { ...options, email: address, by: BY };
      const { staff: member, token } = await withDb((db) =>
        inTransaction(db, (tx) => inviteStaff(tx, invitation, { mail: false }, now())),
      );
      console.log(`${pageUrlOf(config())}/app/welcome?token=${token}`);
      console.error(
        `${member.name} is invited as ${member.id} (${member.role}). The link is good for a week, and once.`,
      );
    });

  staff
    .command('list')
    .description('show the team')
    .option('--json', 'one JSON object a line')
    .action(async ({ json }: { json?: boolean }) => {
      const team = await withDb((db) => listStaff(db, { limit: 1000, disabled: true }));
      for (const member of team) console.log(json ? JSON.stringify(member) : line(member));
      if (team.length === 0)
        console.error('Nobody yet: perennial staff invite ann@example.com --role admin --name "Ann"');
    });

  staff
    .command('disable')
    .description('let somebody in no more: their sessions end at once, nothing of theirs is deleted')
    .argument('<who>', 'short name or address')
    .action(async (who: string) => {
      const { member, handed } = await withDb(async (db) => {
        const { id: person } = await named(db, who);
        const change = { disabled: true };
        const disabled = await inTransaction(db, (tx) => changeStaff(tx, { id: person, change, by: BY }, now()));
        return { member: disabled, handed: await handOverForAbsent(db, now(), { person, by: BY }) };
      });
      const tasks = handed === 1 ? '1 task goes' : `${handed} tasks go`;
      console.error(`${member.name} (${member.id}) is disabled. ${tasks} to whoever stands in, or back to the queue.`);
    });

  staff
    .command('reset')
    .description('print a link by which somebody chooses another password, once')
    .argument('<who>', 'short name or address')
    .action(async (who: string) => {
      const { member, token } = await withDb(async (db) => {
        const found = await named(db, who);
        return { member: found, ...(await makeLink(db, { kind: 'reset', staffId: found.id, by: BY }, now())) };
      });
      console.log(`${pageUrlOf(config())}/app/reset?token=${token}`);
      console.error(`For ${member.name} (${member.id}). The link is good for an hour, and once.`);
    });

  return staff;
}

async function named(db: Db, who: string): Promise<{ readonly id: string; readonly name: string }> {
  const found = await db.staff.findFirst({ where: { OR: [{ id: who }, { email: staffEmail(who) }] } });
  if (!found) throw new NotFound(`There is no member of staff "${who}": perennial staff list.`);
  return found;
}

function line({ id: short, role, state, name: said, email: address }: StaffMember): string {
  return [short.padEnd(16), role.padEnd(8), state.padEnd(8), said, `<${address}>`].join('  ');
}

function email(text: string): string {
  if (/^[^\s@]+@[^\s@]+$/.test(text.trim())) return staffEmail(text);
  throw new InvalidArgumentError('It must be a mail address.');
}

function name(text: string): string {
  const trimmed = text.trim();
  if (trimmed.length >= 1 && trimmed.length <= 100) return trimmed;
  throw new InvalidArgumentError('It must have 1 to 100 characters.');
}

function id(text: string): string {
  if (staffId.safeParse(text).success) return text;
  throw new InvalidArgumentError('It must be small letters, digits, dots and dashes, as in ann.');
}
