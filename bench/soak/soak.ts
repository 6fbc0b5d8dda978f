import { setTimeout as sleep } from 'node:timers/promises';
import { seeded } from '../build.ts';
import { serveFeeds } from './feed-hosts.ts';
import { type Filed, Servers } from './servers.ts';
import { type Feed, meddle, publish, type Story, storyteller } from './stories.ts';

export interface SoakOptions {
  seed: number;
  feeds: number;
  servers: number;
  seconds: number;
  /** So many times as fast the time of the feeds and of the register's appointments passes. */
  speed: number;
  /** A server is killed after so many seconds, at least and at most. */
  lives: readonly [number, number];
  work: string;
  say: (line: string) => void;
}

export interface Soaked {
  /** In sentences; none: all is well. */
  faults: string[];
  figures: Record<string, number>;
}

const MINUTE = 60_000;
/** Minutes of the feeds' time between two new items of one feed. */
const NEW_EVERY = 6;

/**
 * Lets real servers watch real feeds that fail in every way, kills the servers, and looks at the end whether the inbox holds what was
 * published, once, and whether anybody went where nobody may. The minutes between two requests are those of production: time passes
 * faster by moving the appointments in the database back.
 */
export async function soak(options: SoakOptions): Promise<Soaked> {
  const { seed, seconds, speed, say } = options;
  const random = seeded(seed);
  const feeds = Array.from({ length: options.feeds }, (_, index) => makeFeed(index));
  const hosts = await serveFeeds(feeds, random, 4);
  const servers = new Servers(options, random);
  const end = Date.now() + seconds * 1000;
  /** The time of the feeds, which reaches the present at the end. */
  const feedTime = (): Date => new Date(end - (end - Date.now()) * speed);
  const teller = storyteller(random);
  const stories: Story[] = [];
  try {
    await servers.start();
    await servers.watch(hosts);
    say(`${options.feeds} feeds, ${options.servers} servers, ${seconds} s as ${Math.round((seconds * speed) / 360) / 10} h, seed ${seed}`);
    for (let last = Date.now(), told = 0; last < end; ) {
      await sleep(500);
      const passed = Date.now() - last;
      last += passed;
      servers.hasten(passed * (speed - 1));
      for (const feed of feeds) {
        let due = (passed * speed) / (NEW_EVERY * MINUTE);
        for (; due > 0; due -= 1) if (random(1_000_000) < due * 1_000_000) tell(feed);
      }
      await servers.live();
      if (last - told < Math.min(60_000, seconds * 250)) continue;
      told = last;
      say(progress());
    }
    hosts.mend();
    const { rows, waiting } = await settle();
    const faults = [...judge(feeds, stories, rows), ...waiting];
    for (const address of hosts.trapped) faults.push(`somebody came to ${address}`);
    for (const address of servers.dialled()) if (!/^127\.0\.1\.\d+$/.test(address)) faults.push(`${address} was dialled`);
    for (const line of servers.spoken()) faults.push(`a server said: ${line}`);
    return {
      faults,
      figures: {
        seconds,
        feedHours: Math.round((seconds * speed) / 360) / 10,
        stories: stories.length,
        statements: new Set(stories.flatMap((story) => story.statement ?? [])).size,
        open: rows.filter((row) => row.state === 'open').length,
        known: rows.filter((row) => row.state === 'known').length,
        answers: hosts.answers,
        faultyAnswers: [...hosts.met.values()].reduce((sum, one) => sum + one, 0),
        waysToFail: hosts.met.size,
        kills: servers.kills,
        dials: servers.dials,
        peakMiB: Math.round(servers.peak),
        slowestAnswerMs: Math.round(servers.slowest),
      },
    };
  } finally {
    await servers.stop();
    hosts.close();
  }

  function tell(feed: Feed): void {
    const chance = random(100);
    const recent = stories.slice(-200).filter((story) => story.statement !== null);
    if (chance < 12) meddle(feed, random);
    else if (recent.length > 0 && chance < 18) {
      // The very item of another feed, or another story that says the same.
      const old = recent[random(recent.length)]!;
      const isSame = chance < 15 && !feed.guids.has(old.id);
      add(feed, isSame ? old : teller.again(old));
    } else add(feed, teller.next());
  }

  function add(feed: Feed, story: Story): void {
    if (!stories.includes(story)) stories.push(story);
    publish(feed, story, feedTime());
  }

  function progress(): string {
    const counts = servers.counts();
    return `${Math.round((end - Date.now()) / 1000)} s left: ${stories.length} stories, ${counts.open ?? 0} open, ${counts.known ?? 0} known, ${hosts.answers} answers, ${servers.kills} kills, ${Math.round(servers.peak)} MiB`;
  }

  /** All feeds are well: soon everything that they show is known. */
  async function settle(): Promise<{ rows: Filed[]; waiting: string[] }> {
    let waiting: string[] = [];
    for (let round = 0; round === 0 || (waiting.length > 0 && round < 3); round += 1) {
      const begun = new Date().toISOString();
      await servers.restartLater(3 * 1440 * MINUTE);
      for (let tries = 0; tries < 240; tries += 1) {
        waiting = servers.notAsked(begun);
        if (waiting.length === 0) break;
        await sleep(500);
      }
      say(`settling: ${waiting.length} feeds wait`);
    }
    return { rows: await servers.inbox(), waiting: waiting.map((url) => `${url} could not be asked at the end`) };
  }
}

function makeFeed(index: number): Feed {
  const isBusy = index % 5 === 4;
  return {
    name: `Feed ${index}`,
    format: (['rss', 'atom', 'json', 'rdf'] as const)[index % 4]!,
    entries: [],
    shows: isBusy ? 40 : 150,
    guids: new Map(),
    version: 0,
    filler: index % 25 === 7 ? 8000 : 0,
    wants: ['<ttl>15</ttl>', '<ttl>1</ttl>', '', '<sy:updatePeriod>hourly</sy:updatePeriod>'][Math.floor(index / 4) % 4]!,
  };
}

/** Each statement is open once, each item is there as often as it had another id at the most, and nothing else is there. */
function judge(feeds: readonly Feed[], stories: readonly Story[], rows: readonly Filed[]): string[] {
  const faults: string[] = [];
  const byId = new Map(stories.map((story) => [story.id, story]));
  const bySource = Map.groupBy(rows, (row) => row.source);
  const open = new Map<string, number>();
  const statements = new Map<string, string>();
  for (const feed of feeds) {
    const byStory = Map.groupBy(bySource.get(feed.name) ?? [], (row) => row.story);
    for (const [id, guids] of feed.guids) {
      const filed = byStory.get(id) ?? [];
      byStory.delete(id);
      const { statement } = byId.get(id)!;
      if (statement === null) {
        if (filed.length > 0) faults.push(`${feed.name}: ${id} announces nothing and was filed`);
        continue;
      }
      statements.set(statement, id);
      open.set(statement, (open.get(statement) ?? 0) + filed.filter((row) => row.state === 'open').length);
      if (filed.length === 0) faults.push(`${feed.name}: ${id} was lost`);
      if (filed.length > guids.size) faults.push(`${feed.name}: ${id} was filed ${filed.length} times under ${guids.size} ids`);
    }
    for (const id of byStory.keys()) faults.push(`${feed.name}: ${id} was never there`);
  }
  for (const [statement, id] of statements)
    if (open.get(statement) !== 1) faults.push(`"${statement}" (${id}) is open ${open.get(statement)} times`);
  return faults;
}
