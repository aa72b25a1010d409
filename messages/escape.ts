const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes a text for element content and for quoted attributes of HTML. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/**
 * Makes a text from outside one harmless line: control characters and line breaks become spaces, marks that turn the
 * direction of what follows are dropped, half characters are replaced, and it is cut at `limit` characters. Nothing that is visible is changed.
 */
export function oneLine(text: string, limit = 500): string {
  const line = text
    // eslint-disable-next-line no-control-regex -- these are exactly what is taken out
    .replace(/[\u0000-\u001F\u007F-\u009F\u2028\u2029\s]+/g, ' ')
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(/[\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/g, '')
    .trim();
  return line.length <= limit ? line : [...line].slice(0, limit).join('');
}
