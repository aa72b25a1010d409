import { Button, Group, Menu, NativeSelect, TextInput } from '@mantine/core';
import { IconFileSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { call } from '../client/call';
import { useIdOf, useNameOf } from '../inbox/names';
import table from '../journeys/journey.module.css';
import { textIn } from '../parts/form';
import { useFormat } from '../parts/format';
import { Empty, Failure, Loading, useProblemText } from '../parts/states';
import { toast } from '../parts/toasts';
import { useWords } from '../parts/words';
import { AUDIT_WORDS } from './audit-words';
import { download, exportAudit, type AuditFilters, type AuditFormat } from './audit-export';
import { More } from './more';
import { SectionHead, useChange } from './section';
import classes from './settings.module.css';

/** Who changed what, searched and taken away as a file, and whether anything in it was tampered with. */
export function AuditSection() {
  const said = useWords(AUDIT_WORDS);
  const { dateTime } = useFormat();
  const nameOf = useNameOf();
  const idOf = useIdOf();
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
    setFilters(
      Object.fromEntries(
        given
          .filter(([, value]) => value !== '')
          .map(([name, value]) => [name, name === 'actor' ? idOf(value) : value]),
      ),
    );
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
        <div className={classes['search']}>
          <TextInput name="actor" label={said.actor} placeholder={said.actorHint} />
          <NativeSelect
            name="action"
            label={said.action}
            data={[
              { value: '', label: said.anything },
              ...Object.entries(said.actions).map(([value, label]) => ({ value, label })),
            ]}
          />
          <TextInput name="subject" label={said.subject} placeholder={said.subjectHint} />
          <Button type="submit" variant="default">
            {said.search}
          </Button>
        </div>
      </form>
      {log.isPending && <Loading />}
      {log.error && <Failure error={log.error} retry={() => void log.refetch()} />}
      {log.data && entries.length === 0 && (
        <Empty title={said.none} icon={IconFileSearch}>
          {said.noneMore}
        </Empty>
      )}
      {entries.length > 0 && (
        <div className={table['table']}>
          <table>
            <thead>
              <tr>
                {[said.when, said.actor, said.action, said.subject, said.detail].map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {entries.map((entry) => (
                <tr key={entry.seq}>
                  <td>
                    <time dateTime={entry.at}>{dateTime(entry.at)}</time>
                  </td>
                  <td data-label={said.actor}>{nameOf(entry.actor)}</td>
                  <td data-label={said.action}>{said.actions[entry.action] ?? entry.action}</td>
                  <td data-label={said.subject} className={classes['mono']}>
                    {entry.subject}
                  </td>
                  <td data-label={said.detail}>
                    <Detail of={entry.detail} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <More list={log} />
    </>
  );
}

function Detail({ of: detail }: { readonly of: Readonly<Record<string, unknown>> }) {
  const said = useWords(AUDIT_WORDS);
  if (Object.keys(detail).length === 0) return <>–</>;
  return (
    <details>
      <summary style={{ whiteSpace: 'nowrap' }}>{said.show}</summary>
      <pre className={classes['mono']}>{JSON.stringify(detail, null, 1)}</pre>
    </details>
  );
}

function Export({ filters }: { readonly filters: AuditFilters }) {
  const said = useWords(AUDIT_WORDS);
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
