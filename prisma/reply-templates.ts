import { Conflict, NotFound } from '../domain/errors';
import { newId } from '../domain/ids';
import { audit } from './audit';
import type { Db, Tx } from './client';
import type { ReplyTemplate } from './generated/client';

/** A text that answers begin with. `playbook`: whose tasks offer it; null: all. */
export interface TemplateText {
  readonly name: string;
  readonly locale: string;
  readonly body: string;
  readonly playbook: string | null;
}

/** Who changes a template. */
interface Editor {
  readonly by: string;
  readonly requestId: string;
}

/** Templates by name and locale, beyond a place. `playbook`: those that its tasks offer, with those that all do. */
export function listTemplates(
  db: Db,
  { locale, playbook }: { readonly locale?: string | undefined; readonly playbook?: string | undefined },
  {
    after,
    limit,
  }: { readonly after?: { readonly name: string; readonly id: string } | undefined; readonly limit: number },
): Promise<ReplyTemplate[]> {
  return db.replyTemplate.findMany({
    where: {
      AND: [
        locale === undefined ? {} : { locale },
        playbook === undefined ? {} : { OR: [{ playbook }, { playbook: null }] },
        after === undefined ? {} : { OR: [{ name: { gt: after.name } }, { name: after.name, id: { gt: after.id } }] },
      ],
    },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: limit,
  });
}

/** One template. Throws NotFound. */
export async function readTemplate(db: Db | Tx, id: string): Promise<ReplyTemplate> {
  const template = await db.replyTemplate.findUnique({ where: { id } });
  if (!template) throw new NotFound('There is no such template.');
  return template;
}

/** Writes a new template, and that it was written. Throws Conflict when there is one of this name in this language. */
export async function createTemplate(tx: Tx, text: TemplateText, editor: Editor, now: Date): Promise<ReplyTemplate> {
  await insistOnName(tx, text, null);
  const template = await tx.replyTemplate.create({
    data: { id: newId(now), ...text, updatedBy: editor.by, updatedAt: now },
  });
  await note(tx, 'reply_template.created', template, editor, now);
  return template;
}

/** Changes a template that was read at a version. Throws NotFound, or Conflict (`extra.stale` when it has changed since). */
export async function changeTemplate(
  tx: Tx,
  id: string,
  version: number,
  text: TemplateText,
  editor: Editor,
  now: Date,
): Promise<ReplyTemplate> {
  await insistOnVersion(tx, id, version);
  await insistOnName(tx, text, id);
  const data = { ...text, version: { increment: 1 }, updatedBy: editor.by, updatedAt: now };
  const template = await tx.replyTemplate.update({ where: { id }, data });
  await note(tx, 'reply_template.changed', template, editor, now);
  return template;
}

/** Removes a template; answers that began with it stay. Throws NotFound. */
export async function removeTemplate(tx: Tx, id: string, editor: Editor, now: Date): Promise<void> {
  const template = await readTemplate(tx, id);
  await tx.replyTemplate.delete({ where: { id } });
  await note(tx, 'reply_template.removed', template, editor, now);
}

async function insistOnVersion(tx: Tx, id: string, version: number): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM reply_templates WHERE id = ${id}::uuid FOR UPDATE`;
  const template = await readTemplate(tx, id);
  if (template.version !== version)
    throw new Conflict('The template has changed since you read it.', { stale: true, version: template.version });
}

async function insistOnName(tx: Tx, { name, locale }: TemplateText, except: string | null): Promise<void> {
  const taken = await tx.replyTemplate.findFirst({ where: { name, locale, ...(except && { id: { not: except } }) } });
  if (taken) throw new Conflict(`There is a template "${name}" in this language already.`, { id: taken.id });
}

async function note(
  tx: Tx,
  action: string,
  template: ReplyTemplate,
  { by, requestId }: Editor,
  now: Date,
): Promise<void> {
  const { id, name, locale, playbook, version } = template;
  const detail = { name, locale, playbook, version };
  await audit(tx, { actor: by, action, subject: `reply_template:${id}`, detail, requestId }, now);
}
