import type { Token } from '../tokens.ts';

/** What a verb tells of flights. */
export type Family = 'start' | 'fly' | 'resume' | 'cancel' | 'suspend' | 'postpone' | 'plan' | 'propose' | 'arrive';
/** As it stands: "begin", "begins", "beginning", "began", "begun". */
export type Form = 'base' | 's' | 'ing' | 'past' | 'part';

export const VERBS = new Map<string, { family: Family; forms: ReadonlySet<Form> }>();

function verbs(family: Family, list: string): void {
  for (const entry of list.split(' ')) {
    const [base, past, part] = entry.split('/') as [string, string?, string?];
    const stem = base.endsWith('e') ? base.slice(0, -1) : base;
    const regular = base.endsWith('e') ? `${base}d` : base.endsWith('y') && !/[aeo]y$/.test(base) ? `${base.slice(0, -1)}ied` : `${base}ed`;
    const add = (word: string, form: Form): void => {
      const forms = new Set(VERBS.get(word)?.forms ?? []);
      VERBS.set(word, { family, forms: forms.add(form) });
    };
    add(base, 'base');
    add(
      base.endsWith('y') && !/[aeo]y$/.test(base) ? `${base.slice(0, -1)}ies` : /(?:ch|sh|x)$|o$/.test(base) ? `${base}es` : `${base}s`,
      's',
    );
    add(`${stem}ing`, 'ing');
    add(past ?? regular, 'past');
    add(part ?? past ?? regular, 'part');
  }
}

verbs(
  'start',
  'join launch start begin/began/begun open add introduce commence inaugurate establish debut enter initiate premiere enlarge',
);
verbs('fly', 'fly/flew/flown operate connect link serve offer run/ran/run go/went/gone expand');
verbs('resume', 'resume restore relaunch restart reopen reinstate reintroduce revive return reconnect recommence');
verbs(
  'cancel',
  'cancel scrap/scrapped axe drop/dropped terminate discontinue end cease stop/stopped abandon ditch withdraw/withdrew/withdrawn remove close',
);
verbs('suspend', 'suspend pause halt');
verbs('postpone', 'postpone delay defer/deferred');
verbs('plan', 'announce unveil plan/planned intend reveal confirm disclose prepare schedule timetable expect sell/sold approve');
verbs('propose', 'consider study explore negotiate discuss evaluate propose request hope seek/sought mull ask');
verbs('arrive', 'land arrive depart leave/left');
for (const [word, family, form] of [
  ['beginning', 'start', 'ing'],
  ['running', 'fly', 'ing'],
  ['stopping', 'cancel', 'ing'],
  ['dropping', 'cancel', 'ing'],
  ['cancelled', 'cancel', 'past'],
  ['cancelling', 'cancel', 'ing'],
  ['planning', 'plan', 'ing'],
] as const) {
  VERBS.set(word, { family, forms: new Set<Form>(form === 'past' ? ['past', 'part'] : [form]) });
}

/** A word that can tell of flights as a verb. */
export function isVerb({ key }: Token): boolean {
  return VERBS.has(key);
}
