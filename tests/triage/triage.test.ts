import fc from 'fast-check';
import { withModel, type TriageModel } from '../../domain/triage/model';
import { isUnsure, triageByRules, type Triaged } from '../../domain/triage/triage';
import { CORPUS, HELD_OUT, THREATS } from './corpus';
import { workOf } from './work-of';

const judge = (text: string): Triaged => triageByRules({ text, channel: 'email' });

describe('What customers write is triaged into urgent, worth a reply, not worth a reply (M06)', () => {
  test('the corpus has both languages and every outcome', () => {
    expect(CORPUS.length).toBeGreaterThanOrEqual(60);
    for (const outcome of ['urgent', 'reply', 'none', 'hidden', 'unsure'] as const)
      expect(CORPUS.filter(({ is }) => is === outcome).length).toBeGreaterThanOrEqual(4);
  });

  test.each(CORPUS)('$is: $text', ({ text, is, because = '' }) => {
    const judged = judge(text);
    const outcome = isUnsure(judged) ? 'unsure' : judged.hidden ? 'hidden' : judged.group;
    expect({ outcome, judged }).toEqual({ outcome: is, judged });
    expect([...judged.reasons, '']).toContain(because);
  });

  test.each(THREATS)('a threat is hidden and still urgent: %s', (text) => {
    expect(judge(text)).toMatchObject({ group: 'urgent', hidden: true, reasons: ['threat'] });
  });

  test('of texts that the rules were not written for, none is put into a wrong group, and most are known', () => {
    const outcomes = HELD_OUT.map(([text, may]) => {
      const judged = judge(text);
      if (isUnsure(judged)) return 'a person decides';
      return may.split('|').includes(judged.hidden ? 'hidden' : judged.group) ? 'right' : `wrong: ${text}`;
    });
    expect(outcomes.filter((outcome) => outcome.startsWith('wrong'))).toEqual([]);
    expect(outcomes.filter((outcome) => outcome === 'right').length).toBeGreaterThan(HELD_OUT.length / 2);
  });

  test('the spelling, the case and a polite frame change nothing', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...CORPUS.filter(({ is }) => is === 'urgent')),
        fc.constantFrom('', 'Hello, ', 'Guten Tag. ', 'Hi Ann,\n\n'),
        fc.constantFrom('', ' Thanks', '\n\nDanke', '\nBest, Ada'),
        fc.boolean(),
        ({ text }, before, after, loud) => {
          const framed = `${before}${loud ? text.toUpperCase() : text}${after}`;
          expect(judge(framed).group).toBe('urgent');
        },
      ),
    );
  });

  test('whatever is written, there is a group, a confidence between 0 and 1, and a named reason', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.lorem({ maxCount: 40 })), (text) => {
        const { confidence, reasons } = judge(text);
        expect(confidence).toBeGreaterThanOrEqual(0);
        expect(confidence).toBeLessThan(1);
        expect(reasons.length).toBeGreaterThan(0);
        for (const reason of reasons) expect(reason).toMatch(/^[a-z]+(_[a-z]+)*$/);
      }),
    );
  });

  test('a long hostile text is judged at once', () => {
    for (const part of [
      'can not ',
      'need a ',
      'you are ',
      'ihr seid doch ',
      'no more ',
      '> ',
      'wie kann ',
      'daten sind ',
    ])
      expect(workOf(() => judge(part.repeat(20_000 / part.length)))).toBeLessThan(1_000);
  });
});

describe('A model can be plugged in beside the rules', () => {
  const says = (group: Triaged['group'], confidence: number): TriageModel => ({
    name: 'm1',
    judge: async () => ({ group, confidence, hidden: false }),
  });
  const asked = (model: TriageModel, text: string) => withModel(model)({ text, channel: 'email' });

  test('it decides what the rules are not sure of', async () => {
    expect(await asked(says('none', 0.9), 'The blue one.')).toMatchObject({
      group: 'none',
      confidence: 0.9,
      reasons: ['model_m1'],
    });
  });

  test('it cannot talk urgency down', async () => {
    expect(await asked(says('none', 0.99), 'Dringend! Bitte rufen Sie mich an.')).toMatchObject({ group: 'urgent' });
  });

  test('where it contradicts rules that are sure, a person decides', async () => {
    const judged = await asked(says('none', 0.95), 'How do I invite a colleague?');
    expect(isUnsure(judged)).toBe(true);
    expect(judged).toMatchObject({ group: 'reply', reasons: expect.arrayContaining(['model_disagrees']) as string[] });
  });

  test('when it fails, the rules stand', async () => {
    const broken: TriageModel = { name: 'm1', judge: () => Promise.reject(new Error('away')) };
    expect(await asked(broken, 'How do I invite a colleague?')).toEqual(judge('How do I invite a colleague?'));
  });
});
