import { z } from 'zod';
import { Conflict, InvalidInput } from '../../domain/errors';
import { fillTemplate, insistOnTemplate, TEMPLATE_VALUES } from '../../domain/reply-template';
import type { ReplyTemplate } from '../../prisma/generated/client';
import {
  changeTemplate,
  createTemplate,
  listTemplates,
  readTemplate,
  removeTemplate,
  type TemplateText,
} from '../../prisma/reply-templates';
import { resolveCustomerId } from '../../prisma/customers';
import { inTransaction } from '../../prisma/transaction';
import type { ApiDeps } from '../deps';
import { etagOf, PreconditionFailed, requiredVersion } from '../if-match';
import { decodeCursor, encodeCursor, pageOf, pageQuery } from '../page';
import { route, type Route } from '../route';
import { templateValues } from '../template-values';

const TAG = 'Conversations';
const one = z.object({ id: z.uuid().meta({ description: 'The template.' }) });
const locale = z.enum(['en', 'de']);

const written = z.strictObject({
  name: z.string().trim().min(1).max(100),
  locale,
  body: z
    .string()
    .trim()
    .min(1)
    .max(10_000)
    .meta({
      description: `May speak of ${TEMPLATE_VALUES.join(', ')}, as in \`{{ customer.first_name | there }}\`: what is behind the bar stands in when it is not known.`,
    }),
  playbook: z.string().max(100).nullable().default(null).meta({ description: 'Whose tasks offer it; null: all.' }),
});

const templateSchema = z.object({
  id: z.uuid(),
  version: z.int(),
  name: z.string(),
  locale,
  body: z.string(),
  playbook: z.string().nullable(),
  updated_by: z.string(),
  updated_at: z.iso.datetime(),
});

/** The texts that people's answers begin with: read by whoever answers, written by leads. */
export function replyTemplateRoutes(deps: Pick<ApiDeps, 'db' | 'playbooks' | 'speaker'>): Route[] {
  const { db } = deps;
  const answers = { description: 'The template; its `ETag` is the version.', schema: templateSchema };

  return [
    route({
      method: 'get',
      path: '/v1/reply-templates',
      right: 'read',
      tag: TAG,
      summary: 'List the texts that answers begin with, by name',
      query: pageQuery.extend({
        locale: locale.optional(),
        playbook: z
          .string()
          .max(100)
          .optional()
          .meta({ description: 'Those that its tasks offer, with those of all.' }),
      }),
      responses: { 200: { description: 'Templates.', schema: pageOf(templateSchema) } },
      async handle({ query: { limit, cursor, ...filters } }) {
        const [name, id] = cursor === undefined ? [] : decodeCursor(cursor, ['text', 'uuid']);
        const after = name !== undefined && id ? { name, id } : undefined;
        const rows = await listTemplates(db, filters, { after, limit: limit + 1 });
        const last = rows.length > limit ? rows[limit - 1] : undefined;
        return {
          status: 200,
          body: {
            data: rows.slice(0, limit).map(templateView),
            next_cursor: last ? encodeCursor([last.name, last.id]) : null,
          },
        };
      },
    }),
    route({
      method: 'post',
      path: '/v1/reply-templates',
      right: 'lead',
      tag: TAG,
      summary: 'Write a text that answers can begin with',
      body: written,
      responses: { 201: answers },
      async handle({ body, caller, now, requestId }) {
        insistOnText(body);
        const editor = { by: caller.name, requestId };
        return answered(201, await inTransaction(db, (tx) => createTemplate(tx, body, editor, now)));
      },
    }),
    route({
      method: 'get',
      path: '/v1/reply-templates/:id',
      right: 'read',
      tag: TAG,
      summary: 'Read a text that answers begin with',
      params: one,
      responses: { 200: answers },
      handle: async ({ params }) => answered(200, await readTemplate(db, params.id)),
    }),
    route({
      method: 'put',
      path: '/v1/reply-templates/:id',
      right: 'lead',
      tag: TAG,
      summary: 'Change a text that answers begin with',
      params: one,
      body: written,
      ifMatch: true,
      problems: [409, 412, 428],
      responses: { 200: answers },
      async handle(request) {
        const { params, body, caller, now, requestId } = request;
        const version = requiredVersion(request);
        insistOnText(body);
        const editor = { by: caller.name, requestId };
        try {
          return answered(
            200,
            await inTransaction(db, (tx) => changeTemplate(tx, params.id, version, body, editor, now)),
          );
        } catch (error) {
          if (error instanceof Conflict && error.extra['stale'])
            throw new PreconditionFailed(error.message, Number(error.extra['version']));
          throw error;
        }
      },
    }),
    route({
      method: 'delete',
      path: '/v1/reply-templates/:id',
      right: 'lead',
      tag: TAG,
      summary: 'Remove a text that answers begin with',
      params: one,
      responses: { 204: { description: 'It is gone.' } },
      async handle({ params, caller, now, requestId }) {
        await inTransaction(db, (tx) => removeTemplate(tx, params.id, { by: caller.name, requestId }, now));
        return { status: 204 };
      },
    }),
    route({
      method: 'post',
      path: '/v1/reply-templates/:id/rendering',
      right: 'work',
      tag: TAG,
      summary: 'Fill a text with the values of a customer, for a person to send',
      description:
        'Nothing is sent or written. What is not known stays as it is and is listed in `missing`: such a text is not sent.',
      params: one,
      body: z.strictObject({ customer_id: z.string().max(512) }),
      responses: {
        200: { description: 'The text.', schema: z.object({ text: z.string(), missing: z.array(z.string()) }) },
      },
      async handle({ params, body, caller }) {
        const template = await readTemplate(db, params.id);
        const customerId = await resolveCustomerId(db, body.customer_id);
        const sender = caller.session?.staff.name ?? caller.name;
        const values = await templateValues(deps, customerId, { sender, locale: template.locale });
        const { text, missing } = fillTemplate(template.body, values);
        return { status: 200, body: { text, missing: [...missing] } };
      },
    }),
  ];

  function insistOnText({ body, playbook }: TemplateText): void {
    insistOnTemplate(body);
    if (playbook === null || deps.playbooks[playbook]) return;
    throw new InvalidInput('There is no such playbook.', [
      { pointer: '/playbook', detail: 'is no playbook of this version' },
    ]);
  }
}

function answered(status: 200 | 201, template: ReplyTemplate) {
  return { status, body: templateView(template), headers: { ETag: etagOf(template.version) } };
}

function templateView({ updatedBy, updatedAt, ...template }: ReplyTemplate): z.input<typeof templateSchema> {
  return {
    ...template,
    locale: template.locale as 'en' | 'de',
    updated_by: updatedBy,
    updated_at: updatedAt.toISOString(),
  };
}
