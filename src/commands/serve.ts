import { Command } from 'commander';
import { currentConfig } from './shared.ts';

export function serveCommand(): Command {
  return new Command('serve')
    .description('Serve the API and watch the clock. Migrates first; an empty database gets the ledger that comes with the program.')
    .action(async () => {
      // Pages and API are for this command alone: no other should wait for them.
      const { serve } = await import('../serve.ts');
      await serve(currentConfig());
    });
}
