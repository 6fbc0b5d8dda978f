import { Command } from 'commander';
import { AppError } from '../domain/errors.ts';
import { VERSION } from '../version.ts';
import { backupCommand, restoreCommand } from './backup.ts';
import { configCommand } from './config.ts';
import { correctionCommand } from './correction.ts';
import { exportCommand } from './export.ts';
import { extractCommand } from './extract.ts';
import { importCommand } from './import.ts';
import { keyCommand } from './key.ts';
import { migrateCommand } from './migrate.ts';
import { serveCommand } from './serve.ts';
import { sourceCommand } from './source.ts';
import { subscriptionCommand } from './subscription.ts';
import { tickCommand } from './tick.ts';
import { verifyCommand } from './verify.ts';

function program(): Command {
  return new Command('inaugural')
    .description('A register of air routes that somebody said would start.')
    .version(VERSION)
    .showHelpAfterError('(add --help for what is possible)')
    .configureHelp({ showGlobalOptions: true })
    .addCommand(serveCommand())
    .addCommand(migrateCommand())
    .addCommand(tickCommand())
    .addCommand(importCommand())
    .addCommand(exportCommand())
    .addCommand(extractCommand())
    .addCommand(keyCommand())
    .addCommand(subscriptionCommand())
    .addCommand(sourceCommand())
    .addCommand(correctionCommand())
    .addCommand(backupCommand())
    .addCommand(restoreCommand())
    .addCommand(verifyCommand())
    .addCommand(configCommand());
}

/** Runs one command. A failure that the user can mend is one clear message and exit code 1; anything else shows its stack. */
export async function run(argv: readonly string[]): Promise<void> {
  // A reader that has seen enough (`| head`) is no failure.
  process.stdout.on('error', (fault: NodeJS.ErrnoException) => {
    if (fault.code !== 'EPIPE') throw fault;
    // A server goes on when nobody reads its greeting.
    if (argv[2] !== 'serve') process.exit(0);
  });
  try {
    await program().parseAsync(argv);
  } catch (fault) {
    process.exitCode = 1;
    if (!(fault instanceof AppError)) throw fault;
    process.stderr.write(`${[fault.message, ...findingLines(fault)].join('\n')}\n`);
  }
}

function findingLines(fault: AppError): string[] {
  const [only, ...others] = fault.findings;
  // Said already.
  if (fault.message.includes('\n') || (others.length === 0 && only !== undefined && fault.message.includes(only.detail))) return [];
  return fault.findings.map((finding) => `  ${finding.pointer}: ${finding.detail}`);
}
