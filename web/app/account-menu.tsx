import {
  Avatar,
  Popover,
  SegmentedControl,
  UnstyledButton,
  useMantineColorScheme,
  VisuallyHidden,
} from '@mantine/core';
import { IconKeyboard, IconLogout } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keepLanguage, sessionQuery } from '../client/session';
import { useLanguage, useWords, words, type Language } from '../parts/words';
import classes from './account-menu.module.css';
import { useChosenLanguage } from './language';
import { openHelp } from './palette-state';
import { useSession } from './session';

/** Who is signed in, and what is theirs to set on this machine: look and language. */
export function AccountMenu() {
  const said = useWords(WORDS);
  const { staff, leave } = useSession();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const language = useLanguage();
  const [, choose] = useChosenLanguage();
  const queries = useQueryClient();
  const speak = async (next: Language) => {
    choose(next);
    queries.setQueryData(sessionQuery.queryKey, await keepLanguage(next));
  };
  const [opened, setOpened] = useState(false);
  const doing = (deed: () => void) => () => {
    setOpened(false);
    deed();
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="top-start" width={260} shadow="md" trapFocus withRoles>
      <Popover.Target>
        <UnstyledButton className={classes['account']} onClick={() => setOpened(!opened)}>
          <Avatar name={staff.name} size={24} color="leaf" aria-hidden />
          <span className={classes['name']}>{staff.name}</span>
          <VisuallyHidden>, {said.account}</VisuallyHidden>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className={classes['sheet']} aria-label={said.account}>
        <p className={classes['who']}>
          {staff.email} · {said.roles[staff.role]}
        </p>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label={said.look}
          value={colorScheme}
          onChange={setColorScheme}
          data={[
            { value: 'light', label: said.light },
            { value: 'dark', label: said.dark },
            { value: 'auto', label: said.auto },
          ]}
        />
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label={said.language}
          value={language}
          onChange={(value) => void speak(value as Language)}
          data={[
            { value: 'en', label: 'English' },
            { value: 'de', label: 'Deutsch' },
          ]}
        />
        <UnstyledButton className={classes['item']} onClick={doing(openHelp)}>
          <IconKeyboard size={16} stroke={1.7} aria-hidden />
          {said.shortcuts}
        </UnstyledButton>
        <UnstyledButton className={classes['item']} onClick={doing(() => void leave())}>
          <IconLogout size={16} stroke={1.7} aria-hidden />
          {said.signOut}
        </UnstyledButton>
      </Popover.Dropdown>
    </Popover>
  );
}

const WORDS = words(
  {
    account: 'Account',
    look: 'Look',
    light: 'Light',
    dark: 'Dark',
    auto: 'System',
    language: 'Language',
    shortcuts: 'Keyboard shortcuts',
    signOut: 'Sign out',
    roles: { agent: 'agent', lead: 'lead', engineer: 'engineer', admin: 'administrator', auditor: 'auditor' },
  },
  {
    account: 'Konto',
    look: 'Aussehen',
    light: 'Hell',
    dark: 'Dunkel',
    auto: 'System',
    language: 'Sprache',
    shortcuts: 'Tastenkürzel',
    signOut: 'Abmelden',
    roles: {
      agent: 'Betreuung',
      lead: 'Leitung',
      engineer: 'Entwicklung',
      admin: 'Administration',
      auditor: 'Prüfung',
    },
  },
);
