import type { ComponentChildren } from 'preact';
import type { Actor, Ctx } from '../../context.ts';
import type { Scope } from '../../domain/vocabulary.ts';
import { countInbox } from '../../store/inbox.ts';
import { Layout } from '../layout.tsx';
import { deskLinks } from '../links.ts';

type Entry = 'due' | 'inbox' | 'record' | 'extract' | 'corrections' | 'subscriptions' | 'deliveries' | 'sources' | 'keys' | 'audit';

const EDITORS: readonly Scope[] = ['editor', 'admin'];
const ENTRIES: readonly { id: Entry; label: string; href: string; scopes?: readonly Scope[] }[] = [
  { id: 'due', label: 'Due', href: deskLinks.due(), scopes: EDITORS },
  { id: 'inbox', label: 'Inbox', href: deskLinks.inbox(), scopes: EDITORS },
  { id: 'record', label: 'Record', href: deskLinks.record(), scopes: EDITORS },
  { id: 'extract', label: 'Read a text', href: deskLinks.extract(), scopes: EDITORS },
  { id: 'corrections', label: 'Corrections', href: deskLinks.corrections(), scopes: ['admin'] },
  { id: 'subscriptions', label: 'Subscriptions', href: deskLinks.subscriptions() },
  { id: 'deliveries', label: 'Deliveries', href: deskLinks.deliveries() },
  { id: 'sources', label: 'Sources', href: deskLinks.sources(), scopes: ['admin'] },
  { id: 'keys', label: 'Keys', href: deskLinks.keys(), scopes: ['admin'] },
  { id: 'audit', label: 'Audit', href: deskLinks.audit(), scopes: ['admin'] },
];

/** How many drafts wait in the inbox, for whoever sees it. */
export async function openDrafts({ db, actor }: Pick<Ctx, 'db' | 'actor'>): Promise<number> {
  if (!maySee(actor, EDITORS)) return 0;
  return (await countInbox(db, { state: 'open' })).get('open') ?? 0;
}

function maySee({ scope }: Actor, scopes: readonly Scope[] | undefined): boolean {
  return scopes === undefined || (scope !== null && scopes.includes(scope));
}

interface Props {
  ctx: Pick<Ctx, 'actor'>;
  openDrafts: number;
  title: string;
  current?: Entry;
  scripts?: readonly string[];
  children: ComponentChildren;
}

/** The frame of a page of the desk: who is signed in, and where they may go. */
export function Desk({ ctx, openDrafts, title, current, scripts = [], children }: Props) {
  const { name, scope } = ctx.actor;
  const entries = ENTRIES.filter(({ scopes }) => maySee(ctx.actor, scopes));
  return (
    <Layout title={`${title}, desk`} section="desk" private scripts={scripts}>
      <div class="desk-bar">
        <nav aria-label="Desk">
          <ul>
            {entries.map(({ id, label, href }) => (
              <li key={id}>
                <a href={href} {...(id === current ? { 'aria-current': 'page' as const } : {})}>
                  {label}
                  {id === 'inbox' && openDrafts > 0 && ` (${openDrafts.toLocaleString('en-GB')})`}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <form method="post" action={deskLinks.signOut}>
          <span>
            {name} <span class="soft">({scope})</span>
          </span>
          <button class="small">Sign out</button>
        </form>
      </div>
      {children}
    </Layout>
  );
}
