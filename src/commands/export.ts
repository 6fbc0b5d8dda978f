import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Command } from 'commander';
import { ledgerHeader, ledgerLines } from '../feeds/ledger-csv.ts';
import { ledgerPages } from '../store/pages.ts';
import { counted, progressLine, withRegisterAsItIs } from './shared.ts';

export function exportCommand(): Command {
  return new Command('export')
    .description('Write the ledger as CSV: every statement that stands, in the columns that `import` reads.')
    .argument('[file]', 'the file; standard output if none is given')
    .action(async (file: string | undefined) => {
      await withRegisterAsItIs(async (ctx) => {
        const progress = progressLine('exporting');
        const partial = `${file}.partial`;
        const out = file === undefined ? process.stdout : createWriteStream(partial);
        let rows = 0;
        try {
          out.write(ledgerHeader());
          for await (const page of ledgerPages(ctx.db)) {
            rows += page.length;
            progress.at(rows);
            if (!out.write(ledgerLines(page))) await once(out, 'drain');
          }
          if (file === undefined) return;
          out.end();
          await once(out, 'finish');
          await rename(partial, file);
        } catch (fault) {
          if (file !== undefined) await rm(partial, { force: true });
          throw fault;
        } finally {
          progress.end();
        }
        process.stderr.write(`${counted(rows, 'statement')} written to ${file}\n`);
      });
    });
}
