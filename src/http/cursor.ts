import { createHash } from 'node:crypto';
import { AppError } from '../domain/errors.ts';

/** Names a query without its paging: a cursor belongs to one list. */
export function queryDigest(query: Record<string, unknown>): string {
  const { cursor: _cursor, limit: _limit, ...rest } = query;
  return createHash('sha256')
    .update(JSON.stringify(Object.entries(rest).sort()))
    .digest('base64url')
    .slice(0, 8);
}

/** Where a list goes on: the sorting values of the last item seen, never a count, so that it stays right while rows change. */
export function makeCursor(digest: string, position: readonly string[]): string {
  return Buffer.from(JSON.stringify([digest, ...position])).toString('base64url');
}

/** The position, or undefined for the beginning. */
export function readCursor(cursor: string | undefined, digest: string, length: number): string[] | undefined {
  if (cursor === undefined) return undefined;
  const parts = decoded(cursor);
  if (!Array.isArray(parts) || parts.length !== length + 1 || !parts.every((part) => typeof part === 'string')) {
    throw new AppError('invalid_cursor', 'This cursor is damaged. Use nextCursor as it came, or begin without a cursor.', {
      findings: [{ pointer: '?cursor', detail: 'is damaged' }],
    });
  }
  if (parts[0] !== digest) {
    throw new AppError('invalid_cursor', 'This cursor belongs to a list with other parameters. Repeat those, or begin without a cursor.', {
      findings: [{ pointer: '?cursor', detail: 'belongs to a list with other parameters' }],
    });
  }
  return parts.slice(1);
}

function decoded(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
