import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Reader } from '../../src/extract/extract.ts';

interface Asked {
  path: string;
  headers: IncomingMessage['headers'];
}

export interface FeedServer {
  url: string;
  asked: Asked[];
  /** What is answered at a path from now on. */
  at: (path: string, answer: (response: ServerResponse, request: IncomingMessage, count: number) => void) => void;
}

/** A real HTTP server on an address of loopback whose paths may misbehave. */
export async function startFeedServer(host = '127.0.0.1'): Promise<FeedServer> {
  const asked: Asked[] = [];
  const answers = new Map<string, Parameters<FeedServer['at']>[1]>();
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push({ path, headers: request.headers });
    const answer = answers.get(path);
    if (answer === undefined) response.writeHead(404).end();
    else answer(response, request, asked.filter((one) => one.path === path).length);
  });
  server.listen(0, host);
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    asked,
    at: (path, answer) => void answers.set(path, answer),
  };
}

export interface Story {
  id: string;
  title: string;
  date?: string;
}

export function rssOf(stories: readonly Story[], channel = ''): string {
  const items = stories.map(
    ({ id, title, date = '2026-01-14T08:00:00Z' }) =>
      `<item><guid>${id}</guid><title>${title}</title><link>https://news.example/${id}</link><dc:date>${date}</dc:date><description>Words behind it. And more that nobody keeps.</description></item>`,
  );
  return `<rss version="2.0"><channel>${channel}${items.join('')}</channel></rss>`;
}

/** Finds a draft in each "ALA to LHE is announced for 2027-04". */
export const plainReader: Reader = {
  read: (text) =>
    [...text.matchAll(/([A-Z]{3}) to ([A-Z]{3}) is (announced|confirmed|postponed) for (\d{4})-(\d\d)/g)].map((match) => ({
      origin: match[1]!,
      destination: match[2]!,
      airline: null,
      status: match[3] as 'announced',
      effective: { earliest: `${match[4]}-${match[5]}-01`, latest: `${match[4]}-${match[5]}-28` },
      wording: `${match[4]}-${match[5]}`,
      weeklyFrequency: null,
      speaker: null,
      confidence: 0.8,
      evidence: {
        origin: [{ start: match.index, end: match.index + 3 }],
        destination: [{ start: match.index + 7, end: match.index + 10 }],
      },
      alternatives: { origin: [], destination: [], airline: [] },
    })),
};
