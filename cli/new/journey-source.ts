/** A new journey: the cardinal rule in two stages. `identifier` is the name that its constant has. */
export function journeySource(name: string, identifier: string): string {
  return `import { churned, helpRequested, loggedIn, replied } from '../events';
import { done, escalate, journey, next, touch, waitFor, type Facts } from '../sdk';

/**
 * ${titleOf(name)}: two messages, four days apart. An answer goes to a person; silence after both brings in a person who
 * calls (M02). Logging in at any moment is the goal.
 */
export const ${identifier} = journey({
  name: '${name}',
  owner: 'customer-success',
  story: 'Two unanswered messages bring in a person who calls.',
  startOn: [],
  goal: loggedIn,
  exitOn: [churned],
  hears: [replied, helpRequested],
  stages: { twoMessages, personCalls },
});

/** Two messages, each with four days to answer. */
async function twoMessages({ customer }: Facts) {
  for (const message of ['${name}/check-in', '${name}/offer-help'] as const) {
    await touch(message, { primary: 'email', fallback: ['in-app'] });
    const answer = await waitFor([replied, helpRequested], { within: '4 days' });
    if (answer) {
      const help = await escalate('help-request', {
        because: 'answered a message',
        assignTo: customer.owner,
        due: '1 business day',
      });
      return done(help.outcome);
    }
  }
  return next('personCalls');
}

/** A person calls. What the call comes to is how the journey ends. */
async function personCalls({ customer }: Facts) {
  const call = await escalate('save-call', {
    because: 'two messages unanswered and no login',
    assignTo: customer.owner,
    due: '1 business day',
  });
  return done(call.outcome);
}
`;
}

/** `win-back` as a sentence begins: `Win-back`. */
export function titleOf(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
