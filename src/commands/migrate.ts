import { Command } from 'commander';
import { pino } from 'pino';
import { databaseLocation } from '../config.ts';
import { openRegister } from '../startup.ts';
import { schemaVersion } from '../store/migrate.ts';
import { currentConfig, say } from './shared.ts';

export function migrateCommand(): Command {
  return new Command('migrate')
    .description('Bring the database up to date: schema, places and airlines. A backup is taken before an existing schema changes.')
    .action(async () => {
      const config = currentConfig();
      const log = pino({ level: 'info', base: null }, pino.destination({ dest: 2, sync: true }));
      const { ctx, migrated } = await openRegister(config, log);
      try {
        const schema = await schemaVersion(ctx.db);
        const done = migrated.length === 0 ? 'nothing to migrate' : `applied ${migrated.join(', ')}`;
        say(`${databaseLocation(config.DATABASE_URL)}: schema ${schema?.number}, ${done}`);
      } finally {
        await ctx.database.close();
      }
    });
}
