import { Badge, Button, PasswordInput, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useChosenLanguage } from '../app/language';
import { useSession } from '../app/session';
import { call } from '../client/call';
import { ApiProblem } from '../client/problem';
import { keepCsrfToken } from '../client/send';
import { sessionQuery } from '../client/session';
import { Fault } from '../parts/fault';
import { textIn } from '../parts/form';
import { Failure, Loading } from '../parts/states';
import { Ago } from '../parts/time';
import { toast } from '../parts/toasts';
import { useLanguage, useWords, type Language } from '../parts/words';
import { browserOf } from './browser-name';
import { Part, SectionHead, useChange } from './section';
import { DigestPart } from './digest';
import { ACCOUNT_WORDS } from './account-words';
import classes from './settings.module.css';

/** What is somebody's own: name, language, password, and where they are signed in. */
export function AccountSection() {
  const said = useWords(ACCOUNT_WORDS);
  const { staff } = useSession();
  return (
    <>
      <SectionHead title={said.title}>{said.introduction(staff.email, staff.id)}</SectionHead>
      <Profile />
      <Password />
      <DigestPart />
      <Browsers />
    </>
  );
}

function Profile() {
  const said = useWords(ACCOUNT_WORDS);
  const { staff } = useSession();
  const queries = useQueryClient();
  const language = useLanguage();
  const [, choose] = useChosenLanguage();
  const change = useChange({
    make: (body: { name?: string; locale?: Language }) => call('PATCH /v1/session', { body }),
    stale: ['staff'],
    done: said.saved,
    after: () => void queries.invalidateQueries(sessionQuery),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.run({ name: textIn(new FormData(event.currentTarget), 'name') });
  };
  return (
    <Part title={said.profile}>
      <form onSubmit={submit}>
        <Stack maw={360}>
          <TextInput
            name="name"
            label={said.name}
            defaultValue={staff.name}
            maxLength={100}
            required
            withAsterisk={false}
          />
          <div>
            <Text size="sm" fw={500} mb={4}>
              {said.language}
            </Text>
            <SegmentedControl
              aria-label={said.language}
              value={language}
              onChange={(value) => {
                choose(value as Language);
                change.run({ locale: value as Language });
              }}
              data={[
                { value: 'en', label: 'English' },
                { value: 'de', label: 'Deutsch' },
              ]}
            />
          </div>
          <Fault>{change.fault}</Fault>
          <Button type="submit" loading={change.busy} w="fit-content">
            {said.save}
          </Button>
        </Stack>
      </form>
    </Part>
  );
}

function Password() {
  const said = useWords(ACCOUNT_WORDS);
  const queries = useQueryClient();
  const change = useChange({
    make: ({ body }: { body: { current_password: string; password: string }; form: HTMLFormElement }) =>
      call('PUT /v1/session/password', { body }),
    stale: ['browsers'],
    done: said.passwordChanged,
    wordsOf: (error) =>
      error instanceof ApiProblem && error.errors.some(({ pointer }) => pointer === '/current_password')
        ? said.notYours
        : undefined,
    after: ({ csrf_token: token }, { form }) => {
      form.reset();
      // The session goes on under another token.
      keepCsrfToken(token);
      void queries.invalidateQueries(sessionQuery);
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const given = new FormData(form);
    change.run({ body: { current_password: textIn(given, 'current'), password: textIn(given, 'password') }, form });
  };
  const shared = {
    required: true,
    withAsterisk: false,
    visibilityToggleButtonProps: { 'aria-label': said.showPassword },
  };
  return (
    <Part title={said.password}>
      <form onSubmit={submit}>
        <Stack maw={360}>
          <PasswordInput {...shared} name="current" label={said.currentPassword} autoComplete="current-password" />
          <PasswordInput
            {...shared}
            name="password"
            label={said.newPassword}
            description={said.passwordRule}
            autoComplete="new-password"
            minLength={12}
          />
          <Fault>{change.fault}</Fault>
          <Button type="submit" variant="default" loading={change.busy} w="fit-content">
            {said.changePassword}
          </Button>
        </Stack>
      </form>
    </Part>
  );
}

function Browsers() {
  const said = useWords(ACCOUNT_WORDS);
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['browsers'],
    queryFn: () => call('GET /v1/session/browsers'),
  });
  const out = useChange({
    make: (id: string) => call('DELETE /v1/session/browsers/{id}', { path: { id } }),
    stale: ['browsers'],
    aloud: true,
  });
  const outAll = useChange({
    make: () => call('DELETE /v1/session/browsers'),
    stale: ['browsers'],
    aloud: true,
    after: () => toast(said.allOut),
  });
  if (isPending) return <Loading lines={3} />;
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  const others = data.data.filter(({ current }) => !current);
  return (
    <Part title={said.browsers}>
      <Text c="dimmed" mb="xs">
        {said.browsersHint}
      </Text>
      <ul className={classes['rows']}>
        {data.data.map(({ id, current, user_agent: agent, last_seen_at: seen }) => (
          <li key={id} className={classes['row']}>
            <div>
              {browserOf(agent) ?? said.unknownBrowser} {current && <Badge variant="light">{said.thisBrowser}</Badge>}
              <Text size="sm" c="dimmed">
                {said.lastSeen} <Ago at={seen} />
              </Text>
            </div>
            {!current && (
              <Button
                size="xs"
                variant="default"
                onClick={() => out.run(id)}
                aria-label={said.signOutOf(browserOf(agent) ?? '')}
              >
                {said.signOut}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {others.length > 1 && (
        <Button mt="md" variant="default" loading={outAll.busy} onClick={() => outAll.run(undefined)}>
          {said.signOutEverywhere}
        </Button>
      )}
    </Part>
  );
}
