import { createTransport, type NodemailerError } from 'nodemailer';
import type { Answer } from './answer.ts';

export interface Letter {
  to: string;
  subject: string;
  text: string;
  html: string;
  messageId: string;
  headers: Readonly<Record<string, string>>;
}

export interface Mailer {
  /** Hands one letter to the mail server. Never throws: what went wrong is in the answer. */
  send: (letter: Letter) => Promise<Answer>;
  /** Ends every connection; letters that are still on their way fail. */
  close: () => void;
}

const CONNECTIONS = 2;
// A server may have dropped every connection that lay idle: the letter then needs one more.
const REQUEUES = CONNECTIONS;

const ADDRESS = /^[^\s\p{C}<>()[\]",:;\\@]{1,64}@[^\s\p{C}<>()[\]",:;\\@]{1,253}$/u;
const SENDER = /^([^<>]*)<([^<>]+)>$/;
const MESSAGE_ID = /^<?[!-;=?A-~]+@[!-;=?A-~]+>?$/;
/** Only what the mailer does not write itself, so that no header of a letter can add a recipient or change its shape. */
const HEADER_NAME = /^(List|X)(-[A-Za-z0-9]+)+$/;
// RFC 5322 allows 998 characters in a line.
const HEADER_VALUE = /^[ -~]{1,900}$/;

/** Sends letters through one mail server. Throws when `from` holds no address. */
export function smtpMailer(options: { url: string; from: string; timeoutMs?: number }): Mailer {
  const timeoutMs = options.timeoutMs ?? 30_000;
  const from = senderOf(options.from);
  // A URL may say `?requireTLS=false`: what the URL says wins.
  const transport = createTransport({
    url: options.url,
    pool: true,
    maxConnections: CONNECTIONS,
    maxRequeues: REQUEUES,
    // No password goes over the wire in clear.
    requireTLS: new URL(options.url).username !== '',
    dnsTimeout: timeoutMs,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });

  let closed = false;

  async function send(letter: Letter): Promise<Answer> {
    const start = performance.now();
    const answer = (status: number | null, fault: string | null): Answer => ({
      status,
      fault,
      retryAfter: null,
      milliseconds: Math.round(performance.now() - start),
    });
    const defect = defectOf(letter);
    if (defect !== null) return answer(null, defect);

    // The limits of the transport are each for one wait; a server that drips keeps all of them.
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), timeoutMs);
    try {
      const sent = await transport.sendMail({
        from,
        to: { name: '', address: letter.to },
        envelope: { from: from.address, to: letter.to },
        subject: oneLine(letter.subject),
        text: letter.text,
        html: letter.html,
        textEncoding: 'quoted-printable',
        messageId: `<${bare(letter.messageId)}>`,
        headers: Object.entries({ ...letter.headers, 'Auto-Submitted': 'auto-generated' }).map(([key, value]) => ({
          key,
          // As it is: a folded or encoded List-Unsubscribe is one that no program follows.
          value: { prepared: true, foldLines: false, value },
        })),
        disableFileAccess: true,
        disableUrlAccess: true,
        signal: limit.signal,
      });
      return answer(replyCode(sent.response), null);
    } catch (fault) {
      const { responseCode } = fault as NodemailerError;
      if (closed) return answer(null, 'the sending was stopped');
      if (limit.signal.aborted) return answer(null, noAnswer(timeoutMs));
      return answer(responseCode ?? null, sentence(fault as NodemailerError, timeoutMs));
    } finally {
      clearTimeout(timer);
    }
  }

  function close(): void {
    closed = true;
    transport.close({ force: true });
  }

  return { send, close };
}

function senderOf(text: string): { name: string; address: string } {
  const [, name, inBrackets] = SENDER.exec(text.trim()) ?? [];
  const address = (inBrackets ?? text).trim();
  if (!ADDRESS.test(address)) throw new Error(`the sender "${oneLine(text)}" holds no e-mail address`);
  return { name: oneLine(name ?? '').replace(/^"(.*)"$/, '$1'), address };
}

/** What keeps a letter from being handed to any server. */
function defectOf(letter: Letter): string | null {
  if (!ADDRESS.test(letter.to)) return 'this is not the address of one mailbox';
  if (!MESSAGE_ID.test(letter.messageId)) return 'the letter has no usable Message-ID';
  const wrong = Object.entries(letter.headers).find(([name, value]) => !HEADER_NAME.test(name) || !HEADER_VALUE.test(value));
  return wrong === undefined ? null : `the letter has a header that may not be sent (${oneLine(wrong[0]).slice(0, 40)})`;
}

function sentence(fault: NodemailerError, timeoutMs: number): string {
  const { code, responseCode, command = '' } = fault;
  // A certificate that is not trusted comes as a fault of the socket.
  if (code === 'ETLS' || /CERT|SSL|TLS/.test(fault.originalCode ?? '')) return 'the connection to the mail server cannot be secured';
  if (responseCode !== undefined) {
    const forNow = responseCode < 500 ? ' for now' : '';
    if (code === 'EAUTH') return `the mail server did not accept the name and password (${responseCode})`;
    if (command.startsWith('RCPT')) return `the mail server refused the recipient${forNow} (${responseCode})`;
    if (command.startsWith('MAIL')) return `the mail server refused the sender${forNow} (${responseCode})`;
    if (command.startsWith('DATA')) return `the mail server refused the letter${forNow} (${responseCode})`;
    return `the mail server takes no mail${forNow} (${responseCode})`;
  }
  switch (code) {
    case 'ETIMEDOUT':
      return noAnswer(timeoutMs);
    case 'EDNS':
    case 'ESOCKET':
      return 'the mail server cannot be reached';
    case 'ECONNECTION':
      return 'the mail server closed the connection';
    case 'EAUTH':
    case 'ENOAUTH':
      return 'the mail server takes none of our ways to sign in';
    case 'EPROTOCOL':
      return 'the mail server gave an answer that is not SMTP';
    case 'EENVELOPE':
      return 'the mail server does not take this address';
    case 'EMESSAGE':
      return 'the letter is larger than the mail server allows';
    default:
      return 'the letter could not be sent';
  }
}

function noAnswer(timeoutMs: number): string {
  return `no answer within ${timeoutMs / 1000} s`;
}

function replyCode(response: string): number | null {
  const digits = /^\d{3}/.exec(response);
  return digits === null ? null : Number(digits[0]);
}

function bare(messageId: string): string {
  return messageId.replace(/^<|>$/g, '');
}

function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();
}
