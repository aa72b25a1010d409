/**
 * Every variable that a message may declare besides `traits.*`. `always`: known for every customer, so it needs no
 * fall-back; `perhaps`: may be unknown, so the message says what stands in.
 */
const VARIABLES: Readonly<Record<string, 'always' | 'perhaps'>> = {
  'customer.first_name': 'perhaps',
  'customer.name': 'perhaps',
  'customer.plan': 'perhaps',
  'customer.locale': 'always',
  'account.name': 'perhaps',
  'product.name': 'always',
  'product.url': 'always',
  'sender.name': 'always',
  'renewal.date': 'perhaps',
  'links.app': 'always',
  'links.help': 'always',
  'links.team': 'always',
  'links.billing': 'always',
  'links.feedback': 'always',
  'links.review': 'always',
  'links.referral': 'always',
  'links.story': 'always',
  /** What a person wrote: only in conversation/reply. */
  'reply.text': 'always',
  /** What is to be confirmed, and where: only in consent/confirm. */
  'confirm.wording': 'always',
  'confirm.url': 'always',
  /** What answers a wish for one's data: where the copy or the choices are, and the day of an erasure. Only in privacy/copy and privacy/erasure. */
  'wish.url': 'always',
  'wish.date': 'always',
};

/** Whether a variable is known for every customer (`always`), for some (`perhaps`), or does not exist (undefined). Any trait may be named, and none is certain. */
export function certaintyOf(variable: string): 'always' | 'perhaps' | undefined {
  if (/^traits\.[A-Za-z_][A-Za-z0-9_]*$/.test(variable)) return 'perhaps';
  return Object.hasOwn(VARIABLES, variable) ? VARIABLES[variable] : undefined;
}

/** Names of all variables that exist, traits aside, for error messages. */
export const variableNames: readonly string[] = Object.keys(VARIABLES);
