import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

export type Encoding = 'br' | 'gzip' | 'identity';

const ACCEPTED: readonly [Encoding, RegExp][] = [
  ['br', /\bbr\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/],
  ['gzip', /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/],
];

/** The shortest encoding that the client takes. */
export function encodingFor(request: IncomingMessage): Encoding {
  const accepted = String(request.headers['accept-encoding'] ?? '');
  return ACCEPTED.find(([, pattern]) => pattern.test(accepted))?.[0] ?? 'identity';
}

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/** `effort`: `best` for what is compressed once and kept, `fast` for an answer somebody waits for. */
export async function encode(text: string | Buffer, encoding: Encoding, effort: 'best' | 'fast' = 'fast'): Promise<Buffer> {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  if (encoding === 'identity') return bytes;
  if (encoding === 'gzip') return zip(bytes, { level: effort === 'best' ? 9 : 6 });
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT } = constants;
  return brotli(bytes, { params: { [BROTLI_PARAM_QUALITY]: effort === 'best' ? 9 : 5, [BROTLI_PARAM_SIZE_HINT]: bytes.length } });
}

/** Headers of an answer that is in that encoding. */
export function encodingHeaders(encoding: Encoding): Record<string, string> {
  return { Vary: 'Accept-Encoding', ...(encoding === 'identity' ? {} : { 'Content-Encoding': encoding }) };
}

/** A file that never changes while the program runs, in each encoding; read and compressed when it is first asked for. */
export function keptFile(path: string): (encoding: Encoding) => Promise<Buffer> {
  const kept = new Map<Encoding, Promise<Buffer>>();
  return (encoding) => {
    let bytes = kept.get(encoding);
    if (bytes === undefined) {
      bytes = readFile(path).then((plain) => encode(plain, encoding, 'best'));
      kept.set(encoding, bytes);
    }
    return bytes;
  };
}
