import type { Logger } from 'pino';
import type { Exchange } from './exchange.ts';

/** One line for each request, when its answer is complete or its client gone. */
export function logRequest(log: Logger, exchange: Exchange, milliseconds: number): void {
  const { request, response } = exchange;
  const finished = response.writableFinished;
  const level = response.statusCode >= 500 ? 'error' : 'info';
  if (!log.isLevelEnabled(level)) return;
  const url = request.url ?? '';
  const mark = url.indexOf('?');
  log[level](
    {
      requestId: exchange.id,
      method: request.method,
      route: exchange.route ?? null,
      path: shownText(mark === -1 ? url : url.slice(0, mark)),
      ...(mark === -1 ? {} : { query: shownQuery(url.slice(mark + 1)) }),
      status: response.headersSent ? response.statusCode : null,
      ms: Math.round(milliseconds * 1000) / 1000,
      bytes: exchange.bytes,
      key: exchange.key?.id ?? null,
      client: exchange.client.address,
      ...(finished ? {} : { aborted: true }),
    },
    'request',
  );
}

const SHOWN = 1_000;
const SECRET_NAME = /token|key|secret|passw|auth|signature|credential/i;
const OUR_KEYS = /inaugural_[\w-]+/gi;

function shownText(text: string): string {
  const shown = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
  return shown.replace(OUR_KEYS, 'inaugural_(hidden)');
}

/** A query without the values of whatever sounds like a secret. */
function shownQuery(query: string): string {
  const parts = query
    .slice(0, SHOWN * 4)
    .split('&')
    .map((part) => {
      const equals = part.indexOf('=');
      return equals !== -1 && SECRET_NAME.test(decoded(part.slice(0, equals))) ? `${part.slice(0, equals)}=(hidden)` : part;
    });
  return shownText(parts.join('&'));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
