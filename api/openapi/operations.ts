/** What runs beside the API proper, for those who operate it: documented by hand, for it is no route with a role. */
export const OPERATIONS = {
  '/livez': plain('getLivez', 'Is the process alive?', { 200: 'It answers.' }),
  '/readyz': plain('getReadyz', 'Can it accept facts?', {
    200: '`ready`, or `degraded` while Temporal cannot be reached: facts are still accepted and wait in the outbox.',
    503: '`not_ready`: the database is away or its schema is behind. `draining`: the process ends.',
  }),
  '/metrics': {
    get: {
      operationId: 'getMetrics',
      tags: ['Operations'],
      summary: 'Metrics for Prometheus',
      description: 'Needs a key of the role operate, unless PERENNIAL_METRICS_PUBLIC is set.',
      responses: {
        200: { description: 'Prometheus text format.', content: { 'text/plain': { schema: { type: 'string' } } } },
        401: { $ref: '#/components/responses/Problem401' },
        403: { $ref: '#/components/responses/Problem403' },
        503: { $ref: '#/components/responses/Problem503' },
      },
    },
  },
  '/openapi.json': plain('getOpenapi', 'This document', { 200: 'OpenAPI 3.1.' }),
} as const;

function plain(operationId: string, summary: string, answers: Readonly<Record<number, string>>) {
  const responses = Object.fromEntries(
    Object.entries(answers).map(([status, description]) => [
      status,
      { description, content: { 'application/json': { schema: { type: 'object' } } } },
    ]),
  );
  return { get: { operationId, tags: ['Operations'], summary, security: [], responses } };
}
