import express, { type Request, type Response } from 'express';
import { whereJsonBreaks } from './json-fault';
import { inHeader } from './place';
import { HttpProblem } from './problem';

/** Largest body of a route that names no limit of its own, in bytes. */
const DEFAULT_BODY_LIMIT = 100 * 1024;

/** Reads and parses a JSON body, once; undefined when the request has none. */
export type ReadBody = (request: Request, response: Response) => Promise<unknown>;

/**
 * A reader for bodies up to `limit` bytes after decompression. Throws problems: 413, 415 for another media type or
 * charset, 400 with the `position` of the fault for broken JSON or text that is not UTF-8.
 */
export function bodyReader(limit: number = DEFAULT_BODY_LIMIT): ReadBody {
  const readBytes = express.raw({ type: () => true, limit });
  const decoder = new TextDecoder('utf-8', { fatal: true });

  return async (request, response) => {
    if (!hasBody(request)) return undefined;
    requireJson(request);
    await new Promise<void>((resolve, reject) => {
      readBytes(request, response, (error?: unknown) => (error ? reject(error as Error) : resolve()));
    });
    const bytes: unknown = request.body;
    return bytes instanceof Buffer && bytes.length > 0 ? parse(textOf(bytes, decoder)) : undefined;
  };
}

function hasBody(request: Request): boolean {
  return request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
}

function requireJson(request: Request): void {
  const charset = /charset="?([^";\s]+)/i.exec(request.headers['content-type'] ?? '')?.[1]?.toLowerCase() ?? 'utf-8';
  const isJson = request.is(['application/json', 'application/*+json']);
  if (isJson && (charset === 'utf-8' || charset === 'utf8')) return;
  throw new HttpProblem('unsupported_media_type', 'Send the body as application/json in UTF-8.', {
    headers: { Accept: 'application/json' },
    errors: [{ pointer: inHeader('Content-Type'), detail: 'must be application/json, in UTF-8' }],
  });
}

function textOf(bytes: Buffer, decoder: InstanceType<typeof TextDecoder>): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new HttpProblem('malformed_json', 'The body is not text in UTF-8.', {
      errors: [{ pointer: '', detail: 'is not text in UTF-8' }],
    });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    const position = whereJsonBreaks(text);
    const fault = position >= text.length ? 'ends too early' : `breaks at character ${position}`;
    throw new HttpProblem('malformed_json', `The JSON ${fault}.`, {
      extra: { position },
      errors: [{ pointer: '', detail: fault }],
    });
  }
}
