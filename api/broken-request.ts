import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type Server } from 'node:http';
import { problemAnswer } from './answer';
import type { ProblemDraft } from './problem';

/**
 * Answers what Node refuses before any route sees it (no HTTP, headers that are too long, a sender who dawdles) with a problem as
 * well, and ends the connection. Nothing of it is logged or sent back.
 */
export function answerBrokenRequests(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    const requestId = randomUUID();
    const { status, headers, body } = problemAnswer(draftFor(error.code ?? ''), { path: '', requestId });
    const lines = Object.entries({
      ...headers,
      'Content-Length': Buffer.byteLength(body),
      'X-Request-Id': requestId,
      Connection: 'close',
    }).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`);
  });
}

function draftFor(code: string): ProblemDraft {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return {
        code: 'headers_too_large',
        detail: 'The address and the headers together are too long.',
        errors: [{ pointer: 'header', detail: 'must be shorter: at most 16 KB with the address' }],
      };
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return { code: 'request_timeout', detail: 'The request did not come to its end in time.' };
    default:
      return {
        code: 'malformed_request',
        detail: 'This is not HTTP.',
        errors: [{ pointer: 'header', detail: 'cannot be read' }],
      };
  }
}
