import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A built file in the forms in which it can be sent. */
export interface Asset {
  readonly type: string;
  readonly plain: Buffer;
  /** The same, compressed, by the name that `Accept-Encoding` knows. */
  readonly br?: Buffer;
  readonly gzip?: Buffer;
}

/** The staff pages as they were built: the page that begins, and what it loads, by name. */
export interface BuiltPages {
  readonly index: string;
  readonly assets: ReadonlyMap<string, Asset>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Where `npm run build` and `npm start` put the pages: beside the API in a build, in `dist` of a checkout. */
export function webFolder(): string {
  const isCheckout = path.extname(__filename) === '.ts';
  return path.resolve(__dirname, '..', '..', ...(isCheckout ? ['dist', 'web'] : ['web']));
}

/** Reads all of it once, so that no request names a file; undefined where nothing was built. */
export function readBuiltPages(folder: string): BuiltPages | undefined {
  const index = path.join(folder, 'index.html');
  if (!existsSync(index)) return undefined;
  const assets = path.join(folder, 'assets');
  const names = readdirSync(assets).filter((name) => path.extname(name) in TYPES);
  return {
    index: readFileSync(index, 'utf8'),
    assets: new Map(names.map((name) => [name, assetOf(path.join(assets, name))])),
  };
}

function assetOf(file: string): Asset {
  const compressed = (extension: string) => (existsSync(file + extension) ? readFileSync(file + extension) : undefined);
  const br = compressed('.br');
  const gzip = compressed('.gz');
  return {
    type: TYPES[path.extname(file)] ?? 'application/octet-stream',
    plain: readFileSync(file),
    ...(br && { br }),
    ...(gzip && { gzip }),
  };
}
