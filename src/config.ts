import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import ipaddr from 'ipaddr.js';
import { AppError, type Finding } from './domain/errors.ts';

interface Setting<T> {
  /** What it does, for README's table and `inaugural config`. */
  doc: string;
  /** As it would be written; empty: not set. */
  default: string;
  secret?: true;
  /** Throws an Error whose message completes "PORT …". */
  parse: (text: string) => T;
}

const setting = <T>(spec: Setting<T>): Setting<T> => spec;

function wholeNumber(min: number, max: number) {
  return (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min || value > max) throw new Error(`must be a whole number from ${min} to ${max}`);
    return value;
  };
}

function oneOf<const T extends string>(...choices: T[]) {
  return (text: string): T => {
    const found = choices.find((choice) => choice === text);
    if (found === undefined) throw new Error(`must be one of ${choices.join(', ')}`);
    return found;
  };
}

const onOff = (text: string): boolean => oneOf('on', 'off')(text) === 'on';

function databaseUrl(text: string): string {
  if (/^postgres(ql)?:\/\//.test(text) && URL.canParse(text)) return text;
  if (/^sqlite:(?!\/\/).+/.test(text)) return text;
  throw new Error('must be sqlite:FILE or postgres://USER:PASSWORD@HOST/DATABASE');
}

function cidrList(text: string): string[] {
  const parts = text.split(',').map((part) => part.trim());
  for (const part of parts) {
    const valid = part.includes('/') ? ipaddr.isValidCIDR(part) : ipaddr.isValid(part);
    if (!valid) throw new Error(`must be addresses or CIDR ranges separated by commas; "${part}" is neither`);
  }
  return parts;
}

function daysList(text: string): number[] {
  if (text === 'none') return [];
  const days = text.split(',').map((part) => part.trim());
  for (const day of days) {
    if (!/^[1-9]\d{0,2}$/.test(day))
      throw new Error(`must be numbers of days from 1 to 999 separated by commas, or none; "${day}" is no such number`);
  }
  return [...new Set(days.map(Number))].sort((a, b) => b - a);
}

function urlOf(...schemes: string[]) {
  return (text: string): string => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url === undefined || url.hostname === '' || !schemes.includes(url.protocol.slice(0, -1))) {
      throw new Error(`must be a URL that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`);
    }
    return text.replace(/\/+$/, '');
  };
}

function mailFrom(text: string): string {
  if (!/^[^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>$|^[^\s<>@]+@[^\s<>@]+$/.test(text)) throw new Error('must be an address, or Name <address>');
  return text;
}

function adminKey(text: string): string {
  if (!/^[\x21-\x7e]{32,200}$/.test(text)) throw new Error('must be 32 to 200 printable ASCII characters without spaces');
  return text;
}

/** Every setting, in the order in which README lists them. The only list: parsing, help and documentation come from it. */
export const SETTINGS = {
  PORT: setting({ doc: 'TCP port; 0 takes a free one', default: '3000', parse: wholeNumber(0, 65535) }),
  HOST: setting({ doc: 'address to listen on; `0.0.0.0` for every interface', default: 'localhost', parse: String }),
  DATABASE_URL: setting({
    doc: '`sqlite:FILE` or `postgres://USER:PASSWORD@HOST/DATABASE`',
    default: 'sqlite:data/inaugural.db',
    parse: databaseUrl,
  }),
  BACKUP_DIR: setting({ doc: 'where the backup before a migration is put', default: 'data/backups', parse: String }),
  SEED_DATA: setting({
    doc: '`on` imports the ledger that comes with the program into an empty database; `off` leaves it empty. Places and airlines are always loaded',
    default: 'on',
    parse: onOff,
  }),
  ADMIN_KEY: setting({
    doc: 'the first admin key, chosen by you (32 characters or more). Not set: one is made and printed once',
    default: '',
    secret: true,
    parse: adminKey,
  }),
  ADMIN_KEY_FILE: setting({ doc: 'a file that holds the first admin key', default: '', parse: String }),
  PUBLIC_READ: setting({ doc: '`off` asks for a key on every read too', default: 'on', parse: onOff }),
  RATE_LIMIT: setting({
    doc: 'requests a minute from one address without a key; 0: no limit',
    default: '600',
    parse: wholeNumber(0, 1_000_000_000),
  }),
  RATE_LIMIT_KEYED: setting({ doc: 'requests a minute with one key; 0: no limit', default: '6000', parse: wholeNumber(0, 1_000_000_000) }),
  TRUSTED_PROXIES: setting({
    doc: 'addresses or CIDR ranges of your own proxies, separated by commas; only their `X-Forwarded-For` is believed',
    default: '',
    parse: cidrList,
  }),
  BODY_LIMIT: setting({
    doc: 'largest request body, in bytes; a text at the desk may have 1 MiB',
    default: '65536',
    parse: wholeNumber(1024, 104_857_600),
  }),
  TICK: setting({ doc: '`off`: this process serves and leaves the clock to others', default: 'on', parse: onOff }),
  PUBLIC_URL: setting({
    doc: 'where readers reach this server: the beginning of every link in alerts. Not set: `http://localhost:PORT`',
    default: '',
    parse: urlOf('http', 'https'),
  }),
  REMIND_DAYS: setting({
    doc: 'how many days before a launch window opens reminders are sent, separated by commas; `none`: no reminders. A change takes effect for a route with its next reminder or statement',
    default: '30,7,1',
    parse: daysList,
  }),
  COURIER: setting({ doc: '`off`: this process sends no alerts and leaves them to others', default: 'on', parse: onOff }),
  WATCH: setting({ doc: '`off`: this process asks no feeds for news and leaves them to others', default: 'on', parse: onOff }),
  WEBHOOK_HTTP: setting({ doc: '`on` allows webhooks and feeds without TLS (`http://`)', default: 'off', parse: onOff }),
  WEBHOOK_ALLOW: setting({
    doc: 'addresses or CIDR ranges of your own network that webhooks may reach and feeds may be in, separated by commas; everything that is not public is refused otherwise',
    default: '',
    parse: cidrList,
  }),
  SMTP_URL: setting({
    doc: 'the mail server, `smtp://USER:PASSWORD@HOST:587` or `smtps://…`. Not set: no e-mail is sent and none can be subscribed to',
    default: '',
    secret: true,
    parse: urlOf('smtp', 'smtps'),
  }),
  MAIL_FROM: setting({
    doc: 'sender of the mails, `Name <address>` or an address',
    default: 'Inaugural <inaugural@localhost>',
    parse: mailFrom,
  }),
  MAIL_GATHER: setting({
    doc: 'seconds for which alerts to one mailbox are gathered into one mail',
    default: '60',
    parse: wholeNumber(0, 86_400),
  }),
  RETENTION_DAYS: setting({
    doc: 'days for which deliveries and their attempts are kept after their end',
    default: '90',
    parse: wholeNumber(1, 3650),
  }),
  LOG_LEVEL: setting({
    doc: 'fatal, error, warn, info, debug, trace or silent',
    default: 'info',
    parse: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
  }),
};

type Settings = typeof SETTINGS;
type Name = keyof Settings;
type Value<N extends Name> = ReturnType<Settings[N]['parse']>;
type Optional = 'ADMIN_KEY' | 'ADMIN_KEY_FILE' | 'TRUSTED_PROXIES' | 'PUBLIC_URL' | 'WEBHOOK_ALLOW' | 'SMTP_URL';

export type Config = { readonly [N in Name]: N extends Optional ? Value<N> | undefined : Value<N> };

/** The process's environment over the `.env` file of the working directory. The only place that reads either. */
export function readEnvironment(directory: string = process.cwd()): Record<string, string | undefined> {
  const file = resolve(directory, '.env');
  return { ...(existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}), ...process.env };
}

/** Checks every setting and names every fault at once. */
export function loadConfig(env: Record<string, string | undefined>): Config {
  const findings: Finding[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(SETTINGS)) {
    const text = env[name]?.trim() || spec.default;
    if (text === '') continue;
    try {
      values[name] = spec.parse(text);
    } catch (fault) {
      const shown = 'secret' in spec ? '' : ` (it is "${text.replace(/\/\/[^@/]*@/, '//…@')}")`;
      findings.push({ pointer: name, detail: `${(fault as Error).message}${shown}` });
    }
  }
  if (typeof values.ADMIN_KEY_FILE === 'string') {
    if (values.ADMIN_KEY !== undefined) findings.push({ pointer: 'ADMIN_KEY_FILE', detail: 'must not be set together with ADMIN_KEY' });
    try {
      values.ADMIN_KEY = adminKey(readFileSync(values.ADMIN_KEY_FILE, 'utf8').trim());
    } catch (fault) {
      const reason =
        (fault as NodeJS.ErrnoException).code === undefined ? `holds a key that ${(fault as Error).message}` : 'cannot be read';
      findings.push({ pointer: 'ADMIN_KEY_FILE', detail: `${reason} (it is "${values.ADMIN_KEY_FILE}")` });
    }
  }
  if (findings.length > 0) {
    const lines = findings.map((finding) => `  ${finding.pointer} ${finding.detail}`);
    throw new AppError(
      'unusable',
      `The configuration has ${findings.length} fault${findings.length > 1 ? 's' : ''}:\n${lines.join('\n')}`,
      {
        findings,
      },
    );
  }
  return values as unknown as Config;
}

/** Where the database lies, without its password. */
export function databaseLocation(url: string): string {
  if (url.startsWith('sqlite:')) return resolve(url.slice('sqlite:'.length));
  const shown = new URL(url);
  if (shown.password !== '') shown.password = '…';
  return decodeURI(shown.href);
}

/** Where readers reach this server, without a slash at the end. */
export function publicUrl(config: Config): string {
  return config.PUBLIC_URL ?? `http://localhost:${config.PORT}`;
}

/** Name and value of every setting as it is in force, secrets hidden. */
export function shownConfig(config: Config): { name: string; value: string; doc: string }[] {
  return Object.entries(SETTINGS).map(([name, spec]) => {
    const value: unknown = config[name as Name];
    return { name, doc: spec.doc, value: shown(name, value, 'secret' in spec) };
  });
}

function shown(name: string, value: unknown, secret: boolean): string {
  if (value === undefined) return '';
  if (secret) return '(hidden)';
  if (name === 'DATABASE_URL') return String(value).startsWith('sqlite:') ? String(value) : databaseLocation(String(value));
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return String(value);
}
