import { Command, Option } from 'commander';
import { createKey, revokeKey, shownKey } from '../actions/keys.ts';
import { instantText } from '../context.ts';
import { SCOPES, type Scope } from '../domain/vocabulary.ts';
import { listKeys } from '../store/keys.ts';
import { instantOption, say, sayJson, table, withRegister } from './shared.ts';

export function keyCommand(): Command {
  return new Command('key').description('API keys: create, list, revoke.').addCommand(create()).addCommand(list()).addCommand(revoke());
}

function create(): Command {
  return new Command('create')
    .description('Make a key. It is shown once.')
    .argument('<name>', 'who or what will use it')
    .addOption(new Option('--scope <scope>', 'what it may do').choices(SCOPES).default('editor'))
    .option('--expires <instant>', 'when it stops to work, such as 2027-01-01T00:00:00Z', instantOption)
    .option('--json', 'print the key as JSON')
    .action(async (name: string, options: { scope: Scope; expires?: number; json?: boolean }) => {
      await withRegister(async (ctx) => {
        const { key, token } = await createKey(ctx, {
          name,
          scope: options.scope,
          expiresAt: options.expires === undefined ? null : instantText(options.expires),
        });
        if (options.json) return sayJson({ ...camel(key), token });
        say(token);
        process.stderr.write(`Key ${key.id} (${key.scope}) for "${key.name}". Keep it now: only its digest is stored.\n`);
      });
    });
}

function list(): Command {
  return new Command('list')
    .description('All keys, without their secrets.')
    .option('--json', 'print as JSON')
    .action(async (options: { json?: boolean }) => {
      await withRegister(async (ctx) => {
        const keys = (await listKeys(ctx.db)).map(shownKey);
        if (options.json) return sayJson(keys.map(camel));
        const rows = keys.map((key) => [
          key.id,
          key.prefix,
          key.scope,
          key.name,
          key.revoked_at ? 'revoked' : (key.expires_at ?? 'no expiry'),
          key.last_used_at ?? 'never used',
        ]);
        say(table([['id', 'prefix', 'scope', 'name', 'expires', 'last used'], ...rows]));
      });
    });
}

function revoke(): Command {
  return new Command('revoke')
    .description('End a key. Takes effect at once.')
    .argument('<id>', 'the id of the key, from `inaugural key list`')
    .action(async (id: string) => {
      await withRegister(async (ctx) => {
        const key = await revokeKey(ctx, id);
        say(`Key ${key.id} ("${key.name}") is revoked.`);
      });
    });
}

function camel(key: ReturnType<typeof shownKey>) {
  return {
    id: key.id,
    name: key.name,
    prefix: key.prefix,
    scope: key.scope,
    createdAt: key.created_at,
    expiresAt: key.expires_at,
    revokedAt: key.revoked_at,
    lastUsedAt: key.last_used_at,
  };
}
