import { z } from 'zod';
import { NotFound } from '../../domain/errors';
import { NAMED } from '../../domain/translation';
import type { ApiDeps } from '../deps';
import { route, type Route } from '../route';

const names = z.record(z.string(), z.string());

const translationSchema = z.object({
  locale: z.string(),
  names: z
    .partialRecord(z.enum(NAMED), names)
    .meta({ description: 'What names of the code are called, by kind; a stage stands as `at-risk/checkIn`.' }),
  sentences: z.record(z.string(), z.string()).meta({
    description: 'By the sentence as the API answers it. `{}` stands for what is put in there, in the same order.',
  }),
});

/** What the authors of journeys and playbooks say to staff, in other languages than the one that it was written in. */
export function translationRoute({ translations = {} }: Pick<ApiDeps, 'translations'>): Route {
  return route({
    method: 'get',
    path: '/v1/translations/:locale',
    right: 'read',
    tag: 'Journeys',
    summary: 'Read what journeys, playbooks and tasks say, in another language',
    description:
      'The API answers everything in the language that it was written in, so that what is on record stays what was said. Look up here what you show ' +
      'to people: what has no translation is shown as it is.',
    params: z.object({ locale: z.string().max(35).meta({ description: 'A language, as in `de`.' }) }),
    responses: { 200: { description: 'The translation.', schema: translationSchema } },
    async handle({ params: { locale } }) {
      const translation = Object.hasOwn(translations, locale) ? translations[locale] : undefined;
      if (!translation) throw new NotFound('There is no translation into this language.');
      const body: z.input<typeof translationSchema> = { locale, ...translation };
      return { status: 200, body };
    },
  });
}
