import type { Ctx } from './context.ts';
import type { ClockWatch } from './cron.ts';
import { readBacklog } from './store/deliveries.ts';
import { readVersion } from './store/register.ts';
import { countRoutes } from './store/routes.ts';
import { listFailing } from './store/subscriptions.ts';

const FAILING_NAMED = 50;

/** What `/metrics` tells of the register, besides the server's own numbers. */
export async function readGauges(ctx: Ctx, clock: ClockWatch | undefined) {
  const backlog = await readBacklog(ctx.db);
  const failing = await listFailing(ctx.db, FAILING_NAMED);
  return {
    inaugural_routes: { help: 'Routes in the register.', value: await countRoutes(ctx.db) },
    inaugural_data_version: { help: 'Number of the newest change.', value: await readVersion(ctx.db) },
    inaugural_tick_age_seconds: {
      help: 'Time since the newest tick of this process.',
      value: since(ctx, clock?.state().lastTickAt ?? null),
    },
    inaugural_clock_trusted: {
      help: '1 if the clock is believed, 0 if flagging is held.',
      value: clock === undefined ? null : Number(clock.state().clock.trusted),
    },
    inaugural_deliveries_pending: { help: 'Alerts that wait to be sent, to subscriptions that are active.', value: backlog.pending },
    inaugural_delivery_oldest_seconds: { help: 'How long the oldest of them has waited.', value: since(ctx, backlog.oldest) ?? 0 },
    inaugural_subscriptions_failing: { help: 'Subscriptions whose last attempt failed.', value: backlog.failing },
    inaugural_subscriptions_disabled: { help: 'Subscriptions that were switched off.', value: backlog.disabled },
    inaugural_subscription_failures: {
      help: `Failed attempts since the last success, of the ${FAILING_NAMED} subscriptions that fail most.`,
      label: 'subscription',
      values: failing.map(({ id, failures }) => ({ of: id, value: failures })),
    },
  };
}

function since(ctx: Ctx, at: string | null): number | null {
  return at === null ? null : (ctx.now() - Date.parse(at)) / 1000;
}
