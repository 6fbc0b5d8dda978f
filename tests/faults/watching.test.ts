import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { soak } from '../../bench/soak/soak.ts';

test('servers that are killed and feeds that fail in every way lose no announcement, file none twice and lead nobody astray', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'inaugural-soak-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const { faults, figures } = await soak({
    seed: 20_261_124,
    feeds: 50,
    servers: 2,
    seconds: 20,
    speed: 600,
    lives: [0, 2],
    work: join(folder, 'work'),
    say: () => {},
  });
  expect(faults).toEqual([]);
  expect(figures.kills).toBeGreaterThan(1);
  expect(figures.waysToFail).toBeGreaterThan(5);
  expect(figures.open).toBeGreaterThan(100);
});
