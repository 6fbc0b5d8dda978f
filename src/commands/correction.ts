import { Command } from 'commander';
import { addCorrection, correctionText, removeCorrection, type WrittenCorrection } from '../actions/corrections.ts';
import { AppError } from '../domain/errors.ts';
import { listCorrections, listCorrectionWords } from '../store/corrections.ts';
import { say, table, withRegister } from './shared.ts';

const MOST = 10_000;

export function correctionCommand(): Command {
  return new Command('correction')
    .description('What the reader of texts was taught: names of places and airlines, and words that leave their sentence out.')
    .addCommand(add())
    .addCommand(list())
    .addCommand(remove());
}

interface Meanings {
  place?: string;
  airline?: string;
  drop?: boolean;
}

function add(): Command {
  return new Command('add')
    .description('Read texts with it from now on, here and in a running server.')
    .argument('<words>', 'as texts have them: a capital of a name stands for a capital')
    .option('--place <code>', 'they name this airport or metropolitan area')
    .option('--airline <airline>', 'they name this airline: its code, id or name')
    .option('--drop', 'a sentence with them announces nothing')
    .action(async (words: string, options: Meanings) => {
      const written = writtenFrom(words, options);
      await withRegister(async (ctx) => {
        const row = await addCorrection(ctx, written);
        say(`${correctionText(row)} from now on, by correction ${row.id}.`);
      });
    });
}

function writtenFrom(words: string, { place, airline, drop }: Meanings): WrittenCorrection {
  const given: WrittenCorrection[] = [
    ...(place === undefined ? [] : [{ kind: 'place', words, means: place }]),
    ...(airline === undefined ? [] : [{ kind: 'airline', words, means: airline }]),
    ...(drop ? [{ kind: 'drop', words, means: '' }] : []),
  ];
  const [only, ...others] = given;
  if (only === undefined || others.length > 0) throw new AppError('unusable', 'Give one of: --place CODE, --airline AIRLINE, --drop.');
  return only;
}

function list(): Command {
  return new Command('list')
    .description('All corrections.')
    .option('--json', 'print JSON lines { kind, words, means }, as `extract --corrections` takes them')
    .action(async (options: { json?: boolean }) => {
      await withRegister(async (ctx) => {
        if (options.json) {
          for (const one of await listCorrectionWords(ctx.db)) say(JSON.stringify(one));
          return;
        }
        const rows = await listCorrections(ctx.db, '', MOST);
        const lines = rows.map((row) => [row.id, row.kind, row.words, row.means ?? '', row.created_at, row.created_by]);
        say(table([['id', 'kind', 'words', 'means', 'added', 'by'], ...lines]));
      });
    });
}

function remove(): Command {
  return new Command('remove')
    .description('Read texts without it again.')
    .argument('<id>', 'from `inaugural correction list`')
    .action(async (id: string) => {
      await withRegister(async (ctx) => {
        await removeCorrection(ctx, id);
        say(`Correction ${id} is gone.`);
      });
    });
}
