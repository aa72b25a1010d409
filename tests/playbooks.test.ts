import { readdirSync } from 'node:fs';
import path from 'node:path';
import { playbooks, type OutcomeOf } from '../playbooks';

const all = Object.entries(playbooks);

describe('Playbooks say what a person does', () => {
  test('name, key and file of each playbook agree', () => {
    const files = readdirSync(path.join(__dirname, '..', 'playbooks')).filter(
      (file) => !['index.ts', 'playbook.ts'].includes(file),
    );
    expect(all.map(([key]) => `${key}.ts`).toSorted()).toEqual(files.toSorted());
    for (const [key, { name }] of all) expect(name).toBe(key);
  });

  test.each(all)(
    '%s has a checklist, talking points, and outcomes that a person understands',
    (_name, { checklist, talkingPoints, outcomes, title, queue }) => {
      expect(title).toMatch(/^[A-Z]/);
      expect(queue).toMatch(/^[a-z-]+$/);
      expect(checklist.length).toBeGreaterThanOrEqual(5);
      expect(talkingPoints.length).toBeGreaterThanOrEqual(4);
      expect(Object.keys(outcomes).length).toBeGreaterThanOrEqual(3);
      for (const [code, sentence] of Object.entries(outcomes)) {
        expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
        expect(sentence).toMatch(/^[A-Z].*\.$/);
      }
    },
  );

  test('every checklist ends with a choice of outcome, because the code steers the journey (X05)', () => {
    for (const [, { checklist }] of all) expect(checklist.at(-1)).toMatch(/pick the outcome\.$/);
  });

  test('who calls never says that the customer was watched (M21)', () => {
    for (const [, { talkingPoints }] of all) expect(talkingPoints.join('\n')).not.toMatch(/we (noticed|saw)/i);
  });

  test('only the codes of a playbook compile', () => {
    const saved: OutcomeOf<'renewal-save'> = 'saved';
    // @ts-expect-error -- renewal-save cannot end as voicemail
    const wrong: OutcomeOf<'renewal-save'> = 'voicemail';
    expect([saved, wrong]).toEqual(['saved', 'voicemail']);
  });
});
