/** Every way in which a request can be refused. `http/problems.ts` gives each its HTTP status; a code without one does not compile. */
export const ERROR_CODES = [
  'invalid_request',
  'invalid_cursor',
  'unauthenticated',
  'forbidden',
  'not_found',
  'method_not_allowed',
  'conflict',
  'duplicate_announcement',
  'idempotency_in_progress',
  'idempotency_mismatch',
  'precondition_required',
  'precondition_failed',
  'payload_too_large',
  'unsupported_media_type',
  'rate_limited',
  'storage_unavailable',
  'overloaded',
  'shutting_down',
  'import_rejected',
  'schema_newer',
  'unusable',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** One fault in an input. `pointer` is a JSON pointer into the body (`/effective`) or a parameter's name (`?launchFrom`). */
export interface Finding {
  pointer: string;
  detail: string;
}

/** An expected failure, worded for the person who caused it. Anything else that is thrown is a bug. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly findings: readonly Finding[];
  /** Seconds after which trying again makes sense. */
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, message: string, options: { findings?: readonly Finding[]; retryAfter?: number; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.findings = options.findings ?? [];
    this.retryAfter = options.retryAfter;
  }
}
