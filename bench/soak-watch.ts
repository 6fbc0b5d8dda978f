// Lets built servers watch feeds that fail in every way, and kills them at times: no announcement may be lost or filed twice, and nobody may
// go where no request may go. `npm run soak:watch`; `-- --minutes 5 --seed 7` for less and for other faults; two runs of one
// seed are alike and not the same, because the servers ask when they will. Ends with 1 if anything is wrong.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { soak } from './soak/soak.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    seed: { type: 'string', default: '20261124' },
    feeds: { type: 'string', default: '50' },
    servers: { type: 'string', default: '2' },
    speed: { type: 'string', default: '15' },
    work: { type: 'string', default: join(import.meta.dirname, '.work/soak') },
  },
});
const { faults, figures } = await soak({
  seed: Number(values.seed),
  feeds: Number(values.feeds),
  servers: Number(values.servers),
  seconds: Number(values.minutes) * 60,
  speed: Number(values.speed),
  lives: [45, 180],
  work: values.work,
  say: (line) => void process.stderr.write(`${line}\n`),
});
for (const fault of faults.slice(0, 50)) process.stdout.write(`FAULT ${fault}\n`);
process.stdout.write(`${faults.length} faults; ${JSON.stringify({ seed: Number(values.seed), ...figures })}\n`);
process.exitCode = faults.length > 0 ? 1 : 0;
