import { z } from 'zod';
import { CHANNELS, MESSAGE_CLASSES } from '../channel';

const classes = z.array(z.enum(MESSAGE_CLASSES)).min(1);
const channels = z.array(z.enum(CHANNELS)).min(1);
const hour = z.number().min(0).max(24);
const days = z.number().positive().max(366);
const share = z.number().min(0).max(1);
const stopped = z.enum(['channel', 'everything']);
const code = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be lower-case words joined by hyphens');

/** When a channel may be used on a day, in hours of the customer's clock: `[9, 20]` is from 9:00 up to 20:00; null: not at all. */
const span = z
  .tuple([hour, hour])
  .refine(([opens, closes]) => opens < closes, 'must open before it closes')
  .nullable();

const week = z.strictObject({
  weekdays: span,
  saturday: span,
  sunday: span,
  /** Public holidays of the customer's country. */
  holidays: span,
});

/** ISO 3166: a country, or a part of one. */
const region = z.string().regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, 'must be a country (US) or a part of one (US-TX)');

/** Opening hours of one week, as a region rules for one channel. */
export type Week = z.output<typeof week>;

const weeks = z.partialRecord(z.enum(CHANNELS), week);

/**
 * What the gate is set to. Lives in the database, whole, one row a version (prisma/settings.ts), so that every decision can name the
 * version it was made under; editable by API; journeys never hard-code any of it (M24).
 */
export const settingsSchema = z.strictObject({
  /** At most `most` messages of these classes on these channels (all together) within so many days, over all journeys of a customer. */
  caps: z.array(
    z.strictObject({
      name: code,
      classes,
      channels,
      most: z.int().min(0),
      days,
    }),
  ),
  /** The classes that a customer's own choice of frequency and their pause bind. */
  optional: classes,
  /**
   * Hours by channel, for all but the necessary classes. `regions` is by ISO 3166 country or subdivision (`US`, `US-TX`), the finer first;
   * channels without hours are always open.
   */
  hours: z.strictObject({ everywhere: weeks, regions: z.record(region, weeks) }),
  /** Of two journeys that want the same customer within these hours, the one of the higher priority goes first. */
  priority: z.strictObject({
    classes,
    hours: z
      .number()
      .min(0)
      .max(24 * 14),
  }),
  /** Classes that are held while the customer has open support trouble (M25), and after how many days a held touch is given up. */
  trouble: z.strictObject({ classes, giveUpDays: days }),
  /** Two journeys that speak of the same subject within these days: the second is dropped (messages name subjects in their head). */
  subjects: z.strictObject({ days }),
  /** How many days a touch may be put off before it is given up. What staff hold is not. */
  patience: z.strictObject({ days }),
  /** The hour at which a customer tends to act: used for these classes once so many actions are known. */
  sendTime: z.strictObject({ classes: z.array(z.enum(MESSAGE_CLASSES)), actions: z.int().min(1) }),
  /** What the single word "stop" takes back: the channel that it came on, or everything; by ISO 3166 country where it differs. */
  stop: z.strictObject({ everywhere: stopped, regions: z.record(z.string(), stopped) }),
  /** What messages are about, as customers see it. */
  topics: z.record(
    code,
    z.strictObject({
      en: z.string().min(1),
      de: z.string().min(1),
      description: z.record(z.string(), z.string()).optional(),
    }),
  ),
  /** Rates of the last days at which trust is in danger (M34), of delivered messages. `least`: fewer than so many say nothing. */
  guardrails: z.strictObject({
    days: z.int().min(1).max(30),
    least: z.int().min(1),
    complaints: z.strictObject({ warn: share, pause: share }),
    unsubscribes: z.strictObject({ warn: share, pause: share }),
    bounces: z.strictObject({ warn: share, pause: share }),
  }),
  /** A touch of the last this many went unopened and unclicked: the customer is on the watch list (M03). */
  watch: z.strictObject({ unansweredTouches: z.int().min(1) }),
});

export type Settings = z.output<typeof settingsSchema>;

const OPTIONAL = ['lifecycle', 'marketing', 'survey'] as const;

const STRICT: Week = { weekdays: [9, 20], saturday: [9, 20], sunday: [12, 20], holidays: null };
const DECENT: Week = { weekdays: [7, 21], saturday: [8, 21], sunday: [8, 21], holidays: [8, 21] };

/**
 * What rules until somebody changes it (version 0). The hours of text messages in the United States are those of 47 CFR 64.1200(c)(1) and
 * of the stricter states; engineering input, not legal advice.
 */
export const DEFAULT_SETTINGS: Settings = {
  caps: [
    { name: 'all-optional', classes: [...OPTIONAL], channels: ['email', 'sms', 'push', 'in-app'], most: 5, days: 7 },
    { name: 'one-email-a-day', classes: [...OPTIONAL], channels: ['email'], most: 1, days: 1 },
    { name: 'text-messages', classes: [...OPTIONAL], channels: ['sms'], most: 2, days: 7 },
    { name: 'notifications', classes: [...OPTIONAL], channels: ['push'], most: 3, days: 7 },
    { name: 'marketing', classes: ['marketing'], channels: ['email', 'sms', 'push', 'in-app'], most: 4, days: 30 },
    { name: 'surveys', classes: ['survey'], channels: ['email', 'sms', 'push', 'in-app'], most: 1, days: 30 },
  ],
  optional: [...OPTIONAL],
  hours: {
    everywhere: { email: DECENT, sms: STRICT, push: DECENT },
    regions: {
      'US-FL': { sms: { ...STRICT, weekdays: [9, 20] } },
      'US-CT': { sms: STRICT },
      'US-TX': { sms: { weekdays: [9, 20], saturday: [9, 20], sunday: [12, 20], holidays: null } },
      'US-RI': { sms: { weekdays: [9, 18], saturday: [10, 17], sunday: [12, 17], holidays: null } },
      DE: { sms: { weekdays: [9, 20], saturday: [9, 20], sunday: null, holidays: null } },
      AT: { sms: { weekdays: [9, 20], saturday: [9, 20], sunday: null, holidays: null } },
      CH: { sms: { weekdays: [9, 20], saturday: [9, 20], sunday: null, holidays: null } },
    },
  },
  priority: { classes: [...OPTIONAL], hours: 20 },
  trouble: { classes: ['marketing', 'survey'], giveUpDays: 14 },
  subjects: { days: 7 },
  patience: { days: 7 },
  sendTime: { classes: ['marketing'], actions: 8 },
  // From 2027-01-31 the FCC means everything by it (47 CFR 64.1200(a)(10)): then set regions.US.
  stop: { everywhere: 'channel', regions: {} },
  topics: {
    'getting-started': { en: 'Getting started', de: 'Erste Schritte' },
    'check-ins': { en: 'How you are doing', de: 'Wie es bei Ihnen läuft' },
    renewal: { en: 'Your contract', de: 'Ihr Vertrag' },
    recommendations: { en: 'Reviews, invitations and rewards', de: 'Bewertungen, Einladungen und Prämien' },
    stories: { en: 'Customer stories', de: 'Kundengeschichten' },
  },
  guardrails: {
    days: 7,
    least: 200,
    complaints: { warn: 0.0008, pause: 0.002 },
    unsubscribes: { warn: 0.01, pause: 0.03 },
    bounces: { warn: 0.03, pause: 0.08 },
  },
  watch: { unansweredTouches: 3 },
};
