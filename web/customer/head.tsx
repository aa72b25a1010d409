import { Anchor, Avatar, Button, Group, Title } from '@mantine/core';
import { IconBuilding, IconClock, IconMail, IconPhone, IconUserHeart } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useSession } from '../app/session';
import { useNameOf } from '../inbox/names';
import { call } from '../client/call';
import { useFormat } from '../parts/format';
import { useProblemText } from '../parts/states';
import { useNow } from '../parts/time';
import { toast } from '../parts/toasts';
import { useWords } from '../parts/words';
import { Actions } from './actions';
import classes from './customer.module.css';
import { healthQuery, holdsQuery, type Profile } from './read';
import { WORDS } from './words';

/** Who they are at a glance: name, company, how they fare, how to reach them, and what can be done. */
export function Head({ customer }: { readonly customer: Profile }) {
  const said = useWords(WORDS);
  const { relative } = useFormat();
  const nameOf = useNameOf();
  const now = useNow();
  const { data: health } = useQuery(healthQuery(customer.id));
  const name = customer.name ?? customer.email ?? said.nameless;
  const companies = customer.accounts.map(({ name: company, group_id: id }) => company ?? id);
  const plan = customer.traits['plan'];
  return (
    <header className={classes['head']}>
      <Avatar name={customer.name ?? '?'} size={44} radius="xl" color="leaf" aria-hidden />
      <div className={classes['who']}>
        <Group gap={8} align="center">
          <Title order={1}>{name}</Title>
          <span className={classes['badge']} data-stage={customer.lifecycle}>
            {said.lifecycle[customer.lifecycle]}
          </span>
          {health && (
            <a href="#health" className={classes['badge']} data-level={health.level}>
              <span className={classes['dot']} aria-hidden />
              {health.score === null ? said.levels['unknown'] : `${said.health} ${health.score}`}
            </a>
          )}
          {customer.open_tickets > 0 && (
            <span className={classes['badge']} data-level="poor">
              {said.tickets(customer.open_tickets)}
            </span>
          )}
        </Group>
        <p className={classes['facts']}>
          {companies.length > 0 && (
            <Fact sign={<IconBuilding size={15} aria-hidden />}>
              {companies.join(', ')}
              {typeof plan === 'string' && ` · ${plan}`}
            </Fact>
          )}
          {customer.email && (
            <Fact sign={<IconMail size={15} aria-hidden />}>
              <Anchor href={`mailto:${encodeURIComponent(customer.email)}`} inherit>
                {customer.email}
              </Anchor>
            </Fact>
          )}
          {customer.phone && (
            <Fact sign={<IconPhone size={15} aria-hidden />}>
              <Anchor href={`tel:${customer.phone}`} aria-label={said.call(customer.phone)} inherit>
                {customer.phone}
              </Anchor>
            </Fact>
          )}
          <LocalTime zone={customer.time_zone} />
          <Fact sign={<IconUserHeart size={15} aria-hidden />}>
            {customer.owner ? said.owner(nameOf(customer.owner)) : said.noOwner} ·{' '}
            {customer.last_seen_at ? said.seen(relative(customer.last_seen_at, now)) : said.neverSeen}
          </Fact>
        </p>
      </div>
      <Actions customer={customer} />
      <Held customer={customer} />
    </header>
  );
}

function Fact({ sign, children }: { readonly sign: ReactNode; readonly children: ReactNode }) {
  return (
    <span className={classes['fact']}>
      {sign}
      <span>{children}</span>
    </span>
  );
}

function LocalTime({ zone }: { readonly zone: string | null }) {
  const said = useWords(WORDS);
  const { time } = useFormat();
  const now = useNow();
  if (!zone) return null;
  return (
    <Fact sign={<IconClock size={15} aria-hidden />}>
      {said.localTime(time(now, zone), zone.split('/').at(-1)!.replaceAll('_', ' '))}
    </Fact>
  );
}

/** Says that everything is held back, and lets it go on. */
function Held({ customer }: { readonly customer: Profile }) {
  const said = useWords(WORDS);
  const { can } = useSession();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const nameOf = useNameOf();
  const { data } = useQuery(holdsQuery(customer.id));
  const resume = async (id: string) => {
    try {
      await call('POST /v1/holds/{id}/resume', { path: { id }, body: {} });
      toast(said.goneOnToast);
    } catch (error) {
      toast(problemText(error), 'bad');
    }
    void queries.invalidateQueries({ queryKey: ['customer', customer.id] });
  };
  return data?.data.map((hold) => (
    <div key={hold.id} role="status" className={classes['banner']}>
      <span>{said.held(nameOf(hold.by), hold.reason)}</span>
      {can('steer') && (
        <Button size="compact-sm" variant="default" onClick={() => void resume(hold.id)}>
          {said.letGoOn}
        </Button>
      )}
    </div>
  ));
}
