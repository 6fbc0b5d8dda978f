import type { IncomingMessage } from 'node:http';
import { AppError } from '../domain/errors.ts';

/** Thrown when nobody is left to answer. */
export const CLIENT_GONE = Symbol('the client went away');

/** An upload that is a little too large is swallowed, so that its sender reads our answer; a larger one is cut off. */
export const SWALLOWED = 1_048_576;

export type BodyType = 'application/json' | 'application/x-www-form-urlencoded';

/** Reads a body of that type, of at most `limit` bytes. */
export function readBody(request: IncomingMessage, limit: number, type: BodyType): Promise<Buffer> {
  assertType(request, type);
  const declared = Number(request.headers['content-length'] ?? 0);
  const tooLarge = () =>
    new AppError('payload_too_large', `The body is larger than ${limit} bytes, which is the most this server takes. Send less at once.`);
  if (declared > limit && (declared > limit + SWALLOWED || request.headers.expect !== undefined)) return Promise.reject(tooLarge());
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const done = (act: () => void): void => {
      request.off('data', onData).off('end', onEnd).off('close', onClose).off('error', onClose);
      act();
    };
    const onData = (chunk: Buffer): void => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else if (size > limit + SWALLOWED) done(() => reject(tooLarge()));
    };
    const onEnd = (): void =>
      done(() => (size > limit ? reject(tooLarge()) : resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks))));
    const onClose = (): void => done(() => reject(CLIENT_GONE));
    request.on('data', onData).on('end', onEnd).on('close', onClose).on('error', onClose);
  });
}

function assertType(request: IncomingMessage, wanted: BodyType): void {
  const type = request.headers['content-type'];
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw new AppError(
      'unsupported_media_type',
      `A body with Content-Encoding ${encoding.slice(0, 40)} is not read here. Send it uncompressed.`,
    );
  }
  const [name, ...parameters] = (type ?? '').split(';').map((part) => part.trim().toLowerCase());
  if (name === wanted && parameters.every((parameter) => parameter === '' || /^charset\s*=\s*"?utf-8"?$/.test(parameter))) return;
  const given = type === undefined ? 'has no Content-Type' : `is ${type.slice(0, 80)}`;
  const what = wanted === 'application/json' ? 'JSON' : 'a form';
  throw new AppError('unsupported_media_type', `The body ${given}. Send ${what} with "Content-Type: ${wanted}" (UTF-8).`);
}
