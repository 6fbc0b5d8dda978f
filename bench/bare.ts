// The limit: a bare node:http server that runs the very statements of the API and turns the rows into JSON. Nothing else.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import BetterSqlite from 'better-sqlite3';

export interface BareTarget {
  sql: string;
  parameters: unknown[];
}

const [file = '', targetsFile = ''] = process.argv.slice(2);
const db = new BetterSqlite(file, { readonly: true });
db.pragma('cache_size = -131072');
const statements = new Map<string, BetterSqlite.Statement>();
const targets = (JSON.parse(readFileSync(targetsFile, 'utf8')) as BareTarget[]).map(({ sql, parameters }) => {
  const statement = statements.get(sql) ?? db.prepare(sql);
  statements.set(sql, statement);
  return { statement, parameters };
});

const server = createServer((request, response) => {
  const target = targets[Number(request.url?.slice(1))];
  const body = JSON.stringify(target?.statement.all(...target.parameters));
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
