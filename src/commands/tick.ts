import { Command, InvalidArgumentError } from 'commander';
import { type Tick, tick } from '../actions/tick.ts';
import { AppError } from '../domain/errors.ts';
import { counted, say, sayJson, withRegister } from './shared.ts';

export function tickCommand(): Command {
  return new Command('tick')
    .description('Flag every route whose launch window has opened or closed where the flight leaves from.')
    .option('--at <instant>', 'the moment to replay, such as 2023-03-31T18:00:00Z (default: now)', instant)
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

function instant(text: string): number {
  const isInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
  const value = isInstant ? Date.parse(text) : Number.NaN;
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(value) || Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== text.slice(0, 10)) {
    throw new InvalidArgumentError('Write a moment with its offset, such as 2023-03-31T18:00:00Z or 2023-04-01T00:00+06:00.');
  }
  return value;
}

function sayTick(result: Tick, dryRun: boolean): void {
  for (const one of result.flagged) say(`${one.flag.padEnd(7)}  ${one.origin}-${one.destination}  ${one.route}`);
  const done = dryRun ? 'would be flagged' : 'flagged';
  say(`${result.at}: ${counted(result.flagged.length, 'route')} ${done}, ${counted(result.events, 'event')}`);
  if (result.failed > 0) say(`${counted(result.failed, 'route')} could not be evaluated and will be looked at again in an hour`);
}
