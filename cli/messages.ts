import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Command, Option } from 'commander';
import pc from 'picocolors';
import { CHANNELS, type Channel } from '../domain/channel';
import { loadMessages, messageNames } from '../messages/catalog';
import { checkMessages, type ContentReport } from '../messages/check/check';
import { NAMES_FILE, namesSource } from '../messages/check/names';
import { describeFault } from '../messages/fault';
import { renderMessage, type RenderedMessage } from '../messages/render';
import { sampleValues, type Sample } from '../messages/samples';
import { measureSms } from '../messages/segments';
import { NO } from './failure';

interface ShowOptions {
  readonly locale: string;
  readonly channel?: Channel;
  readonly customer: Sample;
  readonly out?: string;
}

/** `perennial messages check | names | show`: what authors of messages need. Works on files alone; no database, no server. */
export function messagesCommand(dir: string = path.join(__dirname, '..', 'messages')): Command {
  const messages = new Command('messages').description('check, list and show what we say to customers');

  messages
    .command('check')
    .description('check all messages; the answer is no when there is a fault')
    .action(async () => {
      const report = await checkMessages(dir);
      printReport(report, path.relative(process.cwd(), dir));
      if (report.faults.length > 0) process.exitCode = NO;
    });

  messages
    .command('names')
    .description('write messages/names.ts, the type of all message names')
    .action(() => {
      const names = messageNames(loadMessages(dir));
      writeFileSync(path.join(dir, NAMES_FILE), namesSource(names));
      console.error(`${names.length} names written to ${path.relative(process.cwd(), path.join(dir, NAMES_FILE))}`);
    });

  messages
    .command('show')
    .description('show a message as a made-up customer would get it')
    .argument('<name>', 'as in at-risk/check-in')
    .option('--locale <locale>', 'locale of the customer', 'en')
    .addOption(new Option('--channel <channel>', 'default: the first one of the message').choices(CHANNELS))
    .addOption(
      new Option('--customer <which>', 'known: all facts; unknown: fall-backs')
        .choices(['known', 'unknown', 'unicode'])
        .default('known'),
    )
    .option('--out <file>', 'write the HTML (for SMS and push the text) to a file, to open in a browser')
    .action(async (name: string, options: ShowOptions) => {
      await show(dir, name, options);
    });

  return messages;
}

async function show(dir: string, name: string, { locale, channel, customer, out }: ShowOptions): Promise<void> {
  const catalog = loadMessages(dir);
  const { channels } = catalog.get(name);
  const values = sampleValues(customer, locale);
  const rendered = await renderMessage(catalog, {
    message: name,
    locale,
    channel: channel ?? channels[0] ?? 'email',
    values,
  });
  console.log(asText(rendered));
  if (out) {
    writeFileSync(out, 'html' in rendered ? rendered.html : 'text' in rendered ? rendered.text : rendered.body);
    console.error(`Written to ${out}`);
  }
}

function asText(rendered: RenderedMessage): string {
  switch (rendered.channel) {
    case 'email':
      return `${pc.bold(rendered.subject)}\n\n${rendered.text}`;
    case 'sms': {
      const { encoding, units, segments } = measureSms(rendered.text);
      return `${rendered.text}\n\n${pc.dim(`${units} units of ${encoding}, ${segments} segment(s)`)}`;
    }
    case 'push':
      return [pc.bold(rendered.title), rendered.body, rendered.url].join('\n');
    case 'in-app':
      return [
        pc.bold(rendered.title),
        rendered.body,
        ...(rendered.steps.length > 0 ? [rendered.steps.map(({ label }) => `[ ] ${label}`).join('\n')] : []),
        ...(rendered.action ? [`${rendered.action.label}: ${rendered.action.url}`] : []),
      ].join('\n\n');
  }
}

function printReport({ messages, files, faults, sms }: ContentReport, folder: string): void {
  for (const fault of faults) console.error(`${folder}/${describeFault(fault)}`);
  for (const { file, encoding, units, segments } of sms)
    console.log(pc.dim(`${file.padEnd(34)} ${segments} segment(s), ${units} units of ${encoding}`));
  const result = faults.length === 0 ? pc.green('no faults') : pc.red(`${faults.length} fault(s)`);
  console.log(`${messages} messages in ${files} files: ${result}`);
}
