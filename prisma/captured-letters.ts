import type { Db } from './client';
import type { CapturedLetter } from './generated/client';

/** Keeps a mail to staff that would have gone to a provider. The same one again changes nothing. */
export async function captureLetter(db: Db, letter: CapturedLetter): Promise<void> {
  await db.capturedLetter.createMany({ data: [letter], skipDuplicates: true });
}

/** The mails to staff that were captured, the newest first. */
export function readLetters(db: Db, limit: number): Promise<CapturedLetter[]> {
  return db.capturedLetter.findMany({ orderBy: [{ at: 'desc' }, { id: 'desc' }], take: limit });
}
