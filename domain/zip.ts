import { crc32, deflateRawSync } from 'node:zlib';

/** A file to be packed; its name has no folders. */
export interface PackedFile {
  readonly name: string;
  readonly text: string;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
/** Version 2.0: deflate. */
const VERSION = 20;
const UTF8_NAMES = 0x0800;
const DEFLATE = 8;
const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;

/**
 * Packs files into a ZIP archive that every system opens (APPNOTE 6.3.10, https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT):
 * up to 65,535 files and 4 GB. Throws RangeError beyond.
 */
export function zip(files: readonly PackedFile[], at: Date): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const { name, text } of files) {
    const [label, raw] = [Buffer.from(name), Buffer.from(text)];
    const packed = deflateRawSync(raw);
    const facts = factsOf(label, raw, packed, at);
    const local = Buffer.concat([signed(LOCAL, LOCAL_BYTES, (head) => facts.copy(head, 4)), label, packed]);
    const central = signed(CENTRAL, CENTRAL_BYTES, (head) => {
      head.writeUInt16LE(VERSION, 4);
      facts.copy(head, 6);
      head.writeUInt32LE(offset, 42);
    });
    locals.push(local);
    centrals.push(central, label);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = signed(END, 22, (tail) => {
    tail.writeUInt16LE(files.length, 8);
    tail.writeUInt16LE(files.length, 10);
    tail.writeUInt32LE(directory.length, 12);
    tail.writeUInt32LE(offset, 16);
  });
  return Buffer.concat([...locals, directory, end]);
}

/** What both headers of a file say of it, in the same order. */
function factsOf(label: Buffer, raw: Buffer, packed: Buffer, at: Date): Buffer {
  const facts = Buffer.alloc(26);
  facts.writeUInt16LE(VERSION, 0);
  facts.writeUInt16LE(UTF8_NAMES, 2);
  facts.writeUInt16LE(DEFLATE, 4);
  facts.writeUInt16LE((at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1), 6);
  facts.writeUInt16LE(((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(), 8);
  facts.writeUInt32LE(crc32(raw), 10);
  facts.writeUInt32LE(packed.length, 14);
  facts.writeUInt32LE(raw.length, 18);
  facts.writeUInt16LE(label.length, 22);
  return facts;
}

function signed(signature: number, bytes: number, fill: (buffer: Buffer) => void): Buffer {
  const buffer = Buffer.alloc(bytes);
  fill(buffer);
  buffer.writeUInt32LE(signature, 0);
  return buffer;
}
