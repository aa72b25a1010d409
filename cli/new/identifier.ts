/** The constant that holds a journey: `winBack` for `win-back`. */
export function identifierOf(name: string): string {
  return name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** The line of workflows/index.ts by which Temporal can run a journey. */
export function exportLine(name: string, identifier: string): string {
  return `export { ${identifier === name ? name : `${identifier} as '${name}'`} } from './journeys/${name}';`;
}

/** The line of workflows/headers.ts by which a journey can be listed there. */
export function importLine(name: string, identifier: string): string {
  return `import { ${identifier} } from './journeys/${name}';`;
}
