import type { RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * Security headers for answers that are data: nothing in them may run or be framed. Pages name what they need themselves. Browsers
 * are told to insist on TLS only where the public address says that there is TLS.
 */
export function strictHeaders(publicUrl: string | undefined): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"], baseUri: ["'none'"] },
    },
    strictTransportSecurity: publicUrl?.startsWith('https:') ? { includeSubDomains: false } : false,
  });
}
