import { z } from 'zod';

const SHORTEST = 12;
const LONGEST = 200;
/** `aaaaaaaaaaaa` and `abababababab` are long and no passwords. */
const FEWEST_LETTERS = 5;

/** A password that somebody chooses: 12 to 200 characters of which five differ. Length is what counts; no rules on signs and capitals. */
export const newPassword = z
  .string()
  .min(SHORTEST)
  .max(LONGEST)
  .refine(
    (password) => new Set(password).size >= FEWEST_LETTERS,
    'must be harder to guess: use more different characters',
  )
  .meta({ description: `At least ${SHORTEST} characters. Several words are a good password.`, format: 'password' });

/** A password that somebody gives to come in, whatever the rules were when they chose it. */
export const givenPassword = z.string().min(1).max(LONGEST).meta({ format: 'password' });

/** Whether a password says nothing but who its holder is: their address, the part before its `@`, or their name, however written. */
export function saysOnlyWho(
  password: string,
  { email, name }: { readonly email: string; readonly name: string },
): boolean {
  const bare = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
  const known = [email, email.split('@')[0]!, name].map(bare).filter((text) => text !== '');
  const rest = known.reduce((text, each) => text.replaceAll(each, ''), bare(password));
  return rest.replaceAll(/\d/g, '').length < FEWEST_LETTERS - 1;
}
