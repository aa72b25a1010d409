import { NativeSelect } from '@mantine/core';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import type { Right } from '../client/session';
import { useSession } from '../app/session';
import { NotHere } from '../app/faults';
import { NoPermission } from '../parts/states';
import { useWords, words } from '../parts/words';
import { AccountSection } from './account';
import { AuditSection } from './audit';
import { GuardrailsSection } from './guardrails';
import { HoldsSection } from './holds';
import { KeysSection } from './keys';
import { RulesSection } from './rules';
import { SuppressionsSection } from './suppressions';
import { TeamSection } from './team';
import { WebhooksSection } from './webhooks';
import classes from './settings.module.css';

/** A section of the settings, and who may see it. Within it, what somebody may not change is not offered. */
interface Section {
  readonly name: SectionName;
  readonly group: 'you' | 'people' | 'sending' | 'records';
  readonly right: Right;
  readonly page: ComponentType;
}

type SectionName =
  | 'account'
  | 'team'
  | 'keys'
  | 'webhooks'
  | 'rules'
  | 'guardrails'
  | 'holds'
  | 'suppressions'
  | 'audit';

const SECTIONS: readonly Section[] = [
  { name: 'account', group: 'you', right: 'read', page: AccountSection },
  { name: 'team', group: 'people', right: 'read', page: TeamSection },
  { name: 'keys', group: 'people', right: 'administer', page: KeysSection },
  { name: 'webhooks', group: 'people', right: 'administer', page: WebhooksSection },
  { name: 'rules', group: 'sending', right: 'read', page: RulesSection },
  { name: 'guardrails', group: 'sending', right: 'read', page: GuardrailsSection },
  { name: 'holds', group: 'sending', right: 'read', page: HoldsSection },
  { name: 'suppressions', group: 'sending', right: 'read', page: SuppressionsSection },
  { name: 'audit', group: 'records', right: 'audit', page: AuditSection },
];

const GROUPS = ['you', 'people', 'sending', 'records'] as const;

/** The settings: sections at the side, the chosen one beside them. */
export function SettingsPage() {
  const said = useWords(WORDS);
  const { can } = useSession();
  const { section: chosen = 'account' } = useParams({ strict: false }) as { readonly section?: string };
  const navigate = useNavigate();
  const openIn = (group: Section['group']) =>
    SECTIONS.filter((each) => each.group === group && can(each.right)).map(({ name }) => ({
      value: name,
      label: said.sections[name],
    }));
  const section = SECTIONS.find(({ name }) => name === chosen);
  const Shown = section?.page;
  return (
    <div className={classes['frame']}>
      <nav className={classes['sections']} aria-label={said.title}>
        <NativeSelect
          className={classes['choice']}
          aria-label={said.title}
          value={chosen}
          onChange={(event) =>
            void navigate({ to: '/settings/$section', params: { section: event.currentTarget.value } })
          }
          data={GROUPS.map((group) => ({ group: said.groups[group], items: openIn(group) })).filter(
            ({ items }) => items.length > 0,
          )}
        />
        {GROUPS.map((group) => {
          const open = openIn(group);
          if (open.length === 0) return null;
          return (
            <div key={group}>
              <h2 id={`settings-${group}`}>{said.groups[group]}</h2>
              <ul aria-labelledby={`settings-${group}`}>
                {open.map(({ value: name, label }) => (
                  <li key={name}>
                    <Link
                      to="/settings/$section"
                      params={{ section: name }}
                      className={classes['section']}
                      aria-current={name === chosen ? 'page' : undefined}
                    >
                      {label}
                    </Link>
                  </li>
                ))}
              </ul>
            </div>
          );
        })}
      </nav>
      <div className={classes['content']}>
        {!Shown ? <NotHere /> : can(section.right) ? <Shown /> : <NoPermission />}
      </div>
    </div>
  );
}

const WORDS = words(
  {
    title: 'Settings',
    groups: { you: 'You', people: 'People and programs', sending: 'Sending', records: 'Records' },
    sections: {
      account: 'My account',
      team: 'Team',
      keys: 'API keys',
      webhooks: 'Webhooks',
      rules: 'Caps, hours and topics',
      guardrails: 'Guardrails',
      holds: 'Holds',
      suppressions: 'Barred addresses',
      audit: 'Audit log',
    },
  },
  {
    title: 'Einstellungen',
    groups: { you: 'Sie', people: 'Menschen und Programme', sending: 'Versand', records: 'Nachweise' },
    sections: {
      account: 'Mein Konto',
      team: 'Team',
      keys: 'API-Schlüssel',
      webhooks: 'Webhooks',
      rules: 'Obergrenzen, Zeiten, Themen',
      guardrails: 'Leitplanken',
      holds: 'Sperren',
      suppressions: 'Gesperrte Adressen',
      audit: 'Protokoll',
    },
  },
);
