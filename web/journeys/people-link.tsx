import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import classes from './journey.module.css';

/** Whom a number counts, as the address of the list says it. */
export interface Counted {
  readonly who: 'standing' | 'entered' | 'left' | 'refused' | 'let_in' | 'kept_out';
  readonly stage?: string | undefined;
  readonly to?: string | undefined;
  readonly how?: string | undefined;
  readonly reason?: string | undefined;
  readonly only?: string | undefined;
  readonly longer?: string | undefined;
  readonly reached?: 'true' | undefined;
}

/** A number that opens the people behind it; nothing to open where it is nought. */
export function PeopleLink(props: {
  readonly journey: string;
  readonly days: number;
  readonly counted: Counted;
  readonly count: number;
  readonly label?: string;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}) {
  const { journey, days, counted, count, label, className, children } = props;
  if (count === 0) return <span className={`${classes['nought']} ${className ?? ''}`}>{children}</span>;
  return (
    <Link
      to="/journeys/$name/people"
      params={{ name: journey }}
      search={{ ...counted, ...(days === 30 ? {} : { days: String(days) }) }}
      className={`${classes['number']} ${className ?? ''}`}
      aria-label={label}
    >
      {children}
    </Link>
  );
}
