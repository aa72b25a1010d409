import { z } from 'zod';
import { STORY_KINDS, type StoryKind } from '../../domain/timeline';
import { resolveCustomerId } from '../../prisma/customers';
import { readCustomerStory, type StoryMoment } from '../../prisma/customer-story';
import type { ApiDeps } from '../deps';
import { encodeCursor, pageOf, pageQuery } from '../page';
import { route, type Route } from '../route';
import { snakeKeys, timelinePlace } from './timeline-view';

const one = STORY_KINDS.join('|');

const momentSchema = z.looseObject({
  at: z.iso.datetime(),
  kind: z.enum(STORY_KINDS),
  enrollment_id: z.uuid().nullable().meta({ description: 'The run that it belongs to, if any.' }),
});

/** A customer's whole story on one line of time (M18, X07). */
export function customerTimelineRoute({ db }: Pick<ApiDeps, 'db'>): Route {
  return route({
    method: 'get',
    path: '/v1/customers/:id/timeline',
    right: 'read',
    tag: 'Customers',
    summary: 'Read what happened to a customer and what they did and said, the latest first',
    description:
      'Across all channels: journeys, messages (`now` says how each fares), what was said, events with their properties, tasks, consents, ' +
      'notes and holds of staff, corrections, and moves through the lifecycle with what caused them.',
    params: z.object({ id: z.string().max(512).meta({ description: 'Our id, or the user id of the backend.' }) }),
    query: pageQuery.extend({
      kinds: z
        .string()
        .max(300)
        .regex(new RegExp(`^(${one})(,(${one}))*$`), 'must be kinds, separated by commas')
        .optional()
        .meta({ description: 'Only moments of these kinds, separated by commas, as in `touch,utterance`.' }),
    }),
    responses: { 200: { description: 'Moments.', schema: pageOf(momentSchema) } },
    async handle({ params, query: { limit, cursor, kinds } }) {
      const customerId = await resolveCustomerId(db, params.id);
      const asked = kinds === undefined ? undefined : ([...new Set(kinds.split(','))] as StoryKind[]);
      const page = { kinds: asked, before: timelinePlace(cursor), limit: limit + 1 };
      const moments = await readCustomerStory(db, customerId, page);
      const last = moments.length > limit ? moments[limit - 1] : undefined;
      return {
        status: 200,
        body: {
          data: moments.slice(0, limit).map(momentView),
          next_cursor: last ? encodeCursor([last.place.at.toISOString(), last.place.seq, last.place.key]) : null,
        },
      };
    },
  });
}

/* Names within properties are the backend's and stay as they are. What was done in a steering is called `kind` in its detail too. */
function momentView({ kind, detail, enrollmentId, place }: StoryMoment): z.input<typeof momentSchema> {
  const { properties, ...ours } = detail;
  const { kind: action, ...fields } = snakeKeys(ours) as Record<string, unknown>;
  return {
    at: place.at.toISOString(),
    kind,
    enrollment_id: enrollmentId,
    ...(action !== undefined && { action }),
    ...fields,
    ...(properties !== undefined && { properties }),
  };
}
