import { InvalidInput } from '../domain/errors';
import { inHeader } from './place';
import { HttpProblem } from './problem';

/** The version that the caller read is not the newest (412). `current` is the newest, sent as `ETag` and as `current_version`. */
export class PreconditionFailed extends HttpProblem {
  constructor(detail: string, current?: number) {
    const known =
      current === undefined ? {} : { headers: { ETag: etagOf(current) }, extra: { current_version: current } };
    super('precondition_failed', detail, known);
  }
}

/** The entity tag of a version number: `3` is `"3"`. */
export function etagOf(version: number): string {
  return `"${version}"`;
}

/**
 * The version in `If-Match`: `"3"`, `W/"3"` and a bare `3` are the same. Throws a 428 problem when the header is missing,
 * InvalidInput (400) for `*` and for lists, which would defeat its purpose, and PreconditionFailed (412) for a tag that is not ours.
 */
export function requiredVersion(request: { readonly header: (name: string) => string | undefined }): number {
  const tag = request.header('if-match')?.trim();
  if (!tag) {
    throw new HttpProblem('precondition_required', 'Send the ETag that you read in the If-Match header.', {
      errors: [{ pointer: inHeader('If-Match'), detail: 'is needed' }],
    });
  }
  if (tag === '*' || tag.includes(',')) {
    throw new InvalidInput('If-Match must name exactly one version.', [
      { pointer: inHeader('If-Match'), detail: 'must be one ETag, such as "3"' },
    ]);
  }
  const version = /^(?:W\/)?"(\d{1,9})"$|^(\d{1,9})$/.exec(tag);
  if (!version) throw new PreconditionFailed('If-Match holds no version of this resource.');
  return Number(version[1] ?? version[2]);
}
