/**
 * What somebody wrote, of a mail that also quotes what they answered and ends in a signature. Lines only go, none is changed; where
 * nothing would be left, the text stays whole, because what a customer wrote must not be lost. Doing it again changes nothing.
 * Small rules for what Gmail, Outlook, Apple Mail and phones put into mails, in English and German.
 */
export function replyText(raw: string): string {
  const whole = tidy(raw.replace(/\r\n?/g, '\n'));
  for (let text = whole; ;) {
    const shorter = tidy(withoutSignature(withoutQuote(text.split('\n'))).join('\n'));
    if (shorter === '') return whole;
    if (shorter === text) return text;
    text = shorter;
  }
}

function tidy(text: string): string {
  // Not by an expression that looks for space before an end: of a long run of it, that takes the square of its length.
  const lines = text.split('\n').map((line) => line.trimEnd());
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Where quoting is marked by `>`, the unmarked lines stay (answers between the quoted lines); elsewhere all goes that follows the heading. */
function withoutQuote(lines: readonly string[]): readonly string[] {
  const [at, length] = headingOf(lines);
  if (at < 0) return lines.filter((line) => !isMarked(line));
  const after = lines.slice(at + length);
  const kept = after.some(isMarked) ? after.filter((line) => !isMarked(line)) : [];
  return [...lines.slice(0, at).filter((line) => !isMarked(line)), ...kept];
}

function isMarked(line: string): boolean {
  return /^\s{0,3}>/.test(line);
}

/** The first line that announces a quotation, and over how many lines it runs; mail programs wrap it. */
function headingOf(lines: readonly string[]): readonly [at: number, length: number] {
  for (const [at, line] of lines.entries()) {
    if (BARS.some((bar) => bar.test(line))) return [at, 1];
    if (/^(From|Von): ?\S/i.test(line) && lines.slice(at + 1, at + 5).some((next) => HEADER.test(next))) return [at, 1];
    if (!/^(On|Am|Le|El) |(wrote|schrieb)\b/.test(line)) continue;
    for (const length of [1, 2, 3]) {
      if (at + length <= lines.length && ATTRIBUTION.test(lines.slice(at, at + length).join(' '))) return [at, length];
    }
  }
  return [-1, 0];
}

const HEADER = /^(Sent|Date|To|Cc|Subject|Gesendet|Datum|An|Kopie|Betreff): /i;

const BARS = [
  /^\s*-{2,} ?(Original Message|Forwarded message|Urspr[uü]ngliche Nachricht|Originalnachricht|Weitergeleitete Nachricht) ?-{2,}\s*$/i,
  /^\s*_{10,}\s*$/,
  /^\s*#+ ?-* ?(Please type your reply above this line|Bitte antworten Sie oberhalb dieser Zeile)/i,
];

/** "On Mon, 2 Mar 2026 at 10:00, Ann <ann@x.example> wrote:", "Am 02.03.2026 um 10:00 schrieb Ann:", "Ann schrieb am 2. März:". A date or an address is part of it. */
const ATTRIBUTION =
  /^(?=.{0,400}(\d|@))(On .{3,350} wrote|Am .{3,350} schrieb.{0,150}|.{2,150} (wrote|schrieb)( (on|am) .{3,100})?) ?:$/;

function withoutSignature(lines: readonly string[]): readonly string[] {
  const delimiter = lines.findIndex((line) => /^--\s*$/.test(line));
  const signed = delimiter < 0 ? lines : lines.slice(0, delimiter);
  const spoken = signed.filter((line) => !DEVICE.test(line));
  const small = spoken.findIndex((line, at) => at > 0 && SMALL_PRINT.test(line));
  return withoutClosing(small < 0 ? spoken : spoken.slice(0, small));
}

const DEVICE =
  /^\s*(Sent from (my|Mail for|Outlook for|Yahoo|Proton)|Get Outlook for|Von (meinem|meiner) .{2,40} gesendet|Gesendet (von|mit|aus|über) |Diese Nachricht wurde von meinem .{2,40} gesendet).{0,80}$/i;

const SMALL_PRINT =
  /^\s*(This (e-?mail|message)( and any attachments?)? (is|are|may be|contains?) .{0,40}(confidential|privileged|intended)|(CONFIDENTIALITY|DISCLAIMER)\b|Diese (E-?Mail|Nachricht) (enthält|ist) .{0,40}(vertraulich|rechtlich)|Bitte (prüfen|denken) Sie .{0,40}(Ausdruck|drucken|Umwelt))/i;

/** A closing with a few short lines after it: name, role, telephone. */
const CLOSING =
  /^\s*((best|kind|warm)( regards| wishes)?|regards|all the best|cheers|sincerely( yours)?|yours( sincerely| faithfully)?|thanks( and| &) regards|mit (freundlichen|besten|lieben|herzlichen) gr[uü](ß|ss)en|(viele|liebe|beste|freundliche|herzliche|sch[oö]ne) gr[uü](ß|ss)e|gr[uü](ß|ss)e?|mfg|lg|vg|hochachtungsvoll)[\s,.!]*$/i;
const MOST_LINES = 10;
const LONGEST_LINE = 70;

function withoutClosing(lines: readonly string[]): readonly string[] {
  let end = lines.length;
  let after = 0;
  for (const [at, line] of [...lines.entries()].toReversed()) {
    if (at > 0 && CLOSING.test(line)) [end, after] = [at, 0];
    else if (line.trim() !== '') after += 1;
    if (after > MOST_LINES || line.length > LONGEST_LINE || line.includes('?')) break;
  }
  return lines.slice(0, end);
}
