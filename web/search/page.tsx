import { TextInput, Title } from '@mantine/core';
import { IconSearch, IconUsers, IconUserSearch } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useCommands } from '../parts/commands';
import { useFormat } from '../parts/format';
import { Empty, Failure } from '../parts/states';
import { useWords } from '../parts/words';
import { useFound, type Found } from './found';
import classes from './search.module.css';
import { WORDS } from './words';

const MOST = 50;

/** Finds customers while one types. What was typed stands in the address, so that it can be sent to a colleague. */
export function SearchPage() {
  const said = useWords(WORDS);
  const navigate = useNavigate();
  const { q = '' } = useSearch({ strict: false }) as { readonly q?: string };
  const [text, setText] = useState(q);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const { data, error, isFetching, refetch } = useFound(text, MOST);
  useEffect(() => void (document.title = `${said.title} · Perennial`), [said]);
  // The address follows what is typed, and what is typed follows an address that came from elsewhere.
  const written = useRef(q);
  useEffect(() => {
    if (q === written.current) return;
    written.current = q;
    setText(q);
  }, [q]);
  useEffect(() => {
    const timer = window.setTimeout(() => {
      if (text.trim() === written.current) return;
      written.current = text.trim();
      void navigate({ to: '/search', search: { q: written.current }, replace: true });
    }, 400);
    return () => window.clearTimeout(timer);
  }, [text, navigate]);

  const step = (by: number) => {
    const links = [...(list.current?.querySelectorAll('a') ?? [])];
    const at = links.findIndex((link) => link === document.activeElement) + by;
    (at < 0 ? field.current : links[Math.min(at, links.length - 1)])?.focus();
  };
  useCommands([
    { id: 'search focus', name: said.focus, group: said.title, keys: '/', run: () => field.current?.focus() },
    { id: 'search next', name: said.next, group: said.title, keys: 'j', onlyKeys: true, run: () => step(1) },
    { id: 'search previous', name: said.previous, group: said.title, keys: 'k', onlyKeys: true, run: () => step(-1) },
  ]);

  const typed = text.trim();
  const found = typed === '' ? undefined : data;
  return (
    <div className={classes['page']}>
      <Title order={1}>{said.title}</Title>
      <TextInput
        ref={field}
        autoFocus
        size="md"
        type="search"
        aria-label={said.focus}
        placeholder={said.placeholder}
        leftSection={<IconSearch size={18} stroke={1.6} aria-hidden />}
        value={text}
        maxLength={200}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') {
            event.preventDefault();
            step(1);
          }
        }}
      />
      <p role="status" className={classes['soft']}>
        {found && found.data.length > 0 && said.found(found.data.length, found.more)}
      </p>
      {error && !data && <Failure error={error} retry={() => void refetch()} />}
      {typed === '' && (
        <Empty title={said.focus} icon={IconUsers}>
          {said.hint}
        </Empty>
      )}
      {found?.data.length === 0 && !isFetching && (
        <Empty title={said.none(typed)} icon={IconUserSearch}>
          {said.noneText}
        </Empty>
      )}
      <ul ref={list} className={classes['found']}>
        {found?.data.map((customer) => (
          <Row key={customer.id} customer={customer} />
        ))}
      </ul>
      {found?.more && <p className={classes['soft']}>{said.more}</p>}
    </div>
  );
}

function Row({ customer }: { readonly customer: Found }) {
  const said = useWords(WORDS);
  const { relative } = useFormat();
  const { id, name, email, phone, companies, lifecycle, match, last_seen_at: seen, user_ids: userIds } = customer;
  return (
    <li>
      <Link to="/customers/$id" params={{ id }} className={classes['row']}>
        <span className={classes['name']}>{name ?? email ?? userIds[0] ?? said.nameless}</span>
        <span className={classes['soft']}>{[companies[0], email, phone].filter(Boolean).join(' · ')}</span>
        <span className={classes['end']}>
          {[said.matches[match], said.lifecycle[lifecycle], seen ? said.seen(relative(seen)) : said.neverSeen]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </Link>
    </li>
  );
}
