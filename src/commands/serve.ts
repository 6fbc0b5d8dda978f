import { Command } from 'commander';
import { serve } from '../serve.ts';
import { currentConfig } from './shared.ts';

export function serveCommand(): Command {
  return new Command('serve')
    .description('Serve the API and watch the clock. Migrates first; an empty database gets the ledger that comes with the program.')
    .action(async () => {
      await serve(currentConfig());
    });
}
