import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Command } from 'commander';
import { importLedger } from '../actions/import.ts';
import { AppError } from '../domain/errors.ts';
import { counted, progressLine, say, sayJson, withRegister } from './shared.ts';

export function importCommand(): Command {
  return new Command('import')
    .description('Record the statements of a ledger file (CSV, the columns of data/announcements.csv). Importing twice changes nothing.')
    .argument('<file>', 'the file; - for standard input')
    .option('--skip-bad', 'import the good rows and list the bad ones, instead of refusing the file')
    .option('--json', 'print the result as JSON')
    .action(async (file: string, options: { skipBad?: boolean; json?: boolean }) => {
      const text = readText(file);
      await withRegister(async (ctx) => {
        const progress = progressLine('importing');
        const imported = await importLedger(ctx, text, { skipBad: options.skipBad ?? false, name: basename(file), progress: progress.at });
        progress.end();
        for (const finding of imported.skipped) {
          process.stderr.write(`left out: line ${finding.line}${finding.column === '' ? '' : `, ${finding.column}`}: ${finding.detail}\n`);
        }
        if (options.json) return sayJson(imported);
        say(
          `${counted(imported.added, 'statement')} recorded, ${counted(imported.newRoutes, 'new route')}, ${imported.known.toLocaleString('en')} known already`,
        );
      });
    });
}

function readText(file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file === '-' ? 0 : file);
  } catch (fault) {
    throw new AppError('unusable', `${file} cannot be read: ${(fault as Error).message}`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new AppError(
      'import_rejected',
      `Nothing was imported: line ${badLine(bytes)} of ${file} is not UTF-8 text. Save the file as UTF-8.`,
    );
  }
}

/** The first line that does not decode. */
function badLine(bytes: Buffer): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  for (let start = 0; start < bytes.length; line += 1) {
    const stop = bytes.indexOf(10, start);
    const end = stop === -1 ? bytes.length : stop;
    try {
      decoder.decode(bytes.subarray(start, end));
    } catch {
      return line;
    }
    start = end + 1;
  }
  return line;
}
