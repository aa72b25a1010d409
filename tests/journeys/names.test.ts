import { readdirSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../embedded/state';
import { journeyHeaders } from '../../workflows/headers';
import * as workflows from '../../workflows';
import type { Journey } from '../../workflows/sdk';

const files = readdirSync(path.join(projectRoot(), 'workflows', 'journeys')).map((file) => path.basename(file, '.ts'));
const journeys = Object.entries(workflows).filter((entry): entry is [string, Journey] => 'header' in entry[1]);

test('file, workflow type, header and the list of headers agree for every journey', () => {
  const names = files.toSorted();
  expect(journeys.map(([exported]) => exported).toSorted()).toEqual(names);
  expect(journeys.map(([, { name }]) => name).toSorted()).toEqual(names);
  expect(journeys.map(([, { header }]) => header.name).toSorted()).toEqual(names);
  expect(journeyHeaders.map(({ name }) => name).toSorted()).toEqual(names);
});

test('every journey has its tests', () => {
  const tested = readdirSync(path.join(projectRoot(), 'tests', 'journeys')).map((file) => file.replace('.test.ts', ''));
  expect(tested).toEqual(expect.arrayContaining(files));
});
