import type { TemplateValue } from '../domain/reply-template';
import { valuesFor } from '../messages/values';
import { companiesOf } from '../prisma/inbox/list';
import type { ApiDeps } from './deps';

/** What templates may say to a customer, in the name of `sender`: the same facts as in messages, written out in the language of the text. */
export async function templateValues(
  { db, speaker }: Pick<ApiDeps, 'db' | 'speaker'>,
  customerId: string,
  { sender, locale }: { readonly sender: string; readonly locale: string },
): Promise<(name: TemplateValue) => string | undefined> {
  const [customer, companies] = await Promise.all([
    db.customer.findUniqueOrThrow({ where: { id: customerId } }),
    companiesOf(db, [customerId]),
  ]);
  const { productName, productUrl } = speaker;
  const account = companies.get(customerId) ?? null;
  const values = valuesFor({ ...customer, account }, { productName, productUrl: productUrl ?? '', senderName: sender });
  return (name) => {
    const [branch = '', leaf = ''] = name.split('.');
    const value = values[branch]?.[leaf];
    if (value === null || value === undefined || value === '') return undefined;
    if (typeof value !== 'object') return String(value);
    return 'at' in value
      ? new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: value.timeZone }).format(value.at)
      : undefined;
  };
}
