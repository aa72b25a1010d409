import { randomBytes } from 'node:crypto';
import { defaultPayloadConverter, type Payload, type PayloadCodec } from '@temporalio/common';
import { temporal as proto } from '@temporalio/proto';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import fc from 'fast-check';
import { InvalidInput } from '../domain/errors';
import { dataConverter } from '../temporal/data-converter';
import { eventSignal, steerSignal, TASK_QUEUE } from '../workflows/messages';
import { startTemporalServer } from './fixtures/temporal-server';

const newKey = () => randomBytes(32).toString('base64');

describe('the encrypting data converter', () => {
  test('what was encrypted comes back as it was, and shows nothing of itself', async () => {
    const codec = codecOf(newKey());
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.string({ minLength: 6 }), async (value, secret) => {
        const payload = payloadOf({ value, secret });
        const [sealed] = await codec.encode([payload]);
        expect(bytesOf(sealed!).includes(Buffer.from(secret))).toBe(false);
        expect(await codec.decode([sealed!])).toEqual([expect.objectContaining({ data: payload.data })]);
      }),
    );
  });

  test('keys are rotated by putting the new one first; payloads from before encryption still pass', async () => {
    const [old, fresh] = [newKey(), newKey()];
    const plain = payloadOf('before');
    const [sealed] = await codecOf(old).encode([payloadOf('old')]);
    const rotated = codecOf(`${fresh}, ${old}`);
    expect((await rotated.decode([sealed!, plain])).map(valueOf)).toEqual(['old', 'before']);
    const [resealed] = await rotated.encode([payloadOf('new')]);
    expect((await codecOf(fresh).decode([resealed!])).map(valueOf)).toEqual(['new']);
  });

  test('a missing key is named, and a payload that was tampered with is not opened', async () => {
    const codec = codecOf(newKey());
    const [sealed] = await codec.encode([payloadOf('secret')]);
    await expect(codecOf(newKey()).decode([sealed!])).rejects.toThrow(
      /encrypted with key [0-9a-f]{12}, which is not among the configured ones/,
    );
    sealed!.data!.set([sealed!.data!.at(-1)! ^ 1], sealed!.data!.length - 1);
    await expect(codec.decode([sealed!])).rejects.toThrow(/unable to authenticate/);
  });

  test('a key that is not one is refused without being quoted', () => {
    const refused = () => dataConverter(`${newKey()},correct horse battery staple`);
    expect(refused).toThrow(InvalidInput);
    expect(refused).toThrow(/^encryption key 2 must be 32 bytes in base64/);
    expect(dataConverter()).toEqual({});
  });

  test('clients and workers that share a key understand each other, failures included, and the server reads none of it', async () => {
    Runtime.install({ logger: new DefaultLogger('ERROR') });
    const encryptionKey = newKey();
    const temporal = await startTemporalServer({ encryptionKey });
    const connection = await NativeConnection.connect({ address: temporal.address });
    try {
      const worker = await Worker.create({
        connection,
        taskQueue: TASK_QUEUE,
        workflowsPath: require.resolve('./fixtures/relay-workflows'),
        dataConverter: dataConverter(encryptionKey),
      });
      const history = await worker.runUntil(async () => {
        const options = {
          taskQueue: TASK_QUEUE,
          workflowId: 'a',
          args: [{ enrollmentId: 'plainly', customerId: 'b' }],
          staticSummary: 'plainly',
        };
        const run = await temporal.client.workflow.start('listening', options);
        await run.signal(eventSignal, {
          eventId: 'plainly',
          type: 'it.breaks',
          occurredAt: 0,
          data: { secret: 'plainly' },
        });
        expect(await run.query('heard')).toEqual(['plainly']);
        await run.signal(steerSignal, { steerId: 's', kind: 'exit' });
        await expect(run.result()).rejects.toMatchObject({ cause: { message: 'secret: plainly' } });
        return run.fetchHistory();
      });
      const bytes = Buffer.from(proto.api.history.v1.History.encode(history).finish());
      expect(bytes.includes('plainly')).toBe(false);
      expect(bytes.includes('Encoded failure')).toBe(true);
    } finally {
      await connection.close();
      await temporal.stop();
    }
  });
});

function codecOf(keys: string): PayloadCodec {
  return dataConverter(keys).payloadCodecs![0]!;
}

function payloadOf(value: unknown): Payload {
  return defaultPayloadConverter.toPayload(value)!;
}

function valueOf(payload: Payload): unknown {
  return defaultPayloadConverter.fromPayload(payload);
}

function bytesOf(payload: Payload): Buffer {
  return Buffer.concat([...Object.values(payload.metadata ?? {}), payload.data ?? Buffer.of()]);
}
