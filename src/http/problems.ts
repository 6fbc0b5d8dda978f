import { AppError, type ErrorCode } from '../domain/errors.ts';
import { storageFault } from '../store/db.ts';

/** What only the HTTP layer itself can say, besides every code of the program. */
export type ProblemCode = ErrorCode | 'internal' | 'request_timeout' | 'headers_too_large';

interface ProblemKind {
  status: number;
  title: string;
  /** For `/docs/problems`: what a caller does about it. */
  advice: string;
}

export const PROBLEMS: Readonly<Record<ProblemCode, ProblemKind>> = {
  invalid_request: { status: 400, title: 'The request is not valid', advice: 'Mend every fault listed in `errors`, then send it again.' },
  invalid_cursor: {
    status: 400,
    title: 'The cursor is not valid',
    advice: 'Begin again without `cursor`, or use the last `nextCursor` as it came.',
  },
  unauthenticated: {
    status: 401,
    title: 'A valid key is needed',
    advice: 'Send `Authorization: Bearer <key>` with a key that is neither expired nor revoked.',
  },
  forbidden: { status: 403, title: 'The key may not do this', advice: 'Use a key of the scope that the call needs.' },
  not_found: { status: 404, title: 'There is nothing here', advice: 'Check the path and the id; `/openapi.json` lists every path.' },
  method_not_allowed: { status: 405, title: 'The path does not know this method', advice: 'Use one of the methods in the `Allow` header.' },
  request_timeout: { status: 408, title: 'The request did not arrive in time', advice: 'Send the whole request without pauses.' },
  conflict: { status: 409, title: 'This contradicts what is there', advice: 'Read the newest state and decide again.' },
  duplicate_announcement: {
    status: 409,
    title: 'The statement is already in the register',
    advice: 'Use the statement that is there; `detail` names it.',
  },
  idempotency_in_progress: {
    status: 409,
    title: 'The same request is being worked on',
    advice: 'Wait as long as `Retry-After` says and repeat it unchanged.',
  },
  precondition_failed: {
    status: 412,
    title: 'It has changed since you read it',
    advice: 'Read it again, and send its new `ETag` in `If-Match`.',
  },
  payload_too_large: { status: 413, title: 'The body is too large', advice: 'Send a smaller body.' },
  unsupported_media_type: {
    status: 415,
    title: 'The body is of the wrong type',
    advice: 'Send `Content-Type: application/json` and UTF-8, not compressed.',
  },
  idempotency_mismatch: {
    status: 422,
    title: 'The idempotency key belongs to another request',
    advice: 'Use a new `Idempotency-Key` for a new request.',
  },
  import_rejected: { status: 422, title: 'The file was not imported', advice: 'Mend the rows listed in `errors`; nothing was written.' },
  precondition_required: { status: 428, title: '`If-Match` is needed', advice: 'Read it first, and send its `ETag` in `If-Match`.' },
  rate_limited: { status: 429, title: 'Too many requests', advice: 'Wait as long as `Retry-After` says.' },
  headers_too_large: { status: 431, title: 'The headers are too large', advice: 'Send fewer or shorter headers.' },
  internal: { status: 500, title: 'The program failed', advice: 'This is a fault of the program. Tell the operator the `requestId`.' },
  storage_unavailable: {
    status: 503,
    title: 'The database cannot take this now',
    advice: 'Wait as long as `Retry-After` says; nothing was changed.',
  },
  overloaded: { status: 503, title: 'The server serves as many as it can', advice: 'Wait as long as `Retry-After` says.' },
  shutting_down: { status: 503, title: 'The server is stopping', advice: 'Try again in a few seconds.' },
  schema_newer: { status: 503, title: 'The database belongs to another version of the program', advice: 'Tell the operator.' },
  unusable: { status: 503, title: 'The server cannot do this as it is set up', advice: 'Tell the operator.' },
};

export const PROBLEM_TYPE = 'application/problem+json';

/** RFC 9457. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: ProblemCode;
  detail: string;
  requestId: string;
  errors?: { pointer: string; detail: string }[];
}

function problemType(code: ProblemCode): string {
  return `/docs/problems#${code}`;
}

export function makeProblem(
  code: ProblemCode,
  detail: string,
  requestId: string,
  errors: readonly { pointer: string; detail: string }[] = [],
): Problem {
  const { status, title } = PROBLEMS[code];
  return { type: problemType(code), title, status, code, detail, requestId, ...(errors.length > 0 ? { errors: [...errors] } : {}) };
}

export interface Refusal {
  problem: Problem;
  /** Flat: name, value, name, value. */
  headers: string[];
  /** True when this is our mistake and its stack belongs in the log. */
  isBug: boolean;
}

/** Whatever was thrown, as the answer to give. Only an expected failure says more than that it happened. */
export function refusalOf(fault: unknown, requestId: string): Refusal {
  const expected = fault instanceof AppError ? fault : isRouterFault(fault) ? badPath() : storageFault(fault ?? {});
  if (expected === undefined) {
    const detail = 'Something went wrong in the program. The request id is in its log: tell the operator, and try again later.';
    return { problem: makeProblem('internal', detail, requestId), headers: [], isBug: true };
  }
  const headers: string[] = [];
  const retryAfter = expected.retryAfter ?? (PROBLEMS[expected.code].status === 503 ? 5 : undefined);
  if (retryAfter !== undefined) headers.push('Retry-After', String(Math.max(1, Math.ceil(retryAfter))));
  if (expected.code === 'unauthenticated') headers.push('WWW-Authenticate', 'Bearer realm="inaugural"');
  return { problem: makeProblem(expected.code, expected.message, requestId, expected.findings), headers, isBug: false };
}

/** Express's router marks a path that it cannot decode so. */
function isRouterFault(fault: unknown): boolean {
  return fault instanceof URIError && (fault as { status?: unknown }).status === 400;
}

function badPath(): AppError {
  return new AppError(
    'invalid_request',
    'The path is not valid percent-encoding: write a percent sign as %25 and other characters as UTF-8.',
  );
}
