/** An address in the form in which staff are found by it: without spaces around it, in small letters. */
export function staffEmail(text: string): string {
  return text.trim().toLowerCase();
}
