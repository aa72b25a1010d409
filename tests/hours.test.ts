import fc from 'fast-check';
import { addBusinessDays } from '../domain/business-days';
import { isHoliday } from '../domain/policy/holidays';
import { openingOf } from '../domain/policy/hours';
import { DEFAULT_SETTINGS, type Settings, type Week } from '../domain/policy/settings';
import { countryOfZone, placesOf, type Whereabouts } from '../domain/policy/zones';
import { instantOfWall, wallOf } from '../domain/zone-clock';

const { hours } = DEFAULT_SETTINGS;
const NOWHERE: Whereabouts = { timeZone: null, country: null, phone: null, traits: {} };
const at = (text: string) => new Date(text);

/** The hours of one channel, the same everywhere and every day. */
function always(opens: number, closes: number): Settings['hours'] {
  const week: Week = { weekdays: [opens, closes], saturday: [opens, closes], sunday: [opens, closes], holidays: null };
  return { everywhere: { email: week }, regions: {} };
}

function opensFor(who: Partial<Whereabouts>, from: string, channel: 'email' | 'sms' = 'email', by = hours) {
  const opening = openingOf(by, channel, placesOf({ ...NOWHERE, ...who }).places, at(from));
  return typeof opening === 'string' ? opening : opening.opens.toISOString();
}

describe('hours', () => {
  test('are those of the customer: three in the morning waits for the opening, noon does not', () => {
    const berlin = { timeZone: 'Europe/Berlin' };
    expect(opensFor(berlin, '2026-03-03T02:00:00Z')).toBe('2026-03-03T06:00:00.000Z');
    expect(opensFor(berlin, '2026-03-03T11:00:00Z')).toBe('2026-03-03T11:00:00.000Z');
    expect(opensFor(berlin, '2026-03-03T20:00:00Z')).toBe('2026-03-04T06:00:00.000Z');
    expect(opensFor(berlin, '2026-03-06T20:00:00Z')).toBe('2026-03-07T07:00:00.000Z');
  });

  test('are ruled by the finest region that has a rule, and by the country that a zone lies in', () => {
    const sunday = '2026-03-01T15:00:00Z';
    expect(opensFor({ timeZone: 'Europe/Berlin' }, sunday, 'sms')).toBe('2026-03-02T08:00:00.000Z');
    expect(opensFor({ timeZone: 'Europe/Rome' }, sunday, 'sms')).toBe('2026-03-01T15:00:00.000Z');
    const rhodeIsland = { timeZone: 'America/New_York', country: 'US', traits: { state: 'RI' } };
    expect(opensFor(rhodeIsland, '2026-03-03T23:30:00Z', 'sms')).toBe('2026-03-04T14:00:00.000Z');
    expect(opensFor({ ...rhodeIsland, traits: {} }, '2026-03-03T23:30:00Z', 'sms')).toBe('2026-03-03T23:30:00.000Z');
    expect(opensFor(rhodeIsland, sunday, 'email')).toBe('2026-03-01T15:00:00.000Z');
  });

  test('pass over public holidays, and rows of them', () => {
    // Christmas Day 2026 is a Friday, and Germany closes text messages on Boxing Day and on Sundays.
    expect(opensFor({ timeZone: 'Europe/Berlin' }, '2026-12-24T19:30:00Z', 'sms')).toBe('2026-12-28T08:00:00.000Z');
    expect(opensFor({ timeZone: 'Europe/Berlin' }, '2026-12-25T06:30:00Z')).toBe('2026-12-25T07:00:00.000Z');
  });

  test('follow the clocks through spring and autumn', () => {
    // Clocks in Berlin jump from 2:00 to 3:00 on 2026-03-29, and back from 3:00 to 2:00 on 2026-10-25.
    expect(opensFor({ timeZone: 'Europe/Berlin' }, '2026-03-29T01:30:00Z')).toBe('2026-03-29T06:00:00.000Z');
    expect(opensFor({ timeZone: 'Europe/Berlin' }, '2026-03-28T20:30:00Z')).toBe('2026-03-29T06:00:00.000Z');
    expect(opensFor({ timeZone: 'Europe/Berlin' }, '2026-10-24T20:00:00Z')).toBe('2026-10-25T07:00:00.000Z');
    const [early, late] = [always(2.5, 3.5), always(2.25, 2.5)];
    // 2:30 does not exist: the clocks show 3:00 in its place, which is within the hours.
    expect(opensFor({ timeZone: 'Europe/Berlin' }, '2026-03-29T00:00:00Z', 'email', early)).toBe(
      '2026-03-29T01:00:00.000Z',
    );
    // From 2:15 to 2:30 comes twice.
    expect(opensFor({ timeZone: 'Europe/Berlin' }, '2026-10-25T00:00:00Z', 'email', late)).toBe(
      '2026-10-25T00:15:00.000Z',
    );
    expect(opensFor({ timeZone: 'Europe/Berlin' }, '2026-10-25T00:30:00Z', 'email', late)).toBe(
      '2026-10-25T01:15:00.000Z',
    );
  });

  test('of an unknown zone are those that are right in every zone of the country, or of the telephone number', () => {
    // Nine in the morning in Hawaii and eight in the evening on the East Coast.
    for (const who of [{ country: 'US' }, { phone: '+14155550123' }]) {
      expect(opensFor(who, '2026-03-03T15:00:00Z', 'sms')).toBe('2026-03-03T19:00:00.000Z');
      expect(opensFor(who, '2026-03-04T01:30:00Z', 'sms')).toBe('2026-03-04T19:00:00.000Z');
    }
    expect(placesOf({ ...NOWHERE, phone: '+14155550123' }).evidence).toBe('phone');
    expect(placesOf({ ...NOWHERE, country: 'DE' }).places.map(({ zone }) => zone)).toContain('Europe/Berlin');
  });

  test('of a customer of whom nothing is known are decent from New York to Shanghai', () => {
    expect(placesOf(NOWHERE).evidence).toBe('world');
    expect(opensFor({}, '2026-03-03T15:00:00Z')).toBe('2026-03-04T12:00:00.000Z');
    expect(opensFor({}, '2026-07-07T15:00:00Z')).toBe('2026-07-08T11:00:00.000Z');
    // Hours too narrow for all of them are right for those who are named first.
    expect(opensFor({}, '2026-03-03T22:00:00Z', 'email', always(9, 17))).toBe('2026-03-04T14:00:00.000Z');
  });

  test('that are never open refuse, and channels without hours are always open', () => {
    const closed: Week = { weekdays: null, saturday: null, sunday: null, holidays: null };
    const never: Settings['hours'] = { everywhere: { email: closed }, regions: {} };
    expect(opensFor({ timeZone: 'UTC' }, '2026-03-03T15:00:00Z', 'email', never)).toBe('never');
    expect(openingOf(hours, 'in-app', placesOf(NOWHERE).places, at('2026-03-03T15:00:00Z'))).toBe('always');
  });

  test('always give an instant that is not past, within the hours of every place, and the first such', () => {
    const zones = fc.constantFrom(
      'Europe/Berlin',
      'America/New_York',
      'Asia/Kolkata',
      'Australia/Lord_Howe',
      'America/St_Johns',
      'Africa/Casablanca',
    );
    const quarter = fc.integer({ min: 0, max: 95 });
    const span = fc.tuple(quarter, quarter).filter(([opens, closes]) => opens < closes);
    const instant = fc.date({ min: at('2026-01-01'), max: at('2028-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(zones, span, instant, (zone, [opens, closes], from) => {
        const rules = always(opens / 4, closes / 4);
        const opening = openingOf(rules, 'email', [{ zone, country: null, subdivision: null }], from);
        if (typeof opening === 'string') throw new Error(opening);
        const isOpen = (instantMs: number) => {
          const minute = minuteIn(zone, instantMs);
          return minute >= opens * 15 && minute < closes * 15;
        };
        const [first, last] = [opening.opens.getTime(), opening.closes.getTime()];
        expect(first).toBeGreaterThanOrEqual(from.getTime());
        expect([isOpen(first), isOpen(last - 1), isOpen(last)]).toEqual([true, true, closes === 96 && opens === 0]);
        for (let time = from.getTime(); time < first; time += 7 * 60_000) expect(isOpen(time)).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  test('of several places are within the hours of each', () => {
    const places = ['Europe/Berlin', 'America/New_York', 'America/Sao_Paulo'].map((zone) => ({
      zone,
      country: null,
      subdivision: null,
    }));
    const instant = fc.date({ min: at('2026-01-01'), max: at('2027-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(instant, (from) => {
        const opening = openingOf(always(8, 20), 'email', places, from);
        if (typeof opening === 'string') throw new Error(opening);
        for (const { zone } of places) {
          const minute = minuteIn(zone, opening.opens.getTime());
          expect([zone, minute >= 8 * 60 && minute < 20 * 60]).toEqual([zone, true]);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('calendars', () => {
  test.each([
    ['DE', null, '2026-10-03', true],
    ['DE', 'DE-BY', '2026-01-06', true],
    ['DE', null, '2026-01-06', false],
    ['US', null, '2026-11-26', true],
    ['US', null, '2026-07-03', true],
    ['GB', null, '2026-12-28', true],
    ['FR', null, '2026-07-14', true],
    ['AT', null, '2026-10-26', true],
    ['CH', null, '2026-08-01', true],
    ['XX', null, '2026-12-25', false],
  ])('know the public holidays of %s (%s): %s is %s', (country, subdivision, day, free) => {
    expect(isHoliday({ country, subdivision }, Date.parse(`${day}T12:00:00Z`))).toBe(free);
  });

  test('count business days without the public holidays of the country that the zone lies in', () => {
    // Good Friday and Easter Monday 2026 are 3 and 6 April.
    expect(addBusinessDays(at('2026-04-02T08:00:00Z'), 1, 'Europe/Berlin')).toEqual(at('2026-04-07T08:00:00Z'));
    expect(addBusinessDays(at('2026-04-02T08:00:00Z'), 1, 'UTC')).toEqual(at('2026-04-03T08:00:00Z'));
    expect(countryOfZone('Asia/Kolkata')).toBe('IN');
  });

  test('bring local times back to the instants at which clocks show them', () => {
    const zones = fc.constantFrom(
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'Pacific/Apia',
    );
    const instant = fc.date({ min: at('2026-01-01'), max: at('2028-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(zones, instant, (zone, when) => {
        const again = instantOfWall(zone, wallOf(zone, when.getTime()));
        expect(again).toBeLessThanOrEqual(when.getTime());
        expect(wallOf(zone, again)).toBe(wallOf(zone, when.getTime()));
      }),
    );
  });
});

/** Minutes since local midnight, by another way than that of the rules. */
function minuteIn(zone: string, instant: number): number {
  const text = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(instant);
  const [hour, minute] = text.split(':').map(Number);
  return (hour! % 24) * 60 + minute!;
}
