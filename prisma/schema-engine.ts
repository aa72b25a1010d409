import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg';
import { Pool } from 'pg';

/** Text of the schema that the code is generated from. */
export function schemaText(): string {
  return readFileSync(path.join(__dirname, 'schema.prisma'), 'utf8');
}

/**
 * Lends Prisma's own schema engine, as WebAssembly and connected to a database through the same driver as the product:
 * no engine binary, no download. Used to apply migrations and to compare schemas. Leaves no connection open.
 */
export async function withSchemaEngine<T>(url: string, work: (engine: engine.SchemaEngine) => Promise<T>): Promise<T> {
  load();
  const pool = new Pool({ connectionString: url, max: 2 });
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(new WholeScripts(pool));
    return await work(
      await engine.SchemaEngine.new({ datamodels: [['schema.prisma', schemaText()]] }, () => undefined, adapter),
    );
  } finally {
    await pool.end();
  }
}

/** Prisma's adapter cuts a script at every semicolon, also inside a function's body. PostgreSQL takes it whole, as `prisma migrate deploy` hands it over. */
class WholeScripts extends PrismaPg {
  override async connect(): ReturnType<PrismaPg['connect']> {
    return whole(await super.connect());
  }

  override async connectToShadowDb(): ReturnType<PrismaPg['connectToShadowDb']> {
    return whole(await super.connectToShadowDb());
  }
}

function whole<A extends Awaited<ReturnType<PrismaPg['connect']>>>(adapter: A): A {
  const { client } = adapter as unknown as { readonly client: Pool };
  return Object.assign(adapter, {
    async executeScript(script: string) {
      await client.query(script);
    },
  });
}

/** The two constructors used here: Node's types leave WebAssembly to the browser's. */
interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: { __wbindgen_start?(): void } };
}

let loaded = false;

/** Its wait for a lock leaves a timer of ten seconds behind, which must not keep a finished process alive. */
const patient = Object.fromEntries(
  Object.keys(engine)
    .filter((name) => name.startsWith('__wbg_setTimeout_'))
    .map((name) => [name, (done: () => void, ms: number) => setTimeout(done, ms).unref()]),
);

/** The package's own entry expects a bundler that can import .wasm, so the module is brought up by hand. */
function load(): void {
  if (loaded) return;
  const file = path.join(
    path.dirname(require.resolve('@prisma/schema-engine-wasm/schema_engine_bg')),
    'schema_engine_bg.wasm',
  );
  const { Module, Instance } = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly;
  const { exports } = new Instance(new Module(readFileSync(file)), {
    './schema_engine_bg.js': { ...engine, ...patient },
  });
  (engine as unknown as { __wbg_set_wasm(exports: object): void }).__wbg_set_wasm(exports);
  exports.__wbindgen_start?.();
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: {
      set_message: (message: string) => {
        throw new Error(`Prisma's schema engine failed: ${message}`);
      },
    },
  });
  loaded = true;
}
