import { Avatar, Badge, Button, Checkbox, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSession } from '../app/session';
import { call, type Reply } from '../client/call';
import { useNameOf } from '../inbox/names';
import { useFormat } from '../parts/format';
import { Failure, Loading } from '../parts/states';
import { capital } from '../parts/sentence';
import { useNames } from '../parts/translation';
import { useWords } from '../parts/words';
import { InviteDialog, LinkDialog, type Invited } from './invite';
import { absenceOf, MemberDialog } from './member';
import { More } from './more';
import { SectionHead, useChange } from './section';
import classes from './settings.module.css';
import { TEAM_WORDS } from './team-words';

/** Somebody of the team. */
export type Member = Reply<'GET /v1/staff'>['data'][number];

/** The team: everybody sees it, leads share out the work, administrators say who may do what. */
export function TeamSection() {
  const said = useWords(TEAM_WORDS);
  const { can } = useSession();
  const [disabled, setDisabled] = useState(false);
  const [inviting, setInviting] = useState(false);
  const [invited, setInvited] = useState<Invited>();
  const [changing, setChanging] = useState<Member>();
  const team = useInfiniteQuery({
    queryKey: ['staff', { disabled }],
    queryFn: ({ pageParam }) =>
      call('GET /v1/staff', { query: { limit: 100, disabled, ...(pageParam && { cursor: pageParam }) } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
  });
  const again = useChange({
    make: (id: string) => call('POST /v1/staff/{id}/invitation', { path: { id } }),
    stale: ['staff'],
    aloud: true,
    after: setInvited,
  });
  const nameOf = useNameOf();
  const members = team.data?.pages.flatMap(({ data }) => data) ?? [];

  return (
    <>
      <SectionHead
        title={said.title}
        action={can('administer') && <Button onClick={() => setInviting(true)}>{said.invite}</Button>}
      >
        {said.introduction}
      </SectionHead>
      <Checkbox
        mb="sm"
        label={said.showDisabled}
        checked={disabled}
        onChange={(event) => setDisabled(event.currentTarget.checked)}
      />
      {team.isPending && <Loading />}
      {team.error && <Failure error={team.error} retry={() => void team.refetch()} />}
      <ul className={classes['rows']}>
        {members.map((member) => (
          <MemberRow
            key={member.id}
            member={member}
            nameOf={nameOf}
            onChange={can('lead') ? () => setChanging(member) : undefined}
            onInvite={can('administer') && member.state === 'invited' ? () => again.run(member.id) : undefined}
          />
        ))}
      </ul>
      <More list={team} />
      <InviteDialog opened={inviting} onClose={() => setInviting(false)} onInvited={setInvited} />
      <LinkDialog invited={invited} onClose={() => setInvited(undefined)} />
      {changing && <MemberDialog member={changing} team={members} onClose={() => setChanging(undefined)} />}
    </>
  );
}

function MemberRow(props: {
  readonly member: Member;
  readonly nameOf: (id: string) => string;
  readonly onChange: (() => void) | undefined;
  readonly onInvite: (() => void) | undefined;
}) {
  const said = useWords(TEAM_WORDS);
  const { dateTime } = useFormat();
  const { staff } = useSession();
  const { id, name, email, role, state, queues, load_limit: most } = props.member;
  const absence = absenceOf(props.member);
  const names = useNames();
  const cover = absence?.cover ? props.nameOf(absence.cover) : null;
  const away = absence && (absence.until ? said.awayUntil(dateTime(absence.until), cover) : said.awayOpen(cover));
  const load = most === null ? undefined : said.load(most);
  return (
    <li className={classes['row']}>
      <div className={classes['person']}>
        <Avatar name={name} size={32} color="leaf" aria-hidden />
        <div>
          <Text span fw={600}>
            {name}
          </Text>{' '}
          <Text span c="dimmed" size="sm">
            {id} · {email}
          </Text>
          <Text size="sm" c="dimmed">
            {[
              said.roles[role],
              queues.length > 0 ? queues.map((queue) => capital(names.queue(queue))).join(', ') : said.allQueues,
              load,
            ]
              .filter(Boolean)
              .join(' · ')}
          </Text>
          {away && (
            <Text size="sm" c="var(--warn-text)">
              {away}
            </Text>
          )}
        </div>
      </div>
      {id === staff.id && <Badge variant="light">{said.you}</Badge>}
      {state !== 'active' && (
        <Badge color="gray" variant="light" c="dimmed">
          {said[state]}
        </Badge>
      )}
      {props.onInvite && (
        <Button size="xs" variant="subtle" onClick={props.onInvite}>
          {said.again}
        </Button>
      )}
      {props.onChange && (
        <Button size="xs" variant="default" onClick={props.onChange} aria-label={said.edit(name)}>
          {said.change}
        </Button>
      )}
    </li>
  );
}
