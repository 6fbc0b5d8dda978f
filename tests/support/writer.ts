// Records one statement after another in the database of DATABASE_URL and prints the id of each once it is acknowledged.
import { pino } from 'pino';
import { recordAnnouncement } from '../../src/actions/record.ts';
import { worldOf } from '../../src/actions/world.ts';
import { loadConfig, readEnvironment } from '../../src/config.ts';
import { readAnnouncement } from '../../src/domain/announcement.ts';
import { addDays } from '../../src/domain/dates.ts';
import { openRegister } from '../../src/startup.ts';

const [name = 'writer'] = process.argv.slice(2);
const { ctx } = await openRegister(loadConfig(readEnvironment()), pino({ level: 'silent' }));
const pairs = [
  ['ALA', 'LHE'],
  ['NQZ', 'KHI'],
  ['CIT', 'IST'],
] as const;
for (let number = 0; ; number += 1) {
  const [origin, destination] = pairs[number % pairs.length]!;
  const read = readAnnouncement(
    {
      origin,
      destination,
      status: 'announced',
      publishedOn: addDays('2020-01-01', number),
      effective: addDays('2027-01-01', number % 400),
      speaker: `${name} ${number}`,
    },
    worldOf(ctx),
  );
  if (!read.ok) throw new Error(JSON.stringify(read.findings));
  const { announcement } = await recordAnnouncement(ctx, read.draft);
  process.stdout.write(`${announcement.id}\n`);
}
