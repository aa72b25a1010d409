import { Avatar, Menu, SegmentedControl, UnstyledButton, useMantineColorScheme, VisuallyHidden } from '@mantine/core';
import { IconKeyboard, IconLogout } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
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
  return (
    <Menu position="top-start" width={250} shadow="md">
      <Menu.Target>
        <UnstyledButton className={classes['account']}>
          <Avatar name={staff.name} size={24} color="leaf" aria-hidden />
          <span className={classes['name']}>{staff.name}</span>
          <VisuallyHidden>{said.account}</VisuallyHidden>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {staff.email} · {said.roles[staff.role]}
        </Menu.Label>
        <div className={classes['setting']}>
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
        </div>
        <Menu.Divider />
        <Menu.Item leftSection={<IconKeyboard size={16} aria-hidden />} onClick={openHelp}>
          {said.shortcuts}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void leave()}>
          {said.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
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
