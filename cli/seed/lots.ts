import { createHash } from 'node:crypto';

/** A source of chance that can be had again: the same seed draws the same lots, on every machine. */
export interface Lots {
  /** From 0 up to, not including, 1. */
  draw(): number;
  /** True with this probability. */
  chance(share: number): boolean;
  /** A number from `least` up to, not including, `most`. */
  between(least: number, most: number): number;
  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number;
  pick<T>(from: readonly T[]): T;
  /** One of several, each with its weight. */
  weighed<T>(from: readonly (readonly [T, number])[]): T;
  /** A UUIDv7 of an instant (epoch ms): what sorts by it sorts by time. */
  id(at: number): string;
}

/** Lots of a seed: the generator sfc32, begun from a hash of the words. */
export function lotsOf(...seed: readonly (string | number)[]): Lots {
  const begun = createHash('sha256').update(seed.join('\n')).digest();
  let [a, b, c, counter] = [0, 4, 8, 12].map((place) => begun.readInt32LE(place)) as [number, number, number, number];

  function bits(): number {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  }
  const draw = () => bits() / 0x1_0000_0000;
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');

  const lots: Lots = {
    draw,
    chance: (share) => draw() < share,
    between: (least, most) => least + draw() * (most - least),
    whole: (least, most) => least + Math.floor(draw() * (most - least + 1)),
    pick: (from) => from[Math.floor(draw() * from.length)]!,
    weighed(from) {
      let left = draw() * from.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [what, weight] of from) if ((left -= weight) < 0) return what;
      return from.at(-1)![0];
    },
    id(at) {
      const time = hex(Math.floor(at), 12);
      const [one, other] = [bits(), bits()];
      const version = hex(0x7000 | (one >>> 20), 4);
      const variant = hex(0x8000 | (one & 0x3fff), 4);
      return `${time.slice(0, 8)}-${time.slice(8)}-${version}-${variant}-${hex(other, 8)}${hex(bits() & 0xffff, 4)}`;
    },
  };
  return lots;
}
