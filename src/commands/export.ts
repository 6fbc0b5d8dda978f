import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Command } from 'commander';
import { ledgerHeader, ledgerLines } from '../feeds/ledger-csv.ts';
import { pageAnnouncements } from '../store/announcements.ts';
import type { Db } from '../store/db.ts';
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
          for await (const { text, count } of ledgerPages(ctx.db)) {
            rows += count;
            progress.at(rows);
            if (!out.write(text)) await once(out, 'drain');
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

async function* ledgerPages(db: Db): AsyncGenerator<{ text: string; count: number }> {
  yield { text: ledgerHeader(), count: 0 };
  for (let after: { publishedOn: string; id: string } | undefined; ; ) {
    const rows = await pageAnnouncements(db, after, 1000, { live: true });
    const last = rows.at(-1);
    if (last === undefined) return;
    yield { text: ledgerLines(rows), count: rows.length };
    after = { publishedOn: last.published_on, id: last.id };
  }
}
