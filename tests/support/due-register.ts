import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { buildRegister, TODAY } from '../../bench/build.ts';
import { createSubscription } from '../../src/actions/subscriptions.ts';
import type { Ctx } from '../../src/context.ts';
import { restore } from '../../src/store/backup.ts';
import { openDatabase } from '../../src/store/db.ts';
import { type Engine, newPostgresDatabase, record, type TestRegister, testRegister } from './register.ts';

/** A register in which every route is due on `TODAY`; its clock shows the days before. */
export async function dueRegister(engine: Engine, due: number, dueOn = TODAY): Promise<TestRegister> {
  const now = `${TODAY}T00:00:00Z`;
  const register = await testRegister({ engine: 'sqlite', now });
  if (engine === 'sqlite') {
    await buildRegister(register.url.slice('sqlite:'.length), due, 4000, due, dueOn);
    return register;
  }
  const file = join(register.folder, 'due.db');
  await buildRegister(file, due, 4000, due, dueOn);
  const url = await newPostgresDatabase();
  const database = openDatabase(url);
  onTestFinished(() => database.close());
  await restore(database, file);
  const ctx = { ...register.ctx, database, db: database.db };
  return { ...register, ctx, url, record: (raw) => record(ctx, raw) };
}

/** A webhook that wants to be told everything. */
export async function subscribeAll(ctx: Ctx, url: string): Promise<string> {
  const filter = { types: [], statuses: [], place: null, airline: null };
  const { subscription } = await createSubscription(ctx, { channel: 'webhook', target: url, filter, description: null, contact: null });
  return subscription.id;
}
