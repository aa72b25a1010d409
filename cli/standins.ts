import { Command, InvalidArgumentError } from 'commander';
import { generateVAPIDKeys } from 'web-push';
import { startPush } from '../standins/push';
import { startSendgrid } from '../standins/sendgrid';
import { startTwilio } from '../standins/twilio';

const SENDGRID_PORT = 7071;
const TWILIO_PORT = 7072;
const PUSH_PORT = 7073;

/**
 * `perennial standins`: servers that take mail, texts and notifications as SendGrid, Twilio and push services do, deliver nothing, and fail when told to. Prints the
 * environment that points Perennial at them on standard output, and how to look into them on standard error. Runs until Ctrl-C.
 */
export function standinsCommand(): Command {
  return new Command('standins')
    .description('run stand-ins for SendGrid, Twilio and a push service, which deliver nothing and fail when told to')
    .option('--sendgrid-port <port>', 'port of the stand-in for SendGrid', port, SENDGRID_PORT)
    .option('--twilio-port <port>', 'port of the stand-in for Twilio', port, TWILIO_PORT)
    .option('--push-port <port>', 'port of the stand-in for a push service', port, PUSH_PORT)
    .action(async (options: { sendgridPort: number; twilioPort: number; pushPort: number }) => {
      const now = () => new Date();
      const sendgrid = await startSendgrid({ port: options.sendgridPort, now, reportingSeed: REPORTING_SEED }).catch(
        busy(options.sendgridPort, '--sendgrid-port'),
      );
      const twilio = await startTwilio({ port: options.twilioPort, now }).catch(
        busy(options.twilioPort, '--twilio-port'),
      );
      const push = await startPush({ port: options.pushPort }).catch(busy(options.pushPort, '--push-port'));
      console.log(environment(sendgrid, twilio));
      console.error(hints(sendgrid.url, push.url));
      await new Promise<void>((resolve) => {
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
      });
      await Promise.all([sendgrid.stop(), twilio.stop(), push.stop()]);
    });
}

type StandinOf<T extends (...args: never[]) => Promise<unknown>> = Awaited<ReturnType<T>>;

/** Always the same, so that what stands in .env stays true. No secret: whoever knows it can only play the stand-in. */
const REPORTING_SEED = 'a stand-in of Perennial';

function environment(sendgrid: StandinOf<typeof startSendgrid>, twilio: StandinOf<typeof startTwilio>): string {
  const { publicKey, privateKey } = generateVAPIDKeys();
  return [
    'SENDGRID_API_KEY=SG.stand-in',
    `SENDGRID_BASE_URL=${sendgrid.url}`,
    `SENDGRID_EVENT_KEYS=${sendgrid.reports.publicKey}`,
    `SENDGRID_INBOUND_KEYS=${sendgrid.reports.publicKey}`,
    'PERENNIAL_FROM_EMAIL=care@example.com',
    `TWILIO_ACCOUNT_SID=AC${'0'.repeat(32)}`,
    'TWILIO_AUTH_TOKEN=stand-in',
    'TWILIO_FROM=+15005550006',
    `TWILIO_BASE_URL=${twilio.url}`,
    'PERENNIAL_PUBLIC_URL=http://localhost:3000',
    `PERENNIAL_VAPID_PUBLIC_KEY=${publicKey}`,
    `PERENNIAL_VAPID_PRIVATE_KEY=${privateKey}`,
    'PERENNIAL_VAPID_SUBJECT=mailto:care@example.com',
    'PERENNIAL_PUSH_LOOPBACK=true',
  ].join('\n');
}

function hints(url: string, pushUrl: string): string {
  const report = '{"url": "http://localhost:3000/webhooks/sendgrid/events", "outcomes": [{"event": "delivered"}]}';
  const fault = `{"fault": {"kind": "status", "status": 429, "retryAfter": 5}, "times": 2}`;
  return [
    '',
    'Put these lines into .env and start Perennial. To look into a stand-in, or to make it fail:',
    `  curl ${url}/_standin/accepted`,
    `  curl ${url}/_standin/fail -d '${fault}'`,
    '  Other faults: {"kind": "hang" | "reset" | "garbage"}; with "accepted": true the message is taken first.',
    'A browser that takes notifications, as it would subscribe (post what it answers to /v1/customers/<id>/push-subscriptions):',
    `  curl -X POST ${pushUrl}/subscriptions`,
    'To report what became of the last message:',
    `  curl ${url}/_standin/report -d '${report}'`,
    '  More: "copies": 46, "shuffle": 1, "forge": "key" or "body"; of texts, {"MessageStatus": "delivered"} to http://localhost:3000.',
    'Ctrl-C stops them.',
  ].join('\n');
}

function busy(taken: number, option: string): (error: NodeJS.ErrnoException) => never {
  return (error) => {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new Error(`Port ${taken} is in use: give another with ${option}.`);
  };
}

function port(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > 65_535) throw new InvalidArgumentError('not a port');
  return number;
}
