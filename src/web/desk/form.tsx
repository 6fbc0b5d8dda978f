import { z } from 'zod';
import { REASON_MOST } from '../../domain/announcement.ts';
import { AppError } from '../../domain/errors.ts';
import { PROBLEMS } from '../../http/problems.ts';
import { PAGE } from '../page.ts';

/** A field of a form: whatever was typed comes back if it was wrong, so its own rules are checked later. */
export const text = z.string().default('');

/** What forms are sent with after somebody signed in again: they are shown as they were, and do nothing. */
export const AGAIN = 'again';

/** In bytes, of a form that takes a text. A letter of another script takes six of a form, and what was found in it comes on top. */
export const LONG_FORM = 1_048_576;

/** Stands for this server while a path is taken apart. */
const OWN = 'http://own.invalid';

/** The fields of a form of the desk. `do` says which button was pressed. */
export function fields<T extends Record<string, z.ZodType>>(shape: T) {
  return z.strictObject({ ...shape, do: text });
}

/** For the endpoints of forms, beside path, access and body. */
export const FORM = { ...PAGE, method: 'post', form: true } as const;
export const DESK_PAGE = { ...PAGE, method: 'get' } as const;

/** A path of this server, as somebody's browser gave it back; undefined for anything that could lead elsewhere. */
export function ownPath(given: string | undefined): string | undefined {
  if (given === undefined || !given.startsWith('/') || /[\\\p{Cc}\s]/u.test(given) || !URL.canParse(given, OWN)) return undefined;
  const url = new URL(given, OWN);
  // What begins with two slashes is another server's address.
  return url.origin === OWN && !url.pathname.startsWith('//') ? url.pathname + url.search : undefined;
}

/** The same path with one more value in its query. */
export function withValue(path: string, name: string, value: string): string {
  const url = new URL(path, OWN);
  url.searchParams.set(name, value);
  return url.pathname + url.search;
}

/** What is wrong with a reason. */
export function reasonFault(reason: string, ifEmpty: string): string | undefined {
  const { length } = reason.trim();
  if (length === 0) return ifEmpty;
  return length > REASON_MOST ? `This is ${length} characters long; ${REASON_MOST} is the most.` : undefined;
}

export interface Refusal {
  status: number;
  message: string;
}

/** What a page says of a refusal that an editor can do something about; throws everything else again. */
export function refusalOf(fault: unknown): Refusal {
  if (fault instanceof AppError && ['conflict', 'duplicate_announcement', 'invalid_request', 'precondition_failed'].includes(fault.code)) {
    return { status: PROBLEMS[fault.code].status, message: fault.message };
  }
  throw fault;
}

/** A detail of a finding as a sentence under its field. */
export function faultText(detail: string): string {
  const sentence = /^(is|must|holds|cannot) /.test(detail) ? `This ${detail}` : detail;
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}${/[.?!]$/.test(sentence) ? '' : '.'}`;
}

export function Hidden({ values }: { values: Readonly<Record<string, string | undefined>> }) {
  return (
    <>
      {Object.entries(values).map(([name, value]) => value !== undefined && <input key={name} type="hidden" name={name} value={value} />)}
    </>
  );
}
