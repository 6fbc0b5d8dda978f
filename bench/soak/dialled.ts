// Loaded into a server before its own code (`node --import`): writes down every address that it dials, one a line, and lets none but loopback be
// dialled, so that a broken guard is seen and disturbs nobody.
import { appendFileSync } from 'node:fs';
import { type LookupFunction, Socket } from 'node:net';

const file = process.env.DIALLED ?? '';
const connect = Socket.prototype.connect;

function note(address: string): void {
  appendFileSync(file, `${address}\n`);
  if (!/^(127\.|0\.0\.0\.0$|::1$)/.test(address)) throw new Error(`${address} would have been dialled`);
}

Socket.prototype.connect = function (this: Socket, ...args: unknown[]) {
  const [options] = (Array.isArray(args[0]) ? args[0] : args) as [{ host?: string; lookup?: LookupFunction }];
  const { host = 'localhost', lookup } = options;
  if (lookup === undefined || /^[\d.]+$|:/.test(host)) note(host);
  else
    options.lookup = (name, how, answer) =>
      lookup(name, how, (error, found, family) => {
        for (const one of Array.isArray(found) ? found : [{ address: found }]) note(one.address);
        answer(error, found, family);
      });
  return Reflect.apply(connect, this, args);
} as typeof connect;
