import { Text } from '@mantine/core';

/** What went wrong with a form, in a sentence that is read out at once; nothing while nothing has. */
export function Fault({ children }: { readonly children: string | undefined }) {
  if (children === undefined) return null;
  return (
    <Text c="var(--bad-text)" size="sm" role="alert">
      {children}
    </Text>
  );
}
