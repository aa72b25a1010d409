import type { Fault } from '../domain/errors';
import { inHeader, inPath } from './place';
import type { ProblemDraft } from './problem';

/**
 * The problem behind an error of Express or its body reader, which carry the status of what the client did; undefined for any other
 * error. Their own texts are not passed on: they may quote the body.
 */
export function transportProblem(error: unknown): ProblemDraft | undefined {
  if (!(error instanceof Error) || !('status' in error)) return undefined;
  const type = 'type' in error ? error.type : undefined;
  switch (error.status) {
    case 400:
      return unreadable(type, error.message.startsWith('Failed to decode'));
    case 413:
      return { code: 'too_large', detail: tooLarge('limit' in error ? error.limit : undefined) };
    case 415:
      return draft('unsupported_media_type', 'The body is packed in a way that is not known here.', {
        pointer: inHeader('Content-Encoding'),
        detail: 'must be gzip, deflate or br',
      });
    default:
      return undefined;
  }
}

function unreadable(type: unknown, inPathItself: boolean): ProblemDraft {
  if (inPathItself)
    return draft('malformed_request', 'The path cannot be decoded.', {
      pointer: inPath([]),
      detail: 'is not percent-encoded UTF-8',
    });
  if (type === 'request.size.invalid')
    return draft('malformed_request', 'The body has not the length that was announced.', {
      pointer: inHeader('Content-Length'),
      detail: 'is not the length of the body',
    });
  return draft('malformed_request', 'The body cannot be unpacked.', {
    pointer: inHeader('Content-Encoding'),
    detail: 'is not how the body is packed',
  });
}

function tooLarge(limit: unknown): string {
  return typeof limit === 'number' ? `The body is larger than ${limit} bytes.` : 'The body is too large.';
}

function draft(code: ProblemDraft['code'], detail: string, fault: Fault): ProblemDraft {
  return { code, detail, errors: [fault] };
}
