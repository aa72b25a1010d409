import { Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './door.module.css';
import icon from './icon.svg';

/** The frame of the pages before somebody is signed in. */
export function Door({ children }: { readonly children: ReactNode }) {
  return (
    <main className={classes['door']}>
      <Stack className={classes['sheet']} gap="lg">
        <Group gap="xs">
          <img src={icon} alt="" width={28} height={28} />
          <Text fw={650}>Perennial</Text>
        </Group>
        {children}
      </Stack>
    </main>
  );
}
