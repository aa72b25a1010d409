import { Tooltip, UnstyledButton } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand, IconSearch } from '@tabler/icons-react';
import { Link, useLocation } from '@tanstack/react-router';
import { Keys } from '../parts/shortcut';
import { useLanguage, useWords, words } from '../parts/words';
import { AccountMenu } from './account-menu';
import icon from './icon.svg';
import { openPalette } from './palette-state';
import classes from './sidebar.module.css';
import { useOpenWays } from './ways';

/** The ways through the product: at the side, or along the bottom of a phone. It can be made narrow, and stays so. */
export function Sidebar() {
  const said = useWords(WORDS);
  const language = useLanguage();
  const ways = useOpenWays();
  const path = useLocation({ select: ({ pathname }) => pathname });
  const [narrow, setNarrow] = useLocalStorage({
    key: 'perennial-narrow-sidebar',
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  const Fold = narrow ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse;

  return (
    <nav className={classes['sidebar']} data-narrow={narrow || undefined} aria-label={said.navigation}>
      <Link to="/" className={classes['brand']} aria-label="Perennial">
        <img src={icon} alt="" width={24} height={24} />
        <span className={classes['name']}>Perennial</span>
      </Link>
      <UnstyledButton className={classes['way']} onClick={openPalette} aria-keyshortcuts="Control+K">
        <IconSearch size={18} stroke={1.6} aria-hidden />
        <span className={classes['name']}>{said.search}</span>
        <span className={classes['hint']} aria-hidden>
          <Keys keys="mod+k" />
        </span>
      </UnstyledButton>
      <ul className={classes['ways']}>
        {ways.map(({ to, also = [], name, icon: Picture }) => (
          <li key={to}>
            <Tooltip label={name[language]} position="right" disabled={!narrow}>
              <Link
                to={to}
                className={classes['way']}
                activeOptions={{ exact: to === '/', includeSearch: false }}
                activeProps={{ 'aria-current': 'page' }}
                inactiveProps={also.some((start) => path.startsWith(start)) ? { 'aria-current': true } : {}}
              >
                <Picture size={18} stroke={1.6} aria-hidden />
                <span className={classes['name']}>{name[language]}</span>
              </Link>
            </Tooltip>
          </li>
        ))}
      </ul>
      <div className={classes['foot']}>
        <AccountMenu />
        <UnstyledButton
          className={classes['fold']}
          onClick={() => setNarrow(!narrow)}
          aria-label={narrow ? said.widen : said.narrow}
        >
          <Fold size={18} stroke={1.6} aria-hidden />
        </UnstyledButton>
      </div>
    </nav>
  );
}

const WORDS = words(
  { navigation: 'Main', search: 'Search', narrow: 'Make the sidebar narrow', widen: 'Make the sidebar wide' },
  {
    navigation: 'Hauptnavigation',
    search: 'Suchen',
    narrow: 'Seitenleiste schmal machen',
    widen: 'Seitenleiste breit machen',
  },
);
