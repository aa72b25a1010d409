import { queryOptions, useQuery } from '@tanstack/react-query';
import { createContext, use, useMemo, useState, type ReactNode } from 'react';
import { translator, type Named, type Translation } from '../../domain/translation';
import { call } from '../client/call';
import { Loading } from './states';
import { useLanguage } from './words';

/** What the authors of journeys and playbooks say, and what their names in the code are called, in the language of the pages. */
interface Told {
  readonly say: (sentence: string) => string;
  readonly names: Translation['names'];
}

const AS_WRITTEN: Told = { say: (sentence) => sentence, names: {} };
const ToldContext = createContext<Told>(AS_WRITTEN);

/** The translation of what is not written in the pages themselves. It changes with a release, so it is read once. */
function translationQuery(locale: string) {
  return queryOptions({
    queryKey: ['translation', locale],
    queryFn: () => call('GET /v1/translations/{locale}', { path: { locale } }),
    staleTime: Infinity,
    gcTime: Infinity,
  });
}

/** Gives the pages in it the translation; they wait for it once. Where it cannot be had, they show what was written. */
export function TranslationProvider({ children }: { readonly children: ReactNode }) {
  const language = useLanguage();
  const { data, isPending } = useQuery({ ...translationQuery(language), enabled: language !== 'en' });
  const isWaiting = language !== 'en' && isPending;
  // Whoever changes the language stays where they are.
  const [begun, begin] = useState(!isWaiting);
  if (!begun && !isWaiting) begin(true);
  const told = useMemo(() => (data ? { say: translator(data, data.locale), names: data.names } : AS_WRITTEN), [data]);
  if (!begun && isWaiting) return <Loading />;
  return <ToldContext value={language === 'en' ? AS_WRITTEN : told}>{children}</ToldContext>;
}

/** Says a sentence of the authors, or one that stands on a task, in the language of the pages. */
export function useSay(): (sentence: string) => string {
  return use(ToldContext).say;
}

/** How names of the code are read within a sentence; at its beginning they want a capital letter. */
export interface Names {
  readonly journey: (name: string) => string;
  /** A stage of a journey; of whichever has one of this name when it is not known which. */
  readonly stage: (journey: string | null, name: string) => string;
  /** Without the journey that it belongs to. */
  readonly message: (name: string) => string;
  readonly playbook: (name: string) => string;
  readonly queue: (name: string) => string;
  readonly team: (name: string) => string;
  readonly topic: (name: string) => string;
  readonly event: (type: string) => string;
  readonly trait: (name: string) => string;
}

/** The names of the code in the language of the pages. */
export function useNames(): Names {
  const { names } = use(ToldContext);
  return useMemo(() => namesIn(names), [names]);
}

function namesIn(names: Translation['names']): Names {
  const named = (kind: Named) => (name: string) => ownIn(names[kind], name) ?? wordsOf(name);
  return {
    journey: named('journeys'),
    stage(journey, name) {
      const key = journey === null ? keyEnding(names.stages, `/${name}`) : `${journey}/${name}`;
      return ownIn(names.stages, key) ?? wordsOf(name);
    },
    message: (name) => ownIn(names.messages, name) ?? wordsOf(name.split('/').at(-1) ?? name),
    playbook: named('playbooks'),
    queue: named('queues'),
    team: named('teams'),
    topic: named('topics'),
    event: named('events'),
    trait: named('traits'),
  };
}

type Kind = Translation['names'][Named];

function ownIn(kind: Kind, key: string): string | undefined {
  return kind && Object.hasOwn(kind, key) ? kind[key] : undefined;
}

function keyEnding(kind: Kind, end: string): string {
  return Object.keys(kind ?? {}).find((key) => key.endsWith(end)) ?? '';
}

/** A name of the code as words: `save-call` is "save call", `personCalls` "person calls", `order.completed` "order completed". */
export function wordsOf(name: string): string {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/[._-]+/g, ' ')
    .trim()
    .toLowerCase();
}
