import { anyOf, folded, LONGEST_READ } from './folded';

/** What tells a machine's mail from a person's: its headers under any spelling of their names, its subject, and its text. */
export interface Mailed {
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly subject?: string | undefined;
  readonly text: string;
}

/**
 * Why a message was written by a machine, or null when a person wrote it: an automatic message joins the conversation, but answers
 * nothing. By RFC 3834 (`Auto-Submitted`), the older headers, reports of failed delivery, and what out-of-office notices
 * say in English and German. A person who mentions a holiday and asks or tells something is a person.
 */
export function automaticBecause({ headers = {}, subject = '', text }: Mailed): string | null {
  const header = new Map(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value.toLowerCase().trim()]),
  );
  const submitted = header.get('auto-submitted');
  if (submitted !== undefined && !/^no\b/.test(submitted)) return 'auto_submitted';
  if (/^(bulk|auto_reply|list|junk)\b/.test(header.get('precedence') ?? '')) return 'precedence';
  if (OLDER_HEADERS.some((name) => header.has(name) && header.get(name) !== 'no')) return 'x_autoreply';
  if (isReport(header)) return 'delivery_report';
  if (SUBJECT.test(folded(subject))) return 'subject';
  return automaticText(folded(text.slice(0, LONGEST_READ)));
}

const OLDER_HEADERS = ['x-autoreply', 'x-autorespond', 'x-autoresponder', 'x-auto-reply', 'x-failed-recipients'];

function isReport(header: ReadonlyMap<string, string>): boolean {
  return (
    /^multipart\/report\b/.test(header.get('content-type') ?? '') ||
    header.get('return-path') === '<>' ||
    /\b(mailer-daemon|postmaster)@/.test(header.get('from') ?? '')
  );
}

const SUBJECT =
  /^(auto(matic|mated)?[ -]?(reply|response|antwort)|automatische antwort|out of (the )?office|abwesenheit|abwesend\b|ooo\b|undeliver(able|ed)|delivery status|mail delivery|unzustellbar|nicht im buero)/;

/** A message that says so itself; an absence with what only notices say; or an absence and nothing else. */
function automaticText(text: string): string | null {
  if (SAYS_SO.test(text)) return 'says_so';
  if (DRIVING.test(text)) return 'driving';
  const sentences = beforeClosing(text.split(/(?<=(?<!\d)[.!?])\s+/));
  if (!sentences.some((sentence) => ABSENCE.test(sentence)) || text.includes('?')) return null;
  const rest = sentences.filter((sentence) => !ABSENCE.test(sentence) && !GREETING.test(sentence));
  return rest.length === 0 || NOTICE.test(text) ? 'out_of_office' : null;
}

/** Without the closing and the name under it. */
function beforeClosing(sentences: readonly string[]): readonly string[] {
  const at = sentences.findLastIndex((sentence) => CLOSING.test(sentence));
  return at < 1 ? sentences : sentences.slice(0, at);
}

const CLOSING =
  /^(best|kind|warm)?( ?regards| wishes)|^best[.,]?$|^(mit freundlichen|viele|beste|liebe|freundliche) gruesse/;

const SAYS_SO = anyOf([
  'this is an automat(ed|ic) (reply|response|message|e-?mail)',
  'automatically generated',
  'auto-?(reply|response)',
  '(this|das|dies|diese nachricht) ist eine automatische? (antwort|nachricht|benachrichtigung|e-?mail)',
  'automatisch (generierte?|erstellte?|erzeugte?|versandte?)',
  'automatische (antwort|abwesenheit\\w*)',
  'abwesenheits(notiz|meldung|nachricht|assistent)',
  '(we have received your|wir haben ihre) (request|e-?mail|message|anfrage|nachricht)( erhalten)?[^.]{0,80}(ticket|vorgangs|reference|case)\\w*',
]);

const DRIVING = anyOf([
  "i'm driving with",
  'ich fahre gerade[^.]{0,30}(fokus|nicht stoeren)',
  "i'm not receiving notifications",
]);

const ABSENCE = anyOf([
  "(i am|i'm|i will be|i'll be|we are) (currently |now |presently |away and )?(out of (the |my )?office|ooo|away from (the|my) (office|desk)|on (annual |parental |maternity |paternity |sick )?leave|on (vacation|holidays?|pto)|travelling|traveling)",
  'out of (the )?office (until|from|today|this week)',
  '(ich bin|wir sind|ich befinde mich)( [^!?]{0,60})? (nicht (im (buero|haus|hause)|erreichbar|am (arbeits)?platz)|ausser haus|abwesend|im (urlaub|mutterschutz|krankenstand)|in (elternzeit|urlaub)|auf (dienst|geschaefts)reise)',
  '(derzeit|momentan|aktuell|zur ?zeit) bin ich( [^!?]{0,40})? (nicht (im buero|erreichbar)|abwesend|im urlaub|ausser haus)',
]);

const NOTICE = anyOf([
  'limited access to (my )?e-?mails?',
  '(no|without) access to (my )?e-?mails?',
  'thank you for your (e-?mail|message)',
  'in my absence',
  'during my absence',
  '(upon|on|after) my return',
  '(for|in) urgent (matters|cases|issues|enquiries|inquiries)',
  'if (this|it|your (request|matter)) is urgent',
  'will (reply|respond|answer|get back to you) (to your|as soon as|when i|upon|on my|after)',
  '(vielen )?dank fuer ihre (e-?mail|nachricht)',
  'waehrend meiner abwesenheit',
  'nach meiner rueckkehr',
  '(wird|werden) nicht (automatisch )?weitergeleitet',
  'in dringenden (faellen|angelegenheiten)',
  'bei dringenden (fragen|angelegenheiten|anliegen)',
  '(keinen|nur eingeschraenkten|eingeschraenkt) (zugriff auf|zugang zu) meine\\w* (e-?)?mails?',
]);

const GREETING =
  /^(hi|hello|dear|hallo|guten tag|sehr geehrte\w*|liebe\w*|good (morning|afternoon)|best|kind regards|regards|thanks|danke|mit freundlichen|viele gruesse|beste gruesse)\b.{0,60}$/;
