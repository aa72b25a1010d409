import { Command, InvalidArgumentError } from 'commander';
import { startSendgrid } from '../standins/sendgrid';
import { startTwilio } from '../standins/twilio';

const SENDGRID_PORT = 7071;
const TWILIO_PORT = 7072;

/**
 * `perennial standins`: servers that take mail and texts as SendGrid and Twilio do, deliver nothing, and fail when told to. Prints the
 * environment that points Perennial at them on standard output, and how to look into them on standard error. Runs until Ctrl-C.
 */
export function standinsCommand(): Command {
  return new Command('standins')
    .description('run stand-ins for SendGrid and Twilio, which deliver nothing and fail when told to')
    .option('--sendgrid-port <port>', 'port of the stand-in for SendGrid', port, SENDGRID_PORT)
    .option('--twilio-port <port>', 'port of the stand-in for Twilio', port, TWILIO_PORT)
    .action(async (options: { sendgridPort: number; twilioPort: number }) => {
      const sendgrid = await startSendgrid({ port: options.sendgridPort }).catch(
        busy(options.sendgridPort, '--sendgrid-port'),
      );
      const twilio = await startTwilio({ port: options.twilioPort }).catch(busy(options.twilioPort, '--twilio-port'));
      console.log(environment(sendgrid.url, twilio.url));
      console.error(hints(sendgrid.url));
      await new Promise<void>((resolve) => {
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
      });
      await Promise.all([sendgrid.stop(), twilio.stop()]);
    });
}

function environment(sendgridUrl: string, twilioUrl: string): string {
  return [
    'SENDGRID_API_KEY=SG.stand-in',
    `SENDGRID_BASE_URL=${sendgridUrl}`,
    'PERENNIAL_FROM_EMAIL=care@example.com',
    `TWILIO_ACCOUNT_SID=AC${'0'.repeat(32)}`,
    'TWILIO_AUTH_TOKEN=stand-in',
    'TWILIO_FROM=+15005550006',
    `TWILIO_BASE_URL=${twilioUrl}`,
  ].join('\n');
}

function hints(url: string): string {
  const fault = `{"fault": {"kind": "status", "status": 429, "retryAfter": 5}, "times": 2}`;
  return [
    '',
    'Put these lines into .env and start Perennial. To look into a stand-in, or to make it fail:',
    `  curl ${url}/_standin/accepted`,
    `  curl ${url}/_standin/fail -d '${fault}'`,
    '  Other faults: {"kind": "hang" | "reset" | "garbage"}; with "accepted": true the message is taken first.',
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
