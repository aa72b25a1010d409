import { Webhook } from 'standardwebhooks';
import type { TakenDelivery } from '../../prisma/outgoing/deliveries';

/** A webhook as it is sent. */
export interface Written {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Writes a delivery in its endpoint's form. `publicUrl`: where our pages are reached; without it there are no links. */
export function write(delivery: TakenDelivery, publicUrl: string | undefined, now: Date): Written {
  if (delivery.form === 'slack') return { headers: {}, body: JSON.stringify({ text: slackText(delivery, publicUrl) }) };
  const body = JSON.stringify(payloadOf(delivery, publicUrl));
  return { body, headers: signatures(delivery, body, now) };
}

/** The body of a webhook: what happened, when, and ids; `link` leads to our page about it. */
function payloadOf(delivery: TakenDelivery, publicUrl: string | undefined) {
  const { type, occurredAt, customerId, userIds, about } = delivery;
  const link = linkOf(delivery, publicUrl);
  const who = customerId === null ? {} : { customer_id: customerId, user_ids: userIds };
  return { type, timestamp: occurredAt.toISOString(), data: { ...who, ...about, ...(link !== null && { link }) } };
}

/** By Standard Webhooks: signed with the secret, and for a while with the one before it. */
function signatures({ id, secret, previousSecret, previousUntil }: TakenDelivery, body: string, now: Date) {
  const secrets = previousSecret && previousUntil && previousUntil > now ? [secret, previousSecret] : [secret];
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
    'webhook-signature': secrets.map((each) => new Webhook(each).sign(id, now, body)).join(' '),
  };
}

/** Our page about it. */
function linkOf({ customerId, about }: TakenDelivery, publicUrl: string | undefined): string | null {
  if (!publicUrl) return null;
  const [task, enrollment] = [about['task_id'], about['enrollment_id']];
  let path = `customers/${customerId}`;
  if (typeof task === 'string') path = `tasks/${task}`;
  else if ('alarm_id' in about) path = 'alarms';
  else if (typeof enrollment === 'string') path = `enrollments/${enrollment}`;
  return new URL(`/app/${path}`, publicUrl).href;
}

/** One line in Slack's way of writing. */
function slackText(delivery: TakenDelivery, publicUrl: string | undefined): string {
  const { type, about } = delivery;
  const link = linkOf(delivery, publicUrl);
  const says = SLACK[type.split('.')[0]!]?.(type, about) ?? escaped(type);
  return link === null ? says : `${says} <${link}|Open>`;
}

type Sentence = (type: string, about: TakenDelivery['about']) => string;

const SLACK: Readonly<Record<string, Sentence>> = {
  task: (type, { playbook, queue, assignee, due_at: due, outcome }) => {
    const what = `*${escaped(playbook)}* (${escaped(queue)})`;
    const who = assignee ? `, with ${escaped(assignee)}` : '';
    if (type === 'task.opened') return `New task ${what}${who}, due ${dueWords(due)}.`;
    if (type === 'task.breached') return `:warning: Past due: ${what}${who}, was due ${dueWords(due)}.`;
    const how = outcome ? `: ${escaped(outcome)}` : '';
    return `Task ${what} ${type.slice('task.'.length)}${who}${how}.`;
  },
  alarm: (type, { text, level, ended_by: by }) => {
    if (type === 'alarm.ended') return `:white_check_mark: Over${by ? ` (${escaped(by)})` : ''}: ${escaped(text)}`;
    return `${level === 'critical' ? ':rotating_light:' : ':warning:'} ${escaped(text)}`;
  },
};

/** Slack shows times in the reader's own zone. */
function dueWords(due: unknown): string {
  const at = new Date(String(due));
  if (Number.isNaN(at.getTime())) return 'soon';
  return `<!date^${Math.floor(at.getTime() / 1_000)}^{date_short_pretty} at {time}|${at.toISOString()}>`;
}

function escaped(value: unknown): string {
  return String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
