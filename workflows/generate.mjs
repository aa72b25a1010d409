// Writes workflows/stories.ts: what the docstrings of journeys and stages say, and what a reader of the source would find in each stage. With
// --check it only says whether the file is what the sources say, which `npm run check` asks.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';

const room = path.dirname(fileURLToPath(import.meta.url));
const [root = path.join(room, '..')] = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const written = path.join(root, 'workflows', 'stories.ts');
const journeys = path.join(root, 'workflows', 'journeys');
const DURATION = /^\d+(?:\.\d+)? (?:second|minute|hour|day|week)s?$/;

const events = eventTypes(path.join(root, 'workflows', 'events.ts'));
const stories = Object.fromEntries(
  readdirSync(journeys)
    .filter((file) => file.endsWith('.ts'))
    .toSorted()
    .map((file) => storyOf(path.join(journeys, file))),
);
const source = sourceOf(stories);
if (!process.argv.includes('--check')) {
  writeFileSync(written, source);
} else if (readFileSync(written, 'utf8') !== source) {
  process.stderr.write('workflows/stories.ts is not what the journeys say; run: npm run stories\n');
  process.exit(1);
}

/** Name and story of the journey in a file. */
function storyOf(file) {
  const text = readFileSync(file, 'utf8');
  const { program, comments, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`);

  const functions = new Map(program.body.flatMap(functionsOf));
  const call = program.body.map(journeyCall).find(Boolean);
  if (!call) throw new Error(`${file}: there is no exported journey({ ... }).`);
  const stages = property(call.definition, 'stages');
  return [
    property(call.definition, 'name').value,
    {
      story: docstring(call.start),
      stages: Object.fromEntries(stages.properties.map(({ key, value }) => [key.name ?? key.value, stageOf(value)])),
    },
  ];

  function stageOf({ name }) {
    const stage = functions.get(name);
    if (!stage) throw new Error(`${file}: there is no function for stage ${name}.`);
    const found = { next: [], messages: [], playbooks: [], asks: [], waitsFor: [], waits: [], outcomes: [] };
    read(stage.body, found, new Set([name]));
    const unique = Object.entries(found).map(([what, values]) => [what, [...new Set(values)]]);
    return { story: docstring(stage.start), ...Object.fromEntries(unique) };
  }

  /** Goes over everything below a place in the source, and over the functions of the file that it calls. */
  function read(node, found, seen) {
    if (typeof node !== 'object' || node === null) return;
    if (Array.isArray(node)) return node.forEach((each) => read(each, found, seen));
    if (node.type === 'CallExpression') readCall(node, found);
    if (node.type === 'Literal' && typeof node.value === 'string') readText(node.value, found);
    // A variable may have the name of a stage: only what is called is followed.
    const called = node.type === 'CallExpression' && node.callee.name;
    if (called && functions.has(called) && !seen.has(called)) {
      seen.add(called);
      read(functions.get(called).body, found, seen);
    }
    for (const [key, child] of Object.entries(node)) if (key !== 'type') read(child, found, seen);
  }

  /** The comment that ends where something begins, as one paragraph. */
  function docstring(start) {
    const comment = comments.find(
      (each) => each.type === 'Block' && each.value.startsWith('*') && text.slice(each.end, start).trim() === '',
    );
    return comment ? prose(comment.value) : '';
  }
}

/** One paragraph, without the marks of a comment and without references to the mission, which say nothing to who reads it on a page. */
function prose(comment) {
  return comment
    .replace(/^\s*\*+/gm, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ \((?:[MX]\d\d(?:, )?)+\)/g, '')
    .trim();
}

function readCall({ callee, arguments: args }, found) {
  const into = { next: found.next, done: found.outcomes, escalate: found.playbooks }[callee.name];
  if (into && args[0]) into.push(...textsIn(args[0]));
  const because = callee.name === 'escalate' && args[1]?.properties?.find(({ key }) => key?.name === 'because');
  if (because) found.asks.push(...textsIn(because.value));
  if (callee.name === 'waitFor' && args[0])
    found.waitsFor.push(...namesIn(args[0]).flatMap((name) => events.get(name) ?? []));
}

/** A message stands in a folder, so its name has a slash; a duration says its unit. */
function readText(value, found) {
  if (/^[a-z0-9-]+(?:\/[a-z0-9-]+)+$/.test(value)) found.messages.push(value);
  if (DURATION.test(value)) found.waits.push(value);
}

function textsIn(node) {
  if (node.type === 'Literal') return typeof node.value === 'string' ? [node.value] : [];
  if (node.type === 'ConditionalExpression') return [...textsIn(node.consequent), ...textsIn(node.alternate)];
  return [];
}

function namesIn(node) {
  return node.type === 'ArrayExpression' ? node.elements.map(({ name }) => name) : [];
}

/** Events by the names under which journeys import them. */
function eventTypes(file) {
  const { program } = parseSync(file, readFileSync(file, 'utf8'));
  const declared = program.body.flatMap((node) => node.declaration?.declarations ?? []);
  return new Map(declared.map(({ id, init }) => [id.name, init.arguments[0].value]));
}

function functionsOf(node) {
  const declaration = node.type === 'ExportNamedDeclaration' ? node.declaration : node;
  if (declaration?.type === 'FunctionDeclaration')
    return [[declaration.id.name, { start: node.start, body: [declaration.params, declaration.body] }]];
  if (declaration?.type !== 'VariableDeclaration') return [];
  return declaration.declarations
    .filter(({ init }) => init?.type === 'ArrowFunctionExpression' || init?.type === 'FunctionExpression')
    .map(({ id, init }) => [id.name, { start: node.start, body: [init.params, init.body] }]);
}

function journeyCall(node) {
  const init = node.type === 'ExportNamedDeclaration' && node.declaration?.declarations?.[0]?.init;
  return init && init.callee?.name === 'journey' ? { start: node.start, definition: init.arguments[0] } : undefined;
}

function property(object, name) {
  const found = object.properties.find(({ key }) => key?.name === name);
  if (!found) throw new Error(`journey() has no ${name}.`);
  return found.value;
}

function sourceOf(all) {
  return [
    '// Written by `npm run stories` from the sources in journeys/. Do not edit by hand: the check compares.',
    "import type { JourneyStory } from '../domain/journey-story';",
    '',
    '/** Every journey by its name, as its source tells it. */',
    `export const journeyStories: Readonly<Record<string, JourneyStory>> = ${JSON.stringify(all, null, 2)};`,
    '',
  ].join('\n');
}
