import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { pino } from 'pino';
import { describe, expect, onTestFinished, test } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { openRegister } from '../../src/startup.ts';
import { openDatabase } from '../../src/store/db.ts';
import { MIGRATIONS, type Migration, migrate, readMigrations, schemaVersion } from '../../src/store/migrate.ts';
import { type Engine, engines, newPostgresDatabase } from '../support/register.ts';

async function emptyDatabase(engine: Engine) {
  const folder = mkdtempSync(join(tmpdir(), 'inaugural-migrate-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const url = engine === 'sqlite' ? `sqlite:${join(folder, 'register.db')}` : await newPostgresDatabase();
  const open = () => {
    const database = openDatabase(url);
    onTestFinished(() => database.close());
    return database;
  };
  return { url, folder, open };
}

const extra = (text: string): Migration => ({ number: readMigrations().length + 1, name: 'extra', text, digest: 'extra' });

describe.each(engines())('migrating on %s', (engine) => {
  test('brings an empty database up to date, and a second time does nothing', async () => {
    const database = (await emptyDatabase(engine)).open();
    expect(await migrate(database)).toEqual(readMigrations().map((one) => one.number));
    expect(await migrate(database)).toEqual([]);
  });

  test('eight programs that start at once migrate it once', async () => {
    const { open } = await emptyDatabase(engine);
    const applied = await Promise.all(Array.from({ length: 8 }, () => migrate(open())));
    expect(applied.flat().sort()).toEqual(readMigrations().map((one) => one.number));
  });

  test('a migration that fails half-way leaves nothing of itself', async () => {
    const database = (await emptyDatabase(engine)).open();
    await migrate(database);
    const known = [...readMigrations(), extra('CREATE TABLE half (a TEXT);\nINSERT INTO nowhere VALUES (1);')];
    await expect(migrate(database, { known })).rejects.toThrow();
    expect((await schemaVersion(database.db))?.number).toBe(readMigrations().length);
    await expect(sql`select * from half`.execute(database.db)).rejects.toThrow();
    const mended = [...readMigrations(), extra('CREATE TABLE half (a TEXT);')];
    expect(await migrate(database, { known: mended })).toEqual([mended.length]);
  });

  test('an older program refuses a newer schema and writes nothing', async () => {
    const { open, url } = await emptyDatabase(engine);
    const database = open();
    await migrate(database, { known: [...readMigrations(), extra('CREATE TABLE later (a TEXT);')] });
    await database.close();
    const before = engine === 'sqlite' ? readFileSync(url.slice('sqlite:'.length)) : undefined;
    await expect(openRegister(loadConfig({ DATABASE_URL: url }), pino({ level: 'silent' }))).rejects.toMatchObject({
      code: 'schema_newer',
    });
    if (before !== undefined) expect(readFileSync(url.slice('sqlite:'.length)).equals(before)).toBe(true);
    const again = open();
    expect((await again.db.selectFrom('places').selectAll().execute()).length).toBe(0);
  });

  test('a database whose history differs from the program is refused', async () => {
    const database = (await emptyDatabase(engine)).open();
    await migrate(database);
    await sql`update migrations set digest = 'other'`.execute(database.db);
    await expect(migrate(database)).rejects.toMatchObject({ code: 'schema_newer' });
  });

  test('before an existing schema changes a backup is taken, before a new one none', async () => {
    const { open } = await emptyDatabase(engine);
    const database = open();
    const taken: number[] = [];
    const before = async (from: number) => void taken.push(from);
    await migrate(database, { before });
    await migrate(database, { known: [...readMigrations(), extra('CREATE TABLE later (a TEXT);')], before });
    expect(taken).toEqual([readMigrations().length]);
  });
});

test('a gap in the numbers of the migrations is noticed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'inaugural-migrations-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const file of readdirSync(MIGRATIONS)) copyFileSync(join(MIGRATIONS, file), join(folder, file));
  writeFileSync(join(folder, '0099-gap.sql'), 'SELECT 1;');
  expect(() => readMigrations(folder)).toThrow(/0099-gap/);
  expect(existsSync(MIGRATIONS)).toBe(true);
});
