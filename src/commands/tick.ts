import { Command } from 'commander';
import { type Tick, tick } from '../actions/tick.ts';
import { AppError } from '../domain/errors.ts';
import { counted, instantOption, say, sayJson, withRegister } from './shared.ts';

export function tickCommand(): Command {
  return new Command('tick')
    .description('Flag every route whose launch window has opened or closed where the flight leaves from.')
    .option('--at <instant>', 'the moment to replay, such as 2023-03-31T18:00:00Z (default: now)', instantOption)
    .option('--dry-run', 'say what would be flagged and change nothing')
    .option('--json', 'print { at, flagged: [{ route, origin, destination, flag }], events }; events is the number appended')
    .action(async (options: { at?: number; dryRun?: boolean; json?: boolean }) => {
      await withRegister(async (ctx) => {
        const result = await tick(ctx, { ...(options.at === undefined ? {} : { at: options.at }), dryRun: options.dryRun ?? false });
        if (!result.clock.trusted) {
          throw new AppError('unusable', `Nothing was flagged: ${result.clock.reason}. Set the clock right, or give the moment with --at.`);
        }
        if (options.json) sayJson({ at: result.at, flagged: result.flagged, events: result.events });
        else sayTick(result, options.dryRun ?? false);
      });
    });
}

function sayTick(result: Tick, dryRun: boolean): void {
  for (const one of result.flagged) say(`${one.flag.padEnd(7)}  ${one.origin}-${one.destination}  ${one.route}`);
  const done = dryRun ? 'would be flagged' : 'flagged';
  say(`${result.at}: ${counted(result.flagged.length, 'route')} ${done}, ${counted(result.events, 'event')}`);
  if (result.failed > 0) say(`${counted(result.failed, 'route')} could not be evaluated and will be looked at again in an hour`);
}
