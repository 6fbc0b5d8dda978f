import type { IncomingMessage, ServerResponse } from 'node:http';
import type { KeyRow } from '../store/tables.ts';
import type { Client } from './client.ts';
import type { Verdict } from './limits.ts';
import type { Problem } from './problems.ts';

/** One request and its answer, and what is known of them on the way. Lies in `response.locals`. */
export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  id: string;
  startedAt: number;
  client: Client;
  key: KeyRow | undefined;
  /** Its template, once it is known. */
  route: string | undefined;
  verdict: Verdict | undefined;
  bytes: number;
  lifecycle: Lifecycle;
  /** What a form brought that was refused because nobody is signed in any more. */
  form?: FormFields;
  /** Says what is refused to a person; undefined: the client is a program. */
  faultPage: FaultPage | undefined;
}

/** The fields of a form by their names. */
export type FormFields = Readonly<Record<string, string>>;

export type FaultPage = (
  problem: Problem,
  request: IncomingMessage,
  form: FormFields | undefined,
) => { status: number; html: string; location?: string };

/** The state of the server that its answers show. */
export interface Lifecycle {
  /** About to stop: readiness says so. */
  stopping: boolean;
  /** Nobody new is let in, and every answer is the last on its connection. */
  closing: boolean;
  /** Aborted when that begins: answers without an end of their own end then. */
  ending: AbortController;
}

export function exchangeOf(response: ServerResponse): Exchange {
  return (response as unknown as { locals: Exchange }).locals;
}

/** Names requests. An incoming `X-Request-Id` is taken over only if it can harm no log; ours are one id of the process and a number. */
export function requestNamer(newId: () => string): (request: IncomingMessage) => string {
  const process = newId().replaceAll('-', '').slice(-16);
  let count = 0;
  return (request) => {
    const given = request.headers['x-request-id'];
    if (typeof given === 'string' && /^[A-Za-z0-9._-]{1,64}$/.test(given)) return given;
    count += 1;
    return `${process}-${count.toString(36)}`;
  };
}

/** Aborts when the client goes, and when the server is about to stop. */
export function endSignal({ response, lifecycle }: Exchange): AbortSignal {
  const controller = new AbortController();
  const { signal } = lifecycle.ending;
  const end = (): void => {
    signal.removeEventListener('abort', end);
    controller.abort();
  };
  if (response.closed || signal.aborted) controller.abort();
  else {
    signal.addEventListener('abort', end);
    response.once('close', end);
  }
  return controller.signal;
}

/** Aborts when the client goes before the answer is complete. */
export function goneSignal({ response }: Exchange): AbortSignal {
  const controller = new AbortController();
  if (response.closed) controller.abort();
  else response.once('close', () => response.writableFinished || controller.abort());
  return controller.signal;
}
