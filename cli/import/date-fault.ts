import { dateReader } from './date-pattern';

/** Why a text is no instant in this form, and the form that it is one of. Says nothing of the text itself, so that lines with one fault count as one. */
export function dateFault(text: string, form: string): string {
  const said = form === 'iso' ? 'in ISO 8601' : `of the form ${form}`;
  const other = otherOrder(form);
  const forms = form === 'iso' ? formsOf(text) : other && dateReader(other)(text) ? [other] : [];
  if (forms.length === 0) return `occurredAt is not a date ${said}`;
  if (forms.length === 1)
    return `occurredAt is not a date ${said} but of the form ${forms[0]}: say occurredAt=<column>:${forms[0]}`;
  return `occurredAt is not a date ${said} and can be read in two orders: say occurredAt=<column>:${forms.join(' or occurredAt=<column>:')}`;
}

/** The form with day and month the other way round: `MM/DD/YYYY` for `DD/MM/YYYY`. Undefined where the year comes first: nobody writes those the other way. */
export function otherOrder(form: string): string | undefined {
  if (!/(DD.*MM|MM.*DD).*YYYY/.test(form)) return undefined;
  return form.replaceAll(/DD|MM/g, (token) => (token === 'DD' ? 'MM' : 'DD'));
}

/** The forms that a date such as 01/02/2024 or 31.12.2024 08:15 can be read in. None for what is no such date. */
function formsOf(text: string): string[] {
  const [, one, two, time] = /^\d{1,2}([./-])\d{1,2}([./-])\d{4}(?: (\d{1,2}:\d\d(?::\d\d)?))?$/.exec(text) ?? [];
  if (!one || one !== two) return [];
  const rest = time === undefined ? '' : time.split(':').length === 3 ? ' HH:mm:ss' : ' HH:mm';
  const forms = [`DD${one}MM${one}YYYY${rest}`, `MM${one}DD${one}YYYY${rest}`];
  return forms.filter((form) => dateReader(form)(text) !== null);
}
