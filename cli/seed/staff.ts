/** A member of staff of the seeded world. */
export interface SeededStaff {
  readonly id: string;
  readonly name: string;
  readonly role: 'agent' | 'lead' | 'engineer' | 'admin' | 'auditor';
  readonly locale: 'en' | 'de';
  readonly queues: readonly string[];
  /** Unfinished tasks that they can carry at once. */
  readonly load: number;
}

/** A dozen people: who calls, who leads, who writes journeys. */
export const STAFF: readonly SeededStaff[] = [
  { id: 'ann', name: 'Ann Keller', role: 'agent', locale: 'en', queues: ['customer-success'], load: 40 },
  { id: 'ben', name: 'Ben Adeyemi', role: 'agent', locale: 'en', queues: ['customer-success'], load: 40 },
  { id: 'chloe', name: 'Chloe Marsh', role: 'agent', locale: 'en', queues: ['customer-success', 'advocacy'], load: 30 },
  { id: 'dara', name: 'Dara Nguyen', role: 'agent', locale: 'en', queues: ['customer-success'], load: 40 },
  { id: 'emil', name: 'Emil Brandt', role: 'agent', locale: 'de', queues: ['customer-success'], load: 40 },
  {
    id: 'fatma',
    name: 'Fatma Yıldız',
    role: 'agent',
    locale: 'de',
    queues: ['customer-success', 'renewals'],
    load: 35,
  },
  { id: 'greta', name: 'Greta Holm', role: 'agent', locale: 'de', queues: ['renewals'], load: 50 },
  { id: 'henry', name: 'Henry Osei', role: 'agent', locale: 'en', queues: ['renewals'], load: 50 },
  { id: 'jonas', name: 'Jonas Weiß', role: 'agent', locale: 'de', queues: ['advocacy'], load: 25 },
  {
    id: 'lena',
    name: 'Lena Fischer',
    role: 'lead',
    locale: 'de',
    queues: ['customer-success', 'renewals', 'advocacy'],
    load: 10,
  },
  { id: 'marco', name: 'Marco Silva', role: 'engineer', locale: 'en', queues: [], load: 0 },
  { id: 'nora', name: 'Nora Lindqvist', role: 'admin', locale: 'en', queues: [], load: 0 },
];

/** Who leads: is told of what is overdue. */
export const LEAD = 'lena';

/** The agents of a queue. */
export function agentsOf(queue: string): readonly SeededStaff[] {
  return AGENTS.get(queue) ?? [];
}

const AGENTS: ReadonlyMap<string, readonly SeededStaff[]> = new Map(
  ['customer-success', 'renewals', 'advocacy'].map((queue) => [
    queue,
    STAFF.filter(({ role, queues }) => role === 'agent' && queues.includes(queue)),
  ]),
);

/** Who looks after customers: agents of customer success, by the language that they speak. */
export const OWNERS = {
  en: agentsOf('customer-success').filter(({ locale }) => locale === 'en'),
  de: agentsOf('customer-success').filter(({ locale }) => locale === 'de'),
} as const;
