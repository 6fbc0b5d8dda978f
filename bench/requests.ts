import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeCursor, queryDigest } from '../src/http/cursor.ts';
import { openDatabase } from '../src/store/db.ts';
import { type Reference, readReference } from '../src/store/reference.ts';
import { listRoutesQuery, positionOf, type RouteFilter } from '../src/store/route-list.ts';
import { pageRoutes } from '../src/store/routes.ts';
import type { RouteRow } from '../src/store/tables.ts';
import type { BareTarget } from './bare.ts';
import { routeId } from './build.ts';
import { throughput } from './load.ts';
import { startBare, startProgram } from './servers.ts';

interface Target {
  path: string;
  bare: BareTarget;
}

interface Kind {
  name: string;
  targets: Target[];
  /** Ask again for the one answer that the client has. */
  conditional?: boolean;
}

export interface RequestRow {
  name: string;
  program: number;
  bare: number;
  /** Median of the rounds' ratios. */
  ratio: number;
}

/** So many different addresses that none is asked twice while its answer is still kept. */
const DIFFERENT = 30_000;

export async function measureRequests(
  file: string,
  work: string,
  random: (below: number) => number,
  options: { seconds: number; rounds: number },
  say: (text: string) => void,
): Promise<{ rows: RequestRow[]; memory: number }> {
  const kinds = await kindsOf(file, random);
  const program = await startProgram(file, join(work, 'server.log'));
  const rows: RequestRow[] = [];
  try {
    for (const kind of kinds) {
      const targetsFile = join(work, 'targets.json');
      writeFileSync(targetsFile, JSON.stringify(kind.targets.map((target) => target.bare)));
      const bare = await startBare(file, targetsFile);
      try {
        rows.push(await compare(kind, program.port, bare.port, options));
        const { name, ratio } = rows.at(-1)!;
        say(`  ${name}: ${ratio.toFixed(2)}`);
      } finally {
        await bare.stop();
      }
    }
    return { rows, memory: program.memory() };
  } finally {
    await program.stop();
  }
}

async function compare(
  kind: Kind,
  program: number,
  bare: number,
  { seconds, rounds }: { seconds: number; rounds: number },
): Promise<RequestRow> {
  const paths = kind.targets.map((target) => target.path);
  const barePaths = kind.targets.map((_, index) => `/${index}`);
  const first = await fetch(`http://127.0.0.1:${program}${paths[0]}`);
  await first.arrayBuffer();
  const headers: Record<string, string> = kind.conditional ? { 'If-None-Match': first.headers.get('etag') ?? '' } : {};
  await throughput(program, paths, headers, 1, 0);
  await throughput(bare, barePaths, {}, 1, 0);
  const measured: { program: number; bare: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const from = ((round + 1) * paths.length) / (rounds + 1);
    measured.push({
      program: await throughput(program, paths, headers, seconds, Math.floor(from)),
      bare: await throughput(bare, barePaths, {}, seconds, Math.floor(from)),
    });
  }
  return {
    name: kind.name,
    program: median(measured.map((one) => one.program)),
    bare: median(measured.map((one) => one.bare)),
    ratio: median(measured.map((one) => one.program / one.bare)),
  };
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

async function kindsOf(file: string, random: (below: number) => number): Promise<Kind[]> {
  const database = openDatabase(`sqlite:${file}`, { readOnly: true });
  const reference = await readReference(database.db);
  const sample = await sampleRoutes(database.db, random);
  const sqlOf = (filter: RouteFilter, after?: RouteRow): BareTarget => {
    const page = { sort: 'launch', limit: 21, ...(after ? { after: positionOf(after, 'launch') } : {}) } as const;
    const { sql, parameters } = listRoutesQuery(database.db, filter, page);
    return { sql, parameters: [...parameters] };
  };
  const list = (query: Record<string, string>, filter: RouteFilter, after?: RouteRow): Target => {
    const position = after === undefined ? undefined : positionOf(after, 'launch');
    // A cursor belongs to the query as the server understands it.
    const understood = { ...query, ...(filter.statuses ? { status: filter.statuses } : {}) };
    const cursor: Record<string, string> =
      position === undefined ? {} : { cursor: makeCursor(queryDigest(understood), [position.at, position.id]) };
    return {
      path: `/api/v1/routes?${new URLSearchParams(Object.entries({ ...query, limit: '20', ...cursor }))}`,
      bare: sqlOf(filter, after),
    };
  };
  const many = (make: (row: RouteRow) => Target): Target[] =>
    Array.from({ length: DIFFERENT }, (_, index) => make(sample[index % sample.length]!));
  const kinds: Kind[] = [
    { name: 'list of 20', targets: many((row) => list({}, {}, row)) },
    {
      name: 'list of 20 of a country',
      targets: many((row) => list({ place: row.origin_country }, { place: place(reference, row.origin_country) }, row)),
    },
    {
      name: 'list of 20 by status and window',
      // The page of a reader who has come as far as this route.
      targets: many((row) => {
        const from = row.launch_earliest ?? '2027-01-01';
        return list({ status: row.status, launchFrom: from }, { statuses: [row.status], launchFrom: from }, row);
      }),
    },
    {
      name: 'single route',
      targets: many((row) => ({
        path: `/api/v1/routes/${row.id}`,
        bare: { sql: 'select * from "routes" where "id" = ?', parameters: [row.id] },
      })),
    },
    { name: 'list of 20, repeated', targets: [list({}, {})] },
    { name: 'list of 20, conditional (304)', targets: [list({}, {})], conditional: true },
  ];
  await database.close();
  return kinds;
}

function place(reference: Reference, code: string) {
  const found = reference.place(code);
  if (found === undefined) throw new Error(`no place ${code}`);
  return found;
}

/** Routes from all over the table. */
async function sampleRoutes(db: Parameters<typeof pageRoutes>[0], random: (below: number) => number): Promise<RouteRow[]> {
  const count = await db
    .selectFrom('routes')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  const wanted = Math.min(count.count, DIFFERENT);
  const found: RouteRow[] = [];
  while (found.length < wanted) {
    const rows = await pageRoutes(db, routeId(random(count.count)), Math.min(100, wanted));
    found.push(...rows);
  }
  return found;
}
