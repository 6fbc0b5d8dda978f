import { expect } from 'vitest';
import type { TestApi } from './api.ts';

interface Page {
  status: number;
  headers: Headers;
  text: string;
}

/** A browser without JavaScript, as far as the desk can tell. */
export interface Visitor {
  get: (path: string) => Promise<Page>;
  post: (path: string, fields?: Record<string, string>, headers?: Record<string, string>) => Promise<Page>;
  /** The session that it holds. */
  cookie: () => string;
}

export function visitor({ origin }: TestApi, cookie = ''): Visitor {
  let held = cookie;
  const ask = async (path: string, init: RequestInit): Promise<Page> => {
    const response = await fetch(origin + path, { redirect: 'manual', ...init });
    const set = response.headers.get('set-cookie');
    if (set !== null) held = set.split(';')[0]!;
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  return {
    get: (path) => ask(path, { headers: { Cookie: held } }),
    post: (path, fields = {}, headers = { 'Sec-Fetch-Site': 'same-origin' }) =>
      ask(path, { method: 'POST', body: new URLSearchParams(fields), headers: { Cookie: held, ...headers } }),
    cookie: () => held,
  };
}

export async function signedIn(api: TestApi, scope: 'reader' | 'editor' | 'admin' = 'editor'): Promise<Visitor> {
  const person = visitor(api);
  const answer = await person.post('/admin/sign-in', { key: api.keys[scope] });
  expect(answer.status).toBe(303);
  return person;
}

/** The value of a hidden field, as a browser reads it. */
export function hidden(page: string, name: string): string {
  const value = new RegExp(`<input type="hidden" name="${name}" value="([^"]*)"`).exec(page)?.[1];
  if (value === undefined) throw new Error(`the page has no hidden field ${name}`);
  return value.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&');
}
