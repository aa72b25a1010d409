import { IconEye, IconInbox, IconMessage, IconRoute, IconSettings, IconUsers, type Icon } from '@tabler/icons-react';
import type { Right } from '../client/session';
import type { Words } from '../parts/words';

/** A way that the sidebar offers. */
export interface Way {
  /** Path below `/app`, as the router has it. */
  readonly to: string;
  /** The beginnings of other pages that belong to it. */
  readonly also?: readonly string[];
  readonly name: Words<string>;
  readonly icon: Icon;
  /** Who may not do this does not see the way. */
  readonly right: Right;
  /** The letter after `g` that leads there. */
  readonly letter: string;
}

/** The ways of the sidebar, in their order. A page that is added here is found by mouse, keyboard and command palette. */
export const WAYS: readonly Way[] = [
  { to: '/', also: ['/tasks/'], name: { en: 'Inbox', de: 'Posteingang' }, icon: IconInbox, right: 'read', letter: 'i' },
  {
    to: '/search',
    also: ['/customers/'],
    name: { en: 'Customers', de: 'Kunden' },
    icon: IconUsers,
    right: 'read',
    letter: 'c',
  },
  { to: '/watch', name: { en: 'Watch', de: 'Wache' }, icon: IconEye, right: 'read', letter: 'w' },
  {
    to: '/journeys',
    also: ['/enrollments/', '/forecast'],
    name: { en: 'Journeys', de: 'Journeys' },
    icon: IconRoute,
    right: 'read',
    letter: 'j',
  },
  { to: '/messages', name: { en: 'Messages', de: 'Nachrichten' }, icon: IconMessage, right: 'read', letter: 'e' },
  { to: '/settings', name: { en: 'Settings', de: 'Einstellungen' }, icon: IconSettings, right: 'read', letter: ',' },
];
