import { Title } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import classes from './page.module.css';

/** The frame of a page that is read: where it belongs, its title, a sentence or two, and what can be set for all of it. */
export function PageFrame(props: {
  readonly title: string;
  readonly above?: ReactNode;
  readonly lead?: ReactNode;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}) {
  const { title, above, lead, aside, children } = props;
  useEffect(() => void (document.title = `${title} · Perennial`), [title]);
  return (
    <div className={classes['page']}>
      <header className={classes['head']}>
        <div className={classes['titles']}>
          {above !== undefined && <div className={classes['crumb']}>{above}</div>}
          <Title order={1}>{title}</Title>
          {lead !== undefined && <div className={classes['lead']}>{lead}</div>}
        </div>
        {aside}
      </header>
      {children}
    </div>
  );
}
