import { Command } from 'commander';
import { shownConfig } from '../config.ts';
import { currentConfig, say, sayJson, table } from './shared.ts';

export function configCommand(): Command {
  return new Command('config')
    .description('Print every setting as it is in force; secrets are hidden.')
    .option('--json', 'print as JSON')
    .action((options: { json?: boolean }) => {
      const settings = shownConfig(currentConfig());
      if (options.json) sayJson(Object.fromEntries(settings.map(({ name, value }) => [name, value])));
      else say(table(settings.map(({ name, value, doc }) => [name, value || '(not set)', doc.replaceAll('`', '')])));
    });
}
