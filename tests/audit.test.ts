import fc from 'fast-check';
import { auditFault, hashOfAudit, type AuditRecord } from '../domain/audit-chain';
import { audit, verifyAudit } from '../prisma/audit';
import type { Db } from '../prisma/client';
import { inTransaction } from '../prisma/transaction';
import { perennial } from './support/command';
import { withDatabase } from './support/database';
import { withApi } from './support/http';

const NOW = new Date('2026-03-02T10:00:00Z');

function write(db: Db, count: number): Promise<unknown> {
  const numbers = Array.from({ length: count }, (_, index) => index);
  return Promise.all(
    numbers.map((number) =>
      inTransaction(db, (tx) =>
        audit(tx, { actor: 'ann', action: 'test', subject: `${number % 3}`, detail: { b: number, a: undefined } }, NOW),
      ),
    ),
  );
}

/** A chain of entries as they would be written, whatever is in them. */
const chain = fc
  .array(
    fc.record({
      actor: fc.string(),
      action: fc.string(),
      subject: fc.string(),
      detail: fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 3 }),
      requestId: fc.option(fc.string()),
      at: fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
    }),
    { minLength: 3, maxLength: 8 },
  )
  .map((entries) =>
    entries.reduce<AuditRecord[]>((log, entry) => {
      const unhashed = { ...entry, seq: BigInt(log.length + 1), previous: log.at(-1)?.hash ?? null };
      return [...log, { ...unhashed, hash: hashOfAudit(unhashed) }];
    }, []),
  );

const isSound = (log: readonly AuditRecord[]) =>
  log.every((entry, index) => auditFault(entry, log[index - 1] ?? null) === null);

describe('the chain of the audit log', () => {
  test('is sound as it is written, and shows every entry that was changed, left out, swapped or put in', () => {
    const place = fc.nat();
    fc.assert(
      fc.property(chain, place, place, (log, first, second) => {
        expect(isSound(log)).toBe(true);
        const at = first % (log.length - 1);
        const entry = log[at]!;
        expect(isSound(log.with(at, { ...entry, action: `${entry.action}!` }))).toBe(false);
        expect(isSound(log.with(at, { ...entry, at: new Date(entry.at.getTime() + 1) }))).toBe(false);
        expect(isSound(log.with(at, { ...entry, detail: { is: 'else', was: entry.detail } }))).toBe(false);
        expect(isSound(log.toSpliced(at, 1))).toBe(false);
        expect(isSound(log.toSpliced(at, 0, entry))).toBe(false);
        const other = (at + 1 + (second % (log.length - 1))) % log.length;
        expect(isSound(log.with(at, log[other]!).with(other, entry))).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  test('does not depend on the order in which the database gives back the members of a detail', () => {
    fc.assert(
      fc.property(chain, (log) => {
        const turned = log.map((entry) => ({
          ...entry,
          detail: Object.fromEntries(Object.entries(entry.detail as object).toReversed()),
        }));
        expect(isSound(turned)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});

test('deeds at the same time stand in one chain without a gap, and a change in the database shows', () =>
  withDatabase(async ({ db }) => {
    await write(db, 20);
    expect(await verifyAudit(db)).toMatchObject({ entries: 20, broken: null });
    await db.auditEntry.update({ where: { seq: 7n }, data: { detail: { b: 'else' } } });
    expect(await verifyAudit(db)).toMatchObject({ entries: 6, broken: { seq: 7n, why: 'changed' } });
    await db.auditEntry.delete({ where: { seq: 7n } });
    expect(await verifyAudit(db)).toMatchObject({ entries: 6, broken: { seq: 8n, why: 'gap' } });
  }));

test('an administrator reads the log, page by page from either end, and has its chain looked through', () =>
  withApi(async ({ db, get }) => {
    await write(db, 7);
    interface Page {
      data: { seq: string; subject: string; detail: object }[];
      next_cursor: string | null;
    }
    const all = async (query: string) => {
      const seqs: string[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const { status, body }: { status: number; body: Page } = await get<Page>(
          `/v1/audit?limit=3${query}${cursor && `&cursor=${cursor}`}`,
        );
        expect(status).toBe(200);
        seqs.push(...body.data.map(({ seq }) => seq));
        cursor = body.next_cursor;
      }
      return seqs.join(' ');
    };
    expect(await all('')).toBe('7 6 5 4 3 2 1');
    expect(await all('&order=oldest')).toBe('1 2 3 4 5 6 7');
    const [{ subject }] = (await get<Page>('/v1/audit?limit=1')).body.data as [Page['data'][number]];
    expect((await all(`&subject=${subject}`)).split(' ')[0]).toBe('7');
    expect(await all('&actor=bob')).toBe('');

    expect((await get('/v1/audit/verify')).body).toMatchObject({ intact: true, entries: 7, broken: null });
    await db.auditEntry.update({ where: { seq: 2n }, data: { actor: 'bob' } });
    expect((await get('/v1/audit/verify')).body).toMatchObject({
      intact: false,
      entries: 1,
      broken: { seq: '2', why: 'changed' },
    });
    expect((await get('/v1/audit', { role: 'operate' })).status).toBe(403);
  }));

test('the command line exports the log and answers whether its chain is sound by its exit code', () =>
  withDatabase(async ({ db, url }) => {
    await write(db, 3);
    const run = async (word: string) => {
      const command = perennial(['audit', word], { DATABASE_URL: url });
      return { code: await command.ended, stdout: command.stdout() };
    };
    const exported = (await run('export')).stdout.trim().split('\n');
    expect(exported.map((line) => (JSON.parse(line) as { seq: string }).seq)).toEqual(['1', '2', '3']);
    expect(await run('verify')).toMatchObject({ code: 0, stdout: expect.stringContaining('3 entries are sound') });
    await db.auditEntry.delete({ where: { seq: 1n } });
    expect((await run('verify')).code).toBe(1);
  }));
