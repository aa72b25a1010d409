import { Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useProblemText } from '../parts/states';
import { toast } from '../parts/toasts';
import classes from './settings.module.css';

/** The head of a section: what it is, what it is for, and what can be done. */
export function SectionHead(props: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <header className={classes['head']}>
      <div>
        <Title order={1}>{props.title}</Title>
        {props.children !== undefined && <Text c="dimmed">{props.children}</Text>}
      </div>
      {props.action}
    </header>
  );
}

/** A part of a section under a heading of its own. */
export function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={classes['part']}>
      <Title order={2} mb="sm">
        {title}
      </Title>
      {children}
    </section>
  );
}

/** A change that a section makes. */
export interface Change<I> {
  readonly run: (input: I) => void;
  readonly busy: boolean;
  /** What went wrong, in a sentence; undefined when nothing has. */
  readonly fault: string | undefined;
  readonly forget: () => void;
}

/**
 * Makes a change at the server, reads anew what it made old (`stale`, by the first members of keys), and says that it is done. What goes wrong stands in
 * `fault` for a form to show, or with `aloud` is said in passing.
 */
export function useChange<I, R>(options: {
  readonly make: (input: I) => Promise<R>;
  readonly stale: readonly string[];
  readonly done?: string;
  readonly aloud?: boolean;
  /** Better words for what went wrong, where there are some. */
  readonly wordsOf?: (error: Error) => string | undefined;
  readonly after?: (reply: R, input: I) => void;
}): Change<I> {
  const queries = useQueryClient();
  const problemText = useProblemText();
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: options.make,
    onSuccess: (reply, input) => {
      for (const what of options.stale) void queries.invalidateQueries({ queryKey: [what] });
      if (options.done !== undefined) toast(options.done);
      options.after?.(reply, input);
    },
    onError: (fault) => options.aloud && toast(problemText(fault), 'bad'),
  });
  return {
    run: mutate,
    busy: isPending,
    fault: error ? (options.wordsOf?.(error) ?? problemText(error)) : undefined,
    forget: reset,
  };
}
