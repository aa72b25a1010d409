import { Command } from 'commander';
import pc from 'picocolors';
import { loadMessages } from '../messages/catalog';
import { playbooks } from '../playbooks';
import { german } from '../translations/de';
import { translationFaults, type Authored } from '../translations/check';
import { journeyHeaders } from '../workflows/headers';
import { journeyStories } from '../workflows/stories';
import { NO } from './failure';

/** `perennial translations check`: whether everything that staff read of journeys and playbooks is there in German. Works on files alone. */
export function translationsCommand(): Command {
  const translations = new Command('translations').description('check what journeys and playbooks say to staff');
  translations
    .command('check')
    .description('name what has no translation; the answer is no when there is any')
    .action(() => {
      const faults = translationFaults(authored(), german);
      for (const fault of faults) console.error(`translations/de: ${fault}`);
      console.log(faults.length === 0 ? `German: ${pc.green('no faults')}` : pc.red(`${faults.length} fault(s)`));
      if (faults.length > 0) process.exitCode = NO;
    });
  return translations;
}

/** All that authors say to staff in this checkout. */
export function authored(): Authored {
  const catalog = loadMessages();
  const messages = catalog.names.map((name) => catalog.get(name));
  return { journeys: journeyHeaders, stories: journeyStories, playbooks, messages };
}
