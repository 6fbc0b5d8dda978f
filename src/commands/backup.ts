import { Command } from 'commander';
import { databaseLocation } from '../config.ts';
import { explained, openWithReason } from '../startup.ts';
import { backup, restore } from '../store/backup.ts';
import { currentConfig, progressLine, say, withRegisterAsItIs } from './shared.ts';

export function backupCommand(): Command {
  return new Command('backup')
    .description('Write one state of the database to a new file while the server goes on, and check it. SQLite and PostgreSQL alike.')
    .argument('<file>', 'the file to write; it must not exist')
    .action(async (file: string) => {
      await withRegisterAsItIs(async (ctx) => {
        const progress = progressLine('copying');
        await backup(ctx.database, file, (_table, rows) => progress.at(rows));
        progress.end();
        say(`${file}: backup written and checked`);
      });
    });
}

export function restoreCommand(): Command {
  return new Command('restore')
    .description('Fill the empty database of DATABASE_URL (SQLite or PostgreSQL) from a backup.')
    .argument('<file>', 'a file that `inaugural backup` wrote')
    .action(async (file: string) => {
      const config = currentConfig();
      const database = openWithReason(config.DATABASE_URL);
      try {
        const progress = progressLine('copying');
        await restore(database, file, (_table, rows) => progress.at(rows));
        progress.end();
        say(`${databaseLocation(config.DATABASE_URL)}: restored from ${file}`);
      } catch (fault) {
        throw explained(fault, config.DATABASE_URL);
      } finally {
        await database.close();
      }
    });
}
