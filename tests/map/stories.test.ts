import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../../embedded/state';
import { loadMessages } from '../../messages/catalog';
import { playbooks } from '../../playbooks';
import { journeyHeaders } from '../../workflows/headers';
import { journeyStories } from '../../workflows/stories';

const messages = new Set(loadMessages().names);

test('what pages tell of a journey is what its source says, word for word', async () => {
  await promisify(execFile)(process.execPath, [path.join(projectRoot(), 'workflows', 'generate.mjs'), '--check']);
  const flat = (text: string) => text.replaceAll(/\s*\*\s+/g, ' ').replaceAll(/ \([MX]\d\d[^)]*\)/g, '');
  for (const { name } of journeyHeaders) {
    const source = flat(readFileSync(path.join(projectRoot(), 'workflows', 'journeys', `${name}.ts`), 'utf8'));
    const { story, stages } = journeyStories[name]!;
    for (const text of [story, ...Object.values(stages).map((stage) => stage.story)]) {
      expect(text.length).toBeGreaterThan(20);
      expect(source).toContain(text);
    }
  }
});

test.each(journeyHeaders)('every stage of $name is told, and what it names is there', ({ name, stages }) => {
  const told = journeyStories[name]!.stages;
  expect(Object.keys(told)).toEqual(stages);
  for (const stage of Object.values(told)) {
    expect(stages).toEqual(expect.arrayContaining([...stage.next]));
    expect([...stage.messages].filter((message) => !messages.has(message))).toEqual([]);
    expect(stage.playbooks.filter((playbook) => !Object.hasOwn(playbooks, playbook))).toEqual([]);
    expect(stage.next.length + stage.outcomes.length + stage.playbooks.length).toBeGreaterThan(0);
  }
});

test('the story of the cardinal rule is read from its source', () => {
  expect(journeyStories['at-risk']!.stages).toMatchObject({
    checkIn: {
      next: ['answer', 'personCalls'],
      messages: ['at-risk/check-in', 'at-risk/offer-help'],
      playbooks: [],
      waitsFor: ['customer.replied', 'customer.help_requested'],
      waits: ['4 days'],
    },
    answer: { next: ['personCalls'], playbooks: ['help-request'] },
    personCalls: { next: [], messages: ['at-risk/after-call'], playbooks: ['save-call'] },
  });
});

test.each(journeyHeaders)(
  'the moments that matter of $name are five to seven, stand in its stages, and name what is there (M16)',
  ({ name, stages, moments = [] }) => {
    expect(moments.length).toBeGreaterThanOrEqual(5);
    expect(moments.length).toBeLessThanOrEqual(7);
    expect(new Set(moments.map((moment) => moment.name)).size).toBe(moments.length);
    for (const { at, intent, experience, mechanics, messages: sent = [], playbook } of moments) {
      expect([...stages, 'start', 'goal']).toContain(at);
      for (const text of [intent, experience, mechanics]) expect(text).toMatch(/^[A-Z0-9].*\.$/);
      const told = journeyStories[name]!.stages[at];
      expect(told?.messages ?? []).toEqual(expect.arrayContaining([...sent]));
      expect([undefined, ...(told?.playbooks ?? [])]).toContain(playbook);
    }
  },
);
