import { Badge, Button, NativeSelect, Text, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call, type Reply } from '../client/call';
import { textIn } from '../parts/form';
import { Empty, Failure, Loading } from '../parts/states';
import { Ago } from '../parts/time';
import { useWords, words } from '../parts/words';
import { FormDialog, SecretDialog } from './dialog';
import { More } from './more';
import { SectionHead, useChange } from './section';
import classes from './settings.module.css';

type Key = Reply<'GET /v1/keys'>['data'][number];

/** The keys by which programs call the API. */
export function KeysSection() {
  const said = useWords(WORDS);
  const [making, setMaking] = useState(false);
  const [secret, setSecret] = useState<string>();
  const [ending, setEnding] = useState<Key>();
  const keys = useInfiniteQuery({
    queryKey: ['keys'],
    queryFn: ({ pageParam }) => call('GET /v1/keys', { query: { limit: 50, ...(pageParam && { cursor: pageParam }) } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
  });
  const revoke = useChange({
    make: (id: string) => call('POST /v1/keys/{id}/revocation', { path: { id } }),
    stale: ['keys'],
    done: said.revokedNow,
    after: () => setEnding(undefined),
  });
  const all = keys.data?.pages.flatMap(({ data }) => data) ?? [];
  return (
    <>
      <SectionHead title={said.title} action={<Button onClick={() => setMaking(true)}>{said.make}</Button>}>
        {said.introduction}
      </SectionHead>
      {keys.isPending && <Loading />}
      {keys.error && <Failure error={keys.error} retry={() => void keys.refetch()} />}
      {keys.data && all.length === 0 && <Empty title={said.none} />}
      <ul className={classes['rows']}>
        {all.map((key) => (
          <li key={key.id} className={classes['row']}>
            <div>
              <Text span fw={600}>
                {key.name}
              </Text>{' '}
              <Text span className={classes['mono']} c="dimmed">
                …{key.last_four}
              </Text>
              <Text size="sm" c="dimmed">
                {said.roles[key.role]} ·{' '}
                {key.last_used_at ? (
                  <>
                    {said.used} <Ago at={key.last_used_at} />
                  </>
                ) : (
                  said.unused
                )}
              </Text>
            </div>
            {key.revoked_at && (
              <Badge color="gray" variant="light" c="dimmed">
                {said.revoked}
              </Badge>
            )}
            {!key.revoked_at && key.expires_at && (
              <Text size="sm" c="dimmed">
                {said.ends} <Ago at={key.expires_at} />
              </Text>
            )}
            {!key.revoked_at && (
              <Button
                size="xs"
                variant="default"
                onClick={() => setEnding(key)}
                aria-label={said.revokeNamed(key.name)}
              >
                {said.revoke}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <More list={keys} />
      <NewKey opened={making} onClose={() => setMaking(false)} onMade={setSecret} />
      <SecretDialog
        title={said.secretTitle}
        text={said.secretText}
        secret={secret}
        onClose={() => setSecret(undefined)}
      />
      {ending && (
        <FormDialog
          title={said.revokeTitle}
          step={said.revoke}
          change={revoke}
          ask={() => revoke.run(ending.id)}
          onClose={() => setEnding(undefined)}
          isGrave
        >
          <Text>{said.revokeText(ending.name)}</Text>
        </FormDialog>
      )}
    </>
  );
}

function NewKey(props: {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onMade: (secret: string) => void;
}) {
  const said = useWords(WORDS);
  const make = useChange({
    make: (body: { name: string; role: Key['role'] }) => call('POST /v1/keys', { body }),
    stale: ['keys'],
    after: ({ secret }) => {
      props.onClose();
      props.onMade(secret ?? '');
    },
  });
  return (
    <FormDialog
      opened={props.opened}
      title={said.make}
      step={said.make}
      change={make}
      ask={(form) => make.run({ name: textIn(form, 'name'), role: textIn(form, 'role') as Key['role'] })}
      onClose={props.onClose}
    >
      <TextInput
        name="name"
        label={said.name}
        description={said.nameHint}
        maxLength={100}
        required
        withAsterisk={false}
        data-autofocus
      />
      <NativeSelect
        name="role"
        label={said.role}
        data={Object.entries(said.roles).map(([value, label]) => ({ value, label }))}
      />
    </FormDialog>
  );
}

const WORDS = words(
  {
    title: 'API keys',
    introduction: 'Programs call Perennial with a key. Give each its own, with no more rights than it needs.',
    make: 'Make a key',
    none: 'There is no key yet',
    roles: {
      ingest: 'Posts what customers do',
      operate: 'Also reads, works on tasks and steers',
      admin: 'Everything',
    },
    role: 'What it may do',
    name: 'Who uses it',
    nameHint: 'As in "billing backend".',
    used: 'used',
    unused: 'never used',
    ends: 'ends',
    revoked: 'revoked',
    revoke: 'Revoke',
    revokeNamed: (name: string) => `Revoke the key "${name}"`,
    revokeTitle: 'Revoke this key?',
    revokeText: (name: string) => `Whatever uses "${name}" is refused within five seconds, for good.`,
    revokedNow: 'The key is revoked.',
    secretTitle: 'Keep this key',
    secretText: 'It is shown now and never again. Put it where the program finds it, and nowhere else.',
  },
  {
    title: 'API-Schlüssel',
    introduction:
      'Programme rufen Perennial mit einem Schlüssel auf. Geben Sie jedem einen eigenen, mit nicht mehr Rechten als nötig.',
    make: 'Schlüssel anlegen',
    none: 'Es gibt noch keinen Schlüssel',
    roles: {
      ingest: 'Meldet, was Kunden tun',
      operate: 'Liest auch, bearbeitet Aufgaben und steuert',
      admin: 'Alles',
    },
    role: 'Was er darf',
    name: 'Wer ihn benutzt',
    nameHint: 'Zum Beispiel „Abrechnung“.',
    used: 'benutzt',
    unused: 'nie benutzt',
    ends: 'endet',
    revoked: 'widerrufen',
    revoke: 'Widerrufen',
    revokeNamed: (name: string) => `Schlüssel „${name}“ widerrufen`,
    revokeTitle: 'Diesen Schlüssel widerrufen?',
    revokeText: (name: string) => `Was „${name}“ benutzt, wird binnen fünf Sekunden und endgültig abgewiesen.`,
    revokedNow: 'Der Schlüssel ist widerrufen.',
    secretTitle: 'Bewahren Sie diesen Schlüssel auf',
    secretText:
      'Er wird jetzt gezeigt und nie wieder. Legen Sie ihn dorthin, wo das Programm ihn findet, und nirgends sonst.',
  },
);
