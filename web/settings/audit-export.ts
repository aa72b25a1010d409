import { toCsv } from '../../domain/csv';
import { call, type Reply } from '../client/call';

/** What the audit log is searched by. */
export interface AuditFilters {
  readonly actor?: string;
  readonly action?: string;
  readonly subject?: string;
}

export type AuditFormat = 'csv' | 'json';

type Entry = Reply<'GET /v1/audit'>['data'][number];

const PAGE = 100;

/** Reads everything that was found, page by page from the beginning, and writes it as a file's text; `told` hears how much was read. */
export async function exportAudit(
  filters: AuditFilters,
  format: AuditFormat,
  told: (count: number) => void,
): Promise<string> {
  const entries: Entry[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: Reply<'GET /v1/audit'> = await call('GET /v1/audit', {
      query: { ...filters, order: 'oldest', limit: PAGE, ...(cursor && { cursor }) },
    });
    entries.push(...page.data);
    cursor = page.next_cursor;
    told(entries.length);
  }
  return format === 'csv' ? toCsv(entries) : `${JSON.stringify(entries, null, 2)}\n`;
}

/** Hands a file to the reader. */
export function download(text: string, format: AuditFormat): void {
  const type = format === 'csv' ? 'text/csv' : 'application/json';
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `perennial-audit.${format}`;
  link.click();
  URL.revokeObjectURL(url);
}
