const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const EXTENSION = '\f^{}\\[~]|€';

/** Septets (or UTF-16 units) of a text that fits into one SMS, and of each part of a longer one, whose header takes six bytes. */
const LIMITS = { 'gsm-7': { single: 160, part: 153 }, 'ucs-2': { single: 70, part: 67 } } as const;

const SEPTETS: ReadonlyMap<string, number> = new Map([
  ...[...BASIC].map((character) => [character, 1] as const),
  ...[...EXTENSION].map((character) => [character, 2] as const),
]);

/** What an SMS costs: its alphabet, its length in that alphabet's units (septets or UTF-16 units), and the segments billed. */
export interface SmsLength {
  readonly encoding: keyof typeof LIMITS;
  readonly units: number;
  readonly segments: number;
}

/**
 * Measures an SMS by the GSM default alphabet of 3GPP TS 23.038. One character outside of it turns the whole text into
 * UCS-2. An escape pair (`€`, `[`) and a surrogate pair are never split between two segments (TS 23.040).
 */
export function measureSms(text: string): SmsLength {
  const characters = [...text];
  const encoding = characters.every((character) => SEPTETS.has(character)) ? 'gsm-7' : 'ucs-2';
  const sizes = characters.map((character) =>
    encoding === 'gsm-7' ? (SEPTETS.get(character) ?? 1) : character.length,
  );
  const units = sizes.reduce((sum, size) => sum + size, 0);
  const { single, part } = LIMITS[encoding];
  return { encoding, units, segments: units <= single ? 1 : countParts(sizes, part) };
}

function countParts(sizes: readonly number[], part: number): number {
  let parts = 1;
  let filled = 0;
  for (const size of sizes) {
    if (filled + size > part) {
      parts += 1;
      filled = 0;
    }
    filled += size;
  }
  return parts;
}
