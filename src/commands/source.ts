import { Command, Option } from 'commander';
import { addSource, changeSource, removeSource } from '../actions/sources.ts';
import { pollNow } from '../actions/watch.ts';
import type { Ctx } from '../context.ts';
import { AppError } from '../domain/errors.ts';
import { SOURCE_KINDS, type SourceKind } from '../domain/vocabulary.ts';
import { listSources } from '../store/sources.ts';
import type { SourceRow } from '../store/tables.ts';
import { counted, say, table, withRegister } from './shared.ts';

const MOST = 10_000;

export function sourceCommand(): Command {
  return new Command('source')
    .description('The feeds that are watched for news.')
    .addCommand(add())
    .addCommand(list())
    .addCommand(onOne('pause', 'Ask it no more until it is resumed.', (ctx, id) => changeSource(ctx, id, { state: 'paused' })))
    .addCommand(onOne('resume', 'Ask it again, at once.', (ctx, id) => changeSource(ctx, id, { state: 'active' })))
    .addCommand(remove())
    .addCommand(poll());
}

function add(): Command {
  return new Command('add')
    .description('Watch a feed: RSS, Atom or JSON Feed.')
    .argument('<url>', 'address of the feed')
    .requiredOption('--name <name>', 'as the ledger is to name it')
    .addOption(new Option('--kind <kind>', 'who speaks there').choices(SOURCE_KINDS).default('media'))
    .action(async (url: string, options: { name: string; kind: SourceKind }) => {
      await withRegister(async (ctx) => {
        const name = options.name.trim();
        if (name === '' || name.length > 200) throw new AppError('invalid_request', 'Give a --name of 1 to 200 characters.');
        const source = await addSource(ctx, { url, name, kind: options.kind });
        say(`Source ${source.id} is watched from now on by a running server.`);
      });
    });
}

function list(): Command {
  return new Command('list').description('All sources, and how they are.').action(async () => {
    await withRegister(async (ctx) => {
      const rows = await listSources(ctx.db, '', MOST);
      const lines = rows.map((row) => [
        row.id,
        row.state,
        row.name,
        row.url,
        row.state === 'active' ? row.next_poll_at : '',
        row.state_reason ?? row.last_fault ?? '',
      ]);
      say(table([['id', 'state', 'name', 'url', 'next', 'fault'], ...lines]));
    });
  });
}

function onOne(name: string, description: string, act: (ctx: Ctx, id: string) => Promise<SourceRow>): Command {
  return subcommand(name, description).action(async (id: string) => {
    await withRegister(async (ctx) => {
      const row = await act(ctx, id);
      say(`Source ${row.id} is ${row.state}.`);
    });
  });
}

function subcommand(name: string, description: string): Command {
  return new Command(name).description(description).argument('<id>', 'from `inaugural source list`');
}

function remove(): Command {
  return subcommand('remove', 'Watch it no longer; what it gave to the inbox stays.').action(async (id: string) => {
    await withRegister(async (ctx) => {
      await removeSource(ctx, id);
      say(`Source ${id} is gone.`);
    });
  });
}

function poll(): Command {
  return subcommand('poll', 'Ask it now, due or not.').action(async (id: string) => {
    await withRegister(async (ctx) => {
      const { fault, newItems, drafts, unread } = await pollNow(ctx, id);
      if (fault !== null) throw new AppError('unusable', `The feed could not be read: ${fault}.`);
      say(`${counted(newItems, 'new item')}, ${counted(drafts, 'draft')} for the inbox.`);
      if (unread !== null) say(`But ${unread}.`);
    });
  });
}
