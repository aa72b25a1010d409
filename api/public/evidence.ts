import type { Visit } from './visit';

/** What shows that a person did it: where from and with what program, as far as the request says. */
export function evidenceOf({ request }: Pick<Visit, 'request'>): Readonly<Record<string, string | undefined>> {
  return { ip: request.ip, userAgent: request.get('user-agent')?.slice(0, 300) };
}
