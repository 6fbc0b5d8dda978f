import { z } from 'zod';
import { signIn, signOut } from '../../actions/sessions.ts';
import { AppError } from '../../domain/errors.ts';
import { HTML } from '../../http/answer.ts';
import { endpoint, type Result } from '../../http/endpoint.ts';
import { PROBLEMS } from '../../http/problems.ts';
import { NO_SESSION, sessionCookie, sessionToken } from '../../http/session.ts';
import { links } from '../links.ts';
import { PAGE } from '../page.ts';
import { DESK_PAGE, FORM, fields, LONG_FORM, ownPath, text } from './form.tsx';
import { handBackPage, signInPage } from './sign-in-page.tsx';

const show = endpoint({
  ...DESK_PAGE,
  path: '/admin/sign-in',
  summary: 'Sign in',
  access: 'open',
  query: z.object({ next: z.string().max(4000).optional() }),
  handler: (_ctx, { query, request }) => ({ text: signInPage({ request, next: ownPath(query.next) }) }),
});

const enter = endpoint({
  ...FORM,
  path: '/admin/sign-in',
  summary: 'Open a session',
  access: 'open',
  body: fields({ key: text, next: text, form: text }),
  // A form within a form takes up to twice the room: its quotes are quoted.
  bodyLimit: 2 * LONG_FORM,
  responses: {
    ...PAGE.responses,
    401: { description: 'The page: the key is wrong', contentType: HTML },
    429: { description: 'The page: too many wrong keys', contentType: HTML },
  },
  handler: async (ctx, { body, findKey, request }) => {
    const next = ownPath(body.next);
    const carried = next === undefined ? undefined : carriedForm(body.form);
    const page = { request, next, form: carried === undefined ? undefined : body.form };
    if (body.key.trim() === '') return { status: 400, text: signInPage({ ...page, fault: 'Write or paste a key here.' }) };
    let token: string;
    try {
      token = await signIn(ctx, await findKey(body.key.trim()));
    } catch (fault) {
      return { ...refused(fault), text: signInPage({ ...page, fault: (fault as AppError).message }) };
    }
    const before = sessionToken(request);
    if (before !== undefined) await signOut(ctx, before);
    const headers = { 'Set-Cookie': sessionCookie(token) };
    if (next !== undefined && carried !== undefined) return { headers, text: handBackPage(next, carried) };
    return { status: 303, location: next ?? links.desk, headers };
  },
});

function refused(fault: unknown): Result {
  if (!(fault instanceof AppError) || (fault.code !== 'unauthenticated' && fault.code !== 'rate_limited')) throw fault;
  const { retryAfter } = fault;
  return { status: PROBLEMS[fault.code].status, headers: retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) } };
}

const carried = z.record(z.string().max(100), z.string());

/** The fields of the form that was refused when the session had ended; undefined: there was none. */
function carriedForm(given: string): Readonly<Record<string, string>> | undefined {
  if (given === '') return undefined;
  try {
    return carried.parse(JSON.parse(given));
  } catch {
    return undefined;
  }
}

const leave = endpoint({
  ...FORM,
  path: '/admin/sign-out',
  summary: 'End the session',
  access: 'open',
  body: fields({}),
  handler: async (ctx, { request }) => {
    const token = sessionToken(request);
    if (token !== undefined) await signOut(ctx, token);
    return { status: 303, location: links.signIn(), headers: { 'Set-Cookie': NO_SESSION } };
  },
});

export const signInEndpoints = [show, enter, leave];
