import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../domain/errors.ts';
import { type Encoding, encode, encodingFor, encodingHeaders } from '../http/encoding.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { worldSvg } from './world-map.ts';

/** Files that pages use, and nothing changes while the program runs. */
interface Asset {
  type: string;
  bytes: Buffer;
}

const ROOT = join(import.meta.dirname, '../..');
const require = createRequire(import.meta.url);

const TYPES: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  png: 'image/png',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
};
/** What is packed already. */
const PACKED = /^font\/|^image\/png$/;
const FONTS = ['sans-latin-400', 'sans-latin-600', 'sans-latin-ext-400', 'sans-latin-ext-600', 'mono-latin-400', 'mono-latin-600'];

const assets = new Map<string, Asset>();
const add = (name: string, bytes: Buffer): void => void assets.set(name, { type: TYPES[name.split('.').at(-1)!]!, bytes });
const filesOf = (folder: string, suffix: string) =>
  readdirSync(join(ROOT, folder))
    .filter((file) => file.endsWith(suffix))
    .sort()
    .map((file) => ({ file, bytes: readFileSync(join(ROOT, folder, file)) }));

for (const name of ['icon.svg', 'icon.png']) add(name, readFileSync(join(ROOT, 'src/web/static', name)));
// One sheet for all pages: it is fetched once.
add('style.css', Buffer.concat(filesOf('src/web/static', '.css').map(({ bytes }) => bytes)));
for (const { file, bytes } of filesOf('dist/web/client', '.js')) add(file, bytes);
for (const font of FONTS) {
  const [family] = font.split('-');
  add(`${font}.woff2`, readFileSync(require.resolve(`@fontsource/ibm-plex-${family}/files/ibm-plex-${font}-normal.woff2`)));
}
for (const detail of ['110m', '50m'] as const) add(`world-${detail}.svg`, Buffer.from(worldSvg(detail)));

/** Names what all of them hold: a page and what it uses always fit together. */
export const EDITION = createHash('sha256')
  .update([...assets].map(([name, { bytes }]) => `${name} ${createHash('sha256').update(bytes).digest('hex')}`).join('\n'))
  .digest('hex')
  .slice(0, 10);

/** Where a page finds a file. */
export function assetPath(name: string): string {
  if (!assets.has(name)) throw new Error(`there is no asset ${name}`);
  return `/assets/${EDITION}/${name}`;
}

const encoded = new Map<string, Promise<Buffer>>();

function inEncoding(name: string, bytes: Buffer, encoding: Encoding): Promise<Buffer> {
  const key = `${encoding} ${name}`;
  const kept = encoded.get(key) ?? encode(bytes, encoding, 'best');
  encoded.set(key, kept);
  return kept;
}

export const assetEndpoint: Endpoint = endpoint({
  method: 'get',
  path: '/assets/{edition}/{name}',
  summary: 'A file that pages use',
  access: 'open',
  documented: false,
  limited: false,
  cacheControl: 'public, max-age=31536000, immutable',
  params: z.object({ edition: z.string().max(40), name: z.string().max(60) }),
  responses: { 200: { description: 'The file' } },
  errors: ['not_found'],
  handler: async (_ctx, { params, request }) => {
    const asset = params.edition === EDITION ? assets.get(params.name) : undefined;
    if (asset === undefined) throw new AppError('not_found', 'There is no such file in this edition of the pages. Load the page again.');
    const encoding = PACKED.test(asset.type) ? 'identity' : encodingFor(request);
    const text = await inEncoding(params.name, asset.bytes, encoding);
    return { text, etag: `${params.name}.${encoding}`, headers: { 'Content-Type': asset.type, ...encodingHeaders(encoding) } };
  },
});
