import express, { type Request, type Response } from 'express';

/** Reads a body as the bytes that were signed. Throws 413 above `limit`, and 415 for a body that was packed: no provider does that. */
export function rawBody(limit: number): (request: Request, response: Response) => Promise<Buffer> {
  const read = express.raw({ type: () => true, limit, inflate: false });
  return async (request, response) => {
    await new Promise<void>((resolve, reject) => {
      read(request, response, (error?: unknown) => (error ? reject(error as Error) : resolve()));
    });
    const body: unknown = request.body;
    return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  };
}
