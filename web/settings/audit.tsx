import { Button, Group, Menu, Table, Text, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { call } from '../client/call';
import { textIn } from '../parts/form';
import { useFormat } from '../parts/format';
import { Empty, Failure, Loading, useProblemText } from '../parts/states';
import { toast } from '../parts/toasts';
import { useWords, words } from '../parts/words';
import { download, exportAudit, type AuditFilters, type AuditFormat } from './audit-export';
import { More } from './more';
import { SectionHead, useChange } from './section';
import classes from './settings.module.css';

/** Who changed what, searched and taken away as a file, and whether anything in it was tampered with. */
export function AuditSection() {
  const said = useWords(WORDS);
  const { dateTime } = useFormat();
  const [filters, setFilters] = useState<AuditFilters>({});
  const log = useInfiniteQuery({
    queryKey: ['audit', filters],
    queryFn: ({ pageParam }) =>
      call('GET /v1/audit', { query: { ...filters, limit: 50, ...(pageParam && { cursor: pageParam }) } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
  });
  const verify = useChange({
    make: () => call('GET /v1/audit/verify'),
    stale: [],
    aloud: true,
    after: ({ intact, entries, broken }) =>
      intact ? toast(said.intact(entries)) : toast(said.broken(broken?.seq ?? ''), 'bad'),
  });
  const search = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const given = (['actor', 'action', 'subject'] as const).map((name) => [name, textIn(form, name).trim()] as const);
    setFilters(Object.fromEntries(given.filter(([, value]) => value !== '')));
  };
  const entries = log.data?.pages.flatMap(({ data }) => data) ?? [];
  return (
    <>
      <SectionHead
        title={said.title}
        action={
          <Group gap="xs">
            <Button variant="default" loading={verify.busy} onClick={() => verify.run(undefined)}>
              {said.verify}
            </Button>
            <Export filters={filters} />
          </Group>
        }
      >
        {said.introduction}
      </SectionHead>
      <form onSubmit={search} role="search">
        <Group align="end" mb="md">
          <TextInput name="actor" label={said.actor} placeholder="ann" w={150} />
          <TextInput name="action" label={said.action} placeholder="settings.changed" w={190} />
          <TextInput name="subject" label={said.subject} placeholder="staff:ann" w={190} />
          <Button type="submit" variant="default">
            {said.search}
          </Button>
        </Group>
      </form>
      {log.isPending && <Loading />}
      {log.error && <Failure error={log.error} retry={() => void log.refetch()} />}
      {log.data && entries.length === 0 && <Empty title={said.none} />}
      {entries.length > 0 && (
        <Table.ScrollContainer minWidth={620}>
          <Table verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{said.when}</Table.Th>
                <Table.Th>{said.actor}</Table.Th>
                <Table.Th>{said.action}</Table.Th>
                <Table.Th>{said.subject}</Table.Th>
                <Table.Th>{said.detail}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {entries.map((entry) => (
                <Table.Tr key={entry.seq}>
                  <Table.Td>
                    <Text size="sm" component="time" dateTime={entry.at}>
                      {dateTime(entry.at)}
                    </Text>
                  </Table.Td>
                  <Table.Td>{entry.actor}</Table.Td>
                  <Table.Td>{entry.action}</Table.Td>
                  <Table.Td className={classes['mono']}>{entry.subject}</Table.Td>
                  <Table.Td>
                    <details>
                      <summary>{said.show}</summary>
                      <pre className={classes['mono']}>{JSON.stringify(entry.detail, null, 1)}</pre>
                    </details>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <More list={log} />
    </>
  );
}

function Export({ filters }: { readonly filters: AuditFilters }) {
  const said = useWords(WORDS);
  const problemText = useProblemText();
  const [read, setRead] = useState<number>();
  const run = async (format: AuditFormat) => {
    setRead(0);
    try {
      download(await exportAudit(filters, format, setRead), format);
    } catch (error) {
      toast(problemText(error), 'bad');
    } finally {
      setRead(undefined);
    }
  };
  return (
    <Menu>
      <Menu.Target>
        <Button variant="default" disabled={read !== undefined}>
          {read === undefined ? said.export : said.reading(read)}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void run('csv')}>{said.csv}</Menu.Item>
        <Menu.Item onClick={() => void run('json')}>{said.json}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

const WORDS = words(
  {
    title: 'Audit log',
    introduction: 'Who changed what. Entries are never changed, and are chained so that a gap would show.',
    actor: 'Who',
    action: 'Did what',
    subject: 'To what',
    when: 'When',
    detail: 'Detail',
    show: 'Show',
    search: 'Search',
    none: 'Nothing was found',
    verify: 'Check the chain',
    intact: (entries: number) => `All ${entries} entries are as they were written.`,
    broken: (seq: string) => `Entry ${seq} was changed, left out or put in.`,
    export: 'Export',
    reading: (count: number) => `${count} read …`,
    csv: 'As CSV, for a spreadsheet',
    json: 'As JSON, with the hashes',
  },
  {
    title: 'Protokoll',
    introduction: 'Wer was geändert hat. Einträge werden nie geändert und sind verkettet, damit eine Lücke auffiele.',
    actor: 'Wer',
    action: 'Tat was',
    subject: 'Womit',
    when: 'Wann',
    detail: 'Einzelheiten',
    show: 'Zeigen',
    search: 'Suchen',
    none: 'Nichts gefunden',
    verify: 'Kette prüfen',
    intact: (entries: number) => `Alle ${entries} Einträge sind, wie sie geschrieben wurden.`,
    broken: (seq: string) => `Eintrag ${seq} wurde geändert, ausgelassen oder eingefügt.`,
    export: 'Exportieren',
    reading: (count: number) => `${count} gelesen …`,
    csv: 'Als CSV, für eine Tabelle',
    json: 'Als JSON, mit den Prüfsummen',
  },
);
