import { Autocomplete, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { call } from '../client/call';
import { toastWithUndo } from '../parts/toasts';
import { useWords } from '../parts/words';
import { useDeeds } from './deeds';
import { Ask } from './dialogs';
import type { Profile } from './read';
import { WORDS } from './words';

const USUAL = ['name', 'email', 'phone', 'owner', 'timezone', 'locale', 'country', 'plan'];

/** Corrects one thing that is known of them, and can be taken back for a moment. */
export function CorrectDialog(props: {
  readonly customer: Profile;
  readonly opened: boolean;
  readonly close: () => void;
  readonly trait?: string;
}) {
  const { customer, opened, close } = props;
  const said = useWords(WORDS);
  const { attempt } = useDeeds(customer.id);
  const [trait, setTrait] = useState(props.trait ?? 'email');
  const [value, setValue] = useState<string>();
  const [because, setBecause] = useState('');
  const known = customer.traits[trait] ?? null;
  const present = typeof known === 'string' || typeof known === 'number' ? String(known) : '';
  const simple = typeof known !== 'object' || known === null;

  const save = async () => {
    const written = (value ?? present).trim();
    const right =
      written === '' ? null : typeof known === 'number' && !Number.isNaN(Number(written)) ? Number(written) : written;
    const body = {
      trait,
      value: right,
      instead_of: known as never,
      ...(because.trim() && { because: because.trim() }),
    };
    const done = await attempt(() => call('POST /v1/customers/{id}/corrections', { path: { id: customer.id }, body }));
    if (!done) return;
    const back = { trait, value: known as never };
    toastWithUndo(
      said.correctedToast,
      () => void attempt(() => call('POST /v1/customers/{id}/corrections', { path: { id: customer.id }, body: back })),
    );
    setValue(undefined);
    setBecause('');
    close();
  };

  return (
    <Ask
      {...{ opened, close }}
      title={said.correctTitle}
      text={said.correctHint}
      doIt={said.save}
      act={save}
      sure={trait.trim() !== '' && simple && value !== undefined && value.trim() !== present}
    >
      <Autocomplete
        label={said.trait}
        data={[...new Set([...USUAL, ...Object.keys(customer.traits)])]}
        value={trait}
        onChange={(next) => {
          setTrait(next);
          setValue(undefined);
        }}
      />
      <TextInput
        data-autofocus
        label={said.value}
        description={said.valueHint}
        value={value ?? present}
        disabled={!simple}
        onChange={(event) => setValue(event.currentTarget.value)}
      />
      <TextInput
        label={said.because}
        maxLength={500}
        value={because}
        onChange={(event) => setBecause(event.currentTarget.value)}
      />
      {!simple && <Text size="sm">{JSON.stringify(known)}</Text>}
    </Ask>
  );
}
