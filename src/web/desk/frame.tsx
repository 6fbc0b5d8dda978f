import type { ComponentChildren } from 'preact';
import type { Ctx } from '../../context.ts';
import type { Scope } from '../../domain/vocabulary.ts';
import { Layout } from '../layout.tsx';
import { deskLinks } from '../links.ts';

type Entry = 'due' | 'record' | 'extract' | 'corrections' | 'subscriptions' | 'deliveries' | 'keys' | 'audit';

const EDITORS: readonly Scope[] = ['editor', 'admin'];
const ENTRIES: readonly { id: Entry; label: string; href: string; scopes?: readonly Scope[] }[] = [
  { id: 'due', label: 'Due', href: deskLinks.due(), scopes: EDITORS },
  { id: 'record', label: 'Record', href: deskLinks.record(), scopes: EDITORS },
  { id: 'extract', label: 'Read a text', href: deskLinks.extract(), scopes: EDITORS },
  { id: 'corrections', label: 'Corrections', href: deskLinks.corrections(), scopes: ['admin'] },
  { id: 'subscriptions', label: 'Subscriptions', href: deskLinks.subscriptions() },
  { id: 'deliveries', label: 'Deliveries', href: deskLinks.deliveries() },
  { id: 'keys', label: 'Keys', href: deskLinks.keys(), scopes: ['admin'] },
  { id: 'audit', label: 'Audit', href: deskLinks.audit(), scopes: ['admin'] },
];

interface Props {
  ctx: Pick<Ctx, 'actor'>;
  title: string;
  current?: Entry;
  scripts?: readonly string[];
  children: ComponentChildren;
}

/** The frame of a page of the desk: who is signed in, and where they may go. */
export function Desk({ ctx, title, current, scripts = [], children }: Props) {
  const { name, scope } = ctx.actor;
  const entries = ENTRIES.filter(({ scopes }) => scopes === undefined || (scope !== null && scopes.includes(scope)));
  return (
    <Layout title={`${title}, desk`} section="desk" private scripts={scripts}>
      <div class="desk-bar">
        <nav aria-label="Desk">
          <ul>
            {entries.map(({ id, label, href }) => (
              <li key={id}>
                <a href={href} {...(id === current ? { 'aria-current': 'page' as const } : {})}>
                  {label}
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
