import { useLocalStorage } from '@mantine/hooks';
import { createContext, use, useEffect, useRef, useState, useSyncExternalStore, type ReactNode } from 'react';
import { listenForKeys } from './keys';

/** Something that can be done here: it stands in the command palette, and has a shortcut if `keys` says so. */
export interface Command {
  /** Stable, and unlike all others. */
  readonly id: string;
  readonly name: string;
  /** Heading under which the palette and the help show it. */
  readonly group: string;
  /** A key (`j`, `Enter`, `?`), one after the other (`g i`), or with Ctrl or Cmd (`mod+k`). */
  readonly keys?: string;
  /** Only by its shortcut: moving in a list is no command that somebody looks for. */
  readonly onlyKeys?: boolean;
  readonly run: () => void;
}

interface Registry {
  readonly put: (owner: object, commands: readonly Command[]) => void;
  readonly take: (owner: object) => void;
  readonly list: () => readonly Command[];
  readonly watch: (tell: () => void) => () => void;
}

const RegistryContext = createContext<Registry | undefined>(undefined);

/** Holds the commands of all that is shown, and runs them by their shortcuts. */
export function CommandProvider({ children }: { readonly children: ReactNode }) {
  const [registry] = useState(createRegistry);
  const [singleKeys] = useSingleKeys();
  useEffect(() => listenForKeys(registry.list, { singleKeys }), [registry, singleKeys]);
  return <RegistryContext value={registry}>{children}</RegistryContext>;
}

/** Offers commands while the component is shown. Of two with the same keys the one that came later is run. */
export function useCommands(commands: readonly Command[]): void {
  const registry = useRegistry();
  const current = useRef(commands);
  useEffect(() => void (current.current = commands));
  const shape = JSON.stringify(commands);
  useEffect(() => {
    const owner = {};
    const run = (id: string) => current.current.find((command) => command.id === id)?.run();
    const offered = (JSON.parse(shape) as Command[]).map((command) => ({ ...command, run: () => run(command.id) }));
    registry.put(owner, offered);
    return () => registry.take(owner);
  }, [registry, shape]);
}

/** All commands that can be given at present, the most particular ones first. */
export function useAllCommands(): readonly Command[] {
  const { watch, list } = useRegistry();
  return useSyncExternalStore(watch, list);
}

/** Whether shortcuts of a single letter are heeded; who dictates or shakes turns them off (WCAG 2.1.4). */
export function useSingleKeys(): readonly [on: boolean, set: (on: boolean) => void] {
  const [on, set] = useLocalStorage({
    key: 'perennial-single-keys',
    defaultValue: true,
    getInitialValueInEffect: false,
  });
  return [on, set];
}

function useRegistry(): Registry {
  const registry = use(RegistryContext);
  if (!registry) throw new Error('Commands are offered inside of a CommandProvider.');
  return registry;
}

function createRegistry(): Registry {
  const offered = new Map<object, readonly Command[]>();
  const watchers = new Set<() => void>();
  let all: readonly Command[] = [];
  const settle = () => {
    all = [...offered.values()].toReversed().flat();
    for (const tell of watchers) tell();
  };
  return {
    put(owner, commands) {
      offered.set(owner, commands);
      settle();
    },
    take(owner) {
      offered.delete(owner);
      settle();
    },
    list: () => all,
    watch(tell) {
      watchers.add(tell);
      return () => void watchers.delete(tell);
    },
  };
}
