import { Checkbox, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { call, type Reply } from '../client/call';
import { Fault } from '../parts/fault';
import { textIn } from '../parts/form';
import { useWords } from '../parts/words';
import { FormDialog } from './dialog';
import { useChange } from './section';
import { WEBHOOK_WORDS } from './webhook-words';

type Endpoint = Reply<'GET /v1/webhook-endpoints'>['data'][number];

/** What lines of text are written of: everything else needs a program to read it. */
const SPOKEN = /^(task|alarm)\./;

/** The form by which an endpoint is added. */
export function NewWebhook(props: {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onMade: (secret: string) => void;
}) {
  const said = useWords(WEBHOOK_WORDS);
  const [form, setForm] = useState<Endpoint['form']>('standard');
  const [hearsNothing, setHearsNothing] = useState(false);
  const make = useChange({
    make: (body: Pick<Endpoint, 'name' | 'url' | 'form' | 'events'>) => call('POST /v1/webhook-endpoints', { body }),
    stale: ['webhooks'],
    after: ({ secret, form: made }) => {
      props.onClose();
      if (made === 'standard') props.onMade(secret ?? '');
    },
  });
  const ask = (given: FormData) => {
    const events = given.getAll('events').map(String) as Endpoint['events'];
    setHearsNothing(events.length === 0);
    if (events.length > 0) make.run({ name: textIn(given, 'name'), url: textIn(given, 'url'), form, events });
  };
  const types = (Object.keys(said.events) as Endpoint['events'][number][]).filter(
    (type) => form === 'standard' || SPOKEN.test(type),
  );
  return (
    <FormDialog
      opened={props.opened}
      title={said.make}
      step={said.make}
      change={make}
      ask={ask}
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
      <TextInput
        name="url"
        label={said.url}
        type="url"
        description={said.urlHint}
        maxLength={2000}
        required
        withAsterisk={false}
      />
      <NativeSelect
        label={said.form}
        value={form}
        onChange={(event) => setForm(event.currentTarget.value as Endpoint['form'])}
        data={[
          { value: 'standard', label: said.forms.standard },
          { value: 'slack', label: said.forms.slack },
        ]}
      />
      <fieldset style={{ border: 0, padding: 0, margin: 0 }}>
        <legend style={{ padding: 0 }}>
          <Text span size="sm" fw={600}>
            {said.hears}
          </Text>
        </legend>
        <Stack gap={6} mt={6}>
          {types.map((type) => (
            <Checkbox key={type} name="events" value={type} label={said.events[type]} />
          ))}
        </Stack>
      </fieldset>
      <Fault>{hearsNothing ? said.hearsNothing : undefined}</Fault>
    </FormDialog>
  );
}
