import { Checkbox, NativeSelect, NumberInput, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useSession } from '../app/session';
import { call, type Takes } from '../client/call';
import type { Staff } from '../client/session';
import { textIn } from '../parts/form';
import { useWords } from '../parts/words';
import { Departure } from './departure';
import { FormDialog } from './dialog';
import { roleChoices } from './invite';
import { useChange } from './section';
import type { Member } from './team';
import { TEAM_WORDS } from './team-words';

type Body = NonNullable<Takes<'PATCH /v1/staff/{id}'>['body']>;

/** Changes somebody: leads what they take on and whether they are away, administrators also who they are and what they may do. */
export function MemberDialog(props: {
  readonly member: Member;
  readonly team: readonly Member[];
  readonly onClose: () => void;
}) {
  const said = useWords(TEAM_WORDS);
  const { can } = useSession();
  const { member, onClose } = props;
  const absence = absenceOf(member);
  const [away, setAway] = useState(absence !== null);
  const [cover, setCover] = useState(absence?.cover ?? '');
  const [allowed, setAllowed] = useState(member.state !== 'disabled');
  const change = useChange({
    make: (body: Body) => call('PATCH /v1/staff/{id}', { path: { id: member.id }, body }),
    stale: ['staff'],
    done: said.saved,
    after: onClose,
  });
  const ask = (form: FormData) => {
    const most = textIn(form, 'most').trim();
    const until = textIn(form, 'until');
    const administered = {
      name: textIn(form, 'name'),
      role: textIn(form, 'role') as Staff['role'],
      disabled: !allowed,
    };
    change.run({
      ...(can('administer') && administered),
      queues: textIn(form, 'queues')
        .split(',')
        .map((queue) => queue.trim())
        .filter((queue) => queue !== ''),
      load_limit: most === '' ? null : Number(most),
      absence: away
        ? {
            ...(absence && { from: absence.from }),
            until: until ? new Date(until).toISOString() : null,
            cover: cover || null,
          }
        : null,
    });
  };
  const others = props.team.filter(({ id, state }) => id !== member.id && state !== 'disabled');

  return (
    <FormDialog title={said.edit(member.name)} step={said.save} change={change} ask={ask} onClose={onClose}>
      {can('administer') && (
        <>
          <TextInput
            name="name"
            label={said.name}
            defaultValue={member.name}
            maxLength={100}
            required
            withAsterisk={false}
          />
          <NativeSelect
            name="role"
            label={said.role}
            description={said.roleHint}
            defaultValue={member.role}
            data={roleChoices(said.roles)}
          />
        </>
      )}
      <TextInput
        name="queues"
        label={said.queues}
        description={said.queuesHint}
        defaultValue={member.queues.join(', ')}
      />
      <NumberInput
        name="most"
        label={said.loadLimit}
        description={said.loadHint}
        defaultValue={member.load_limit ?? ''}
        min={1}
        max={1000}
        hideControls
      />
      <Checkbox label={said.isAway} checked={away} onChange={(event) => setAway(event.currentTarget.checked)} />
      {away && (
        <>
          <TextInput
            name="until"
            type="datetime-local"
            label={said.until}
            description={said.untilHint}
            defaultValue={localTime(absence?.until)}
          />
          <NativeSelect
            label={said.cover}
            value={cover}
            onChange={(event) => setCover(event.currentTarget.value)}
            data={[{ value: '', label: said.nobody }, ...others.map(({ id, name }) => ({ value: id, label: name }))]}
          />
        </>
      )}
      {can('administer') && (
        <Checkbox
          label={said.mayComeIn}
          description={said.disabledHint}
          checked={allowed}
          onChange={(event) => setAllowed(event.currentTarget.checked)}
        />
      )}
      {!allowed && member.state !== 'disabled' && (
        <Departure member={member} team={props.team} cover={away ? cover : ''} />
      )}
      {member.state === 'invited' && (
        <Text size="sm" c="dimmed">
          {said.invited}
        </Text>
      )}
    </FormDialog>
  );
}

/** Whether somebody is away, or will be; what is over says nothing any more. */
export function absenceOf({ absence }: Member): Member['absence'] {
  const isOver = absence?.until && new Date(absence.until).getTime() <= Date.now();
  return isOver ? null : absence;
}

/** An instant as the browser's own field for a date and a time writes it, in the reader's zone. */
function localTime(at: string | null | undefined): string {
  if (!at) return '';
  const then = new Date(at);
  return new Date(then.getTime() - then.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
