import { Command, InvalidArgumentError, Option } from 'commander';
import { readAlertFilter } from '../actions/alert-filter.ts';
import { filterText } from '../actions/filter-text.ts';
import { redeliver, replay } from '../actions/replay.ts';
import {
  changeSubscription,
  createSubscription,
  getOwn,
  removeSubscription,
  rotateSecret,
  type ShownSubscription,
  shownSubscription,
  testSubscription,
} from '../actions/subscriptions.ts';
import { type Ctx, instantText } from '../context.ts';
import { mailboxOf } from '../domain/alerts.ts';
import { AppError, type Finding } from '../domain/errors.ts';
import { EVENT_TYPES, type EventType, ROUTE_STATUSES, type RouteStatus } from '../domain/vocabulary.ts';
import { listDeliveries } from '../store/deliveries.ts';
import { filterOf } from '../store/event-facts.ts';
import { listSubscriptions } from '../store/subscriptions.ts';
import { counted, instantOption, say, sayJson, table, withRegister } from './shared.ts';

const MOST = 10_000;

export function subscriptionCommand(): Command {
  return new Command('subscription')
    .description('Who is told what: subscriptions to alerts, everybody’s.')
    .addCommand(create())
    .addCommand(list())
    .addCommand(onOne('pause', 'Hold its alerts until it is resumed.', (ctx, id) => changeSubscription(ctx, id, { state: 'paused' })))
    .addCommand(
      onOne('resume', 'Send what waits, as far as it is still true.', (ctx, id) => changeSubscription(ctx, id, { state: 'active' })),
    )
    .addCommand(test())
    .addCommand(rotate())
    .addCommand(remove())
    .addCommand(deliveries())
    .addCommand(again());
}

interface CreateOptions {
  webhook?: string;
  email?: string;
  type?: EventType[];
  status?: RouteStatus[];
  place?: string;
  airline?: string;
  contact?: string;
  description?: string;
  json?: boolean;
}

function create(): Command {
  return new Command('create')
    .description('Subscribe a webhook or a mailbox. The reader of a mailbox is asked first.')
    .option('--webhook <url>', 'where alerts are posted')
    .option('--email <address>', 'where alerts are mailed', mailbox)
    .addOption(new Option('--type <types...>', 'only these events').choices(EVENT_TYPES))
    .addOption(new Option('--status <statuses...>', 'only routes of these statuses').choices(ROUTE_STATUSES))
    .option('--place <code>', 'only routes with an end in this airport, metropolitan area or country')
    .option('--airline <code>', 'only routes of this airline')
    .option('--contact <address>', 'who is told when the webhook is switched off', mailbox)
    .option('--description <text>', 'what it is for')
    .option('--json', 'print the subscription as JSON')
    .action(async (options: CreateOptions) => {
      await withRegister(async (ctx) => {
        const { subscription, secret } = await createSubscription(ctx, wantedFrom(ctx, options));
        if (options.json) return sayJson({ ...camel(subscription), secret });
        if (subscription.channel === 'webhook') say(secret);
        const next =
          subscription.channel === 'webhook'
            ? 'Its signing secret is above; keep it now.'
            : 'It begins when the reader has followed the link in the letter, which a running server sends.';
        process.stderr.write(`Subscription ${subscription.id} for ${filterText(ctx, filterOf(subscription))}. ${next}\n`);
      });
    });
}

function wantedFrom(ctx: Ctx, options: CreateOptions) {
  const { webhook, email } = options;
  const target = webhook ?? email;
  if (target === undefined || (webhook !== undefined && email !== undefined)) {
    throw new AppError('invalid_request', 'Give either --webhook URL or --email ADDRESS.');
  }
  const findings: Finding[] = [];
  const written = { types: options.type, statuses: options.status, place: options.place, airline: options.airline };
  const filter = readAlertFilter(ctx, written, findings);
  if (findings.length > 0) {
    throw new AppError('invalid_request', findings.map(({ pointer, detail }) => `--${pointer}: ${detail}.`).join('\n'));
  }
  return {
    channel: webhook === undefined ? ('email' as const) : ('webhook' as const),
    target,
    filter: { types: [], statuses: [], place: null, airline: null, ...filter },
    description: options.description ?? null,
    contact: options.contact ?? null,
  };
}

function mailbox(text: string): string {
  const found = mailboxOf(text);
  if (found === undefined) throw new InvalidArgumentError('Write an e-mail address, such as desk@example.org.');
  return found;
}

function list(): Command {
  return new Command('list')
    .description('All subscriptions, without their secrets.')
    .option('--json', 'print as JSON')
    .action(async (options: { json?: boolean }) => {
      await withRegister(async (ctx) => {
        const rows = (await listSubscriptions(ctx.db, 'everybody', '', MOST)).map(shownSubscription);
        if (options.json) return sayJson(rows.map(camel));
        const lines = rows.map((row) => [row.id, row.channel, row.state, String(row.failures), row.target, filterText(ctx, filterOf(row))]);
        say(table([['id', 'channel', 'state', 'failures', 'target', 'about'], ...lines]));
      });
    });
}

function onOne(name: string, description: string, act: (ctx: Ctx, id: string) => Promise<ShownSubscription>): Command {
  return subcommand(name, description).action(async (id: string) => {
    await withRegister(async (ctx) => {
      const row = await act(ctx, id);
      say(`Subscription ${row.id} is ${row.state}.`);
    });
  });
}

function subcommand(name: string, description: string): Command {
  return new Command(name).description(description).argument('<id>', 'from `inaugural subscription list`');
}

function test(): Command {
  return subcommand('test', 'Send a test message now.').action(async (id: string) => {
    await withRegister(async (ctx) => {
      const { fault, status, milliseconds } = await testSubscription(ctx, id);
      if (fault !== null) throw new AppError('unusable', `The test was not received: ${fault}.`);
      say(`Received, with status ${status} after ${Math.round(milliseconds)} ms.`);
    });
  });
}

function rotate(): Command {
  return subcommand('rotate', 'Change the signing secret; the old one holds for 24 hours more.').action(async (id: string) => {
    await withRegister(async (ctx) => {
      say((await rotateSecret(ctx, id)).secret);
    });
  });
}

function remove(): Command {
  return subcommand('delete', 'End a subscription, with its deliveries.').action(async (id: string) => {
    await withRegister(async (ctx) => {
      await removeSubscription(ctx, id);
      say(`Subscription ${id} is gone.`);
    });
  });
}

function deliveries(): Command {
  return subcommand('deliveries', 'What was sent, and what waits; the newest first.')
    .option('--limit <number>', 'how many', wholeNumber, 50)
    .action(async (id: string, options: { limit: number }) => {
      await withRegister(async (ctx) => {
        const { id: subscriptionId } = await getOwn(ctx, id);
        const rows = await listDeliveries(ctx.db, { subscriptionId }, options.limit);
        const lines = rows.map((row) => [
          row.id,
          row.state,
          String(row.attempts),
          row.event_type,
          row.route_id,
          row.ended_at ?? `due ${row.due_at}`,
        ]);
        say(table([['id', 'state', 'attempts', 'event', 'route', 'ended'], ...lines]));
      });
    });
}

function again(): Command {
  return subcommand('redeliver', 'Send once more, under the same ids: one delivery, or all since a moment.')
    .option('--delivery <id>', 'from `inaugural subscription deliveries`')
    .option('--since <instant>', 'all recorded since then, such as 2026-01-01T00:00:00Z', instantOption)
    .action(async (id: string, options: { delivery?: string; since?: number }) => {
      await withRegister(async (ctx) => {
        if ((options.delivery === undefined) === (options.since === undefined)) {
          throw new AppError('invalid_request', 'Give either --delivery ID or --since INSTANT.');
        }
        if (options.delivery !== undefined) await redeliver(ctx, id, options.delivery);
        const waiting = options.since === undefined ? 1 : await replay(ctx, id, instantText(options.since));
        say(`${counted(waiting, 'alert')} to be sent by a running server.`);
      });
    });
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new InvalidArgumentError('Write a number from 1 to 99999.');
  return Number(text);
}

function camel(row: ShownSubscription) {
  return {
    id: row.id,
    channel: row.channel,
    target: row.target,
    description: row.description,
    contact: row.contact,
    filter: filterOf(row),
    state: row.state,
    stateReason: row.state_reason,
    failures: row.failures,
    createdAt: row.created_at,
  };
}
