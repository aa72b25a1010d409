/**
 * Everything that a caller can be allowed, in nine rights. `ingest`: post facts. `read`: see customers and what happens to them. `work`: tasks,
 * answers, and the journeys of one customer. `lead`: the work of others. `steer`: journeys as a whole, holds, stopped things, links and tokens that
 * act for a customer. `configure`: what the gate is set to. `privacy`: copies and erasures. `audit`: who changed what. `administer`: keys and staff.
 */
export const RIGHTS = [
  'ingest',
  'read',
  'work',
  'lead',
  'steer',
  'configure',
  'privacy',
  'audit',
  'administer',
] as const;

export type Right = (typeof RIGHTS)[number];

/** What a key may do. Each role contains the one before: post facts, also read and steer, also manage keys, settings and data protection. */
export const KEY_ROLES = ['ingest', 'operate', 'admin'] as const;

export type KeyRole = (typeof KEY_ROLES)[number];

/** The rights of each key role. */
export const KEY_RIGHTS: Readonly<Record<KeyRole, readonly Right[]>> = {
  ingest: ['ingest'],
  operate: ['ingest', 'read', 'work', 'lead', 'steer'],
  admin: RIGHTS,
};

/**
 * What a member of staff is here for. `agent` helps customers; `lead` also shares out the work and stops what must be stopped; `engineer` steers
 * and sets up journeys; `admin` does all that people do; `auditor` looks, and changes nothing.
 */
export const STAFF_ROLES = ['agent', 'lead', 'engineer', 'admin', 'auditor'] as const;

export type StaffRole = (typeof STAFF_ROLES)[number];

/** The rights of each staff role. Nobody has `ingest`: facts come from backends. */
export const STAFF_RIGHTS: Readonly<Record<StaffRole, readonly Right[]>> = {
  agent: ['read', 'work'],
  lead: ['read', 'work', 'lead', 'steer'],
  engineer: ['read', 'work', 'steer', 'configure'],
  admin: RIGHTS.filter((right) => right !== 'ingest'),
  auditor: ['read', 'audit'],
};
