import type { IncomingMessage } from 'node:http';
import { findSessionKey, SESSION_MS } from '../actions/sessions.ts';
import type { Ctx } from '../context.ts';
import { AppError } from '../domain/errors.ts';
import type { KeyRow } from '../store/tables.ts';

/** The prefix makes browsers refuse one that was set without `Secure`, for another path, or by a neighbouring host. */
const NAME = '__Host-inaugural';
const ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Strict';

export function sessionCookie(token: string): string {
  return `${NAME}=${token}; ${ATTRIBUTES}; Max-Age=${SESSION_MS / 1000}`;
}

export const NO_SESSION = `${NAME}=; ${ATTRIBUTES}; Max-Age=0`;

/** What the browser brought; undefined: nobody signed in. */
export function sessionToken(request: IncomingMessage): string | undefined {
  return new RegExp(`(?:^|;\\s*)${NAME}=([\\w-]{20,100})(?:;|$)`).exec(request.headers.cookie ?? '')?.[1];
}

/** The key that the browser's session stands for. */
export async function keyOfSession(ctx: Ctx, request: IncomingMessage): Promise<KeyRow | undefined> {
  const token = sessionToken(request);
  return token === undefined ? undefined : findSessionKey(ctx, token);
}

/**
 * Throws `forbidden` unless a form was sent from a page of this server. Browsers say where a request comes from in
 * `Sec-Fetch-Site` and `Origin`, and no page can change that; a request that says neither does not come from one.
 */
export function assertOwnSite(ctx: Ctx, request: IncomingMessage): void {
  const { PUBLIC_URL } = ctx.config;
  const { origin, host } = request.headers;
  const site = request.headers['sec-fetch-site'];
  const own = [`http://${host}`, `https://${host}`, ...(PUBLIC_URL === undefined ? [] : [new URL(PUBLIC_URL).origin])];
  const isOwn = site === undefined ? origin !== undefined && own.includes(origin) : site === 'same-origin';
  if (!isOwn) {
    throw new AppError(
      'forbidden',
      'This form was not sent from a page of this register, so nothing was done. Open the page here and send it again.',
    );
  }
}
