import { Command } from 'commander';
import { assertSound, verify } from '../actions/verify.ts';
import { counted, progressLine, say, sayJson, withRegisterAsItIs } from './shared.ts';

export function verifyCommand(): Command {
  return new Command('verify')
    .description('Prove that the database is sound, that every route follows from its ledger and that the audit was not tampered with.')
    .option('--json', 'print the result as JSON')
    .action(async (options: { json?: boolean }) => {
      await withRegisterAsItIs(async (ctx) => {
        const progress = progressLine('verifying routes');
        const result = await verify(ctx, progress.at);
        progress.end();
        if (options.json) sayJson(result);
        assertSound(result);
        if (options.json) return;
        say(
          `sound: ${counted(result.routes, 'route')} follow from ${counted(result.announcements, 'statement')}; ${counted(result.auditLines, 'audit line')}, the last ${result.auditHead.slice(0, 16) || '(none)'}`,
        );
      });
    });
}
