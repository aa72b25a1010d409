import { z } from 'zod';
import { resolveCustomerId } from '../../prisma/customers';
import { readPositions } from '../../prisma/positions';
import type { ApiDeps } from '../deps';
import { route, type Route } from '../route';
import { enrollmentSchema, enrollmentView, nextSchema, nextView } from './enrollment-view';

const positionSchema = z.object({
  journey: z.string(),
  owner: z.string(),
  story: z.string(),
  stages: z.array(z.string()),
  runs: z.int().meta({ description: 'How often they entered it.' }),
  enrollment: enrollmentSchema.nullable().meta({ description: 'The run that is open, else the last one.' }),
  next: nextSchema.nullable().meta({ description: 'What happens next when nobody does anything.' }),
  refusal: z
    .object({ reason: z.string(), at: z.iso.datetime() })
    .nullable()
    .meta({ description: 'The last time that they were not let in, and the rule that refused.' }),
});

/** Where a customer stands in every journey (X07). */
export function customerJourneysRoute({ db, journeys }: Pick<ApiDeps, 'db' | 'journeys'>): Route {
  return route({
    method: 'get',
    path: '/v1/customers/:id/journeys',
    right: 'read',
    tag: 'Customers',
    summary: 'Read where a customer stands in every journey, and what comes next',
    params: z.object({ id: z.string().max(512).meta({ description: 'Our id, or the user id of the backend.' }) }),
    responses: {
      200: {
        description: 'Every journey, in the order of their names.',
        schema: z.object({ data: z.array(positionSchema) }),
      },
    },
    async handle({ params }) {
      const customerId = await resolveCustomerId(db, params.id);
      const named = journeys.toSorted((one, other) => (one.name < other.name ? -1 : 1));
      const positions = await readPositions(
        db,
        customerId,
        named.map(({ name }) => name),
      );
      const data = named.map(({ name, owner, story, stages }, index) => {
        const { runs, enrollment, next, refusal } = positions[index]!;
        return {
          journey: name,
          owner,
          story,
          stages: [...stages],
          runs,
          enrollment: enrollment && enrollmentView(enrollment),
          next: nextView(next),
          refusal: refusal && { reason: refusal.reason, at: refusal.at.toISOString() },
        };
      });
      return { status: 200, body: { data } };
    },
  });
}
