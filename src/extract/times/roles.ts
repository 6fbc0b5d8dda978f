import { at, follows, isDash, type Tokens } from './tokens.ts';

/** `start`: from then on; `end`: the last of a span; `deadline`: at the latest; `after`: not sooner; `since`: from a past time on. */
type TimeRole = 'start' | 'end' | 'deadline' | 'after' | 'since';

/** What stands before a time: its role, its leading word, and the token from which the words that give the timing count. */
export interface Lead {
  readonly role: TimeRole | undefined;
  readonly word: string | undefined;
  readonly start: number;
  /** "before June" ends with the day before. */
  readonly exclusive: boolean;
}

const START = new Set(['from', 'starting', 'beginning', 'commencing', 'effective', 'of']);
const FILLERS = new Set(['the', 'around', 'about', 'approximately', 'roughly', 'northern']);
const PLAIN = new Set([
  'on',
  'in',
  'during',
  'for',
  'at',
  'starts',
  'begins',
  'launches',
  'opens',
  'resumes',
  'start',
  'begin',
  'launch',
  'resume',
]);
/** What is put off "until" or "to" a time begins then. */
const PUT_OFF = new Set([
  ...[
    'not',
    't',
    'delayed',
    'postponed',
    'pushed',
    'deferred',
    'put',
    'moved',
    'delay',
    'postpone',
    'defer',
    'delays',
    'postpones',
    'wait',
    'never',
  ],
  ...['rescheduled', 'postponing', 'delaying', 'pushing', 'no', 'back'],
]);
const LOOK_BACK = 14;

/** Reads backwards from a time that begins at `i`; `before` is the token where the time before it ended. */
export function leadOf(tokens: Tokens, i: number, before: number): Lead {
  let k = i - 1;
  while (k > i - 3 && k >= before && FILLERS.has(at(tokens, k).text)) k -= 1;
  if (k < before) return lead(undefined, undefined, i);
  const word = at(tokens, k).text;
  if (word === 'by') return lead('deadline', word, k);
  if (word === 'before' && at(tokens, i).text === 'end') return lead('deadline', word, k);
  if (word === 'before' || (word === 'of' && follows(tokens, k - 1, 'ahead'))) return beforeLead(tokens, k, word);
  if (word === 'than') return thanLead(tokens, k);
  if (word === 'after') return lead('after', word, k);
  if (word === 'since') return lead('since', word, i);
  if (word === 'until' || word === 'till' || word === 'til')
    return isPutOff(tokens, k, before) ? lead('start', word, i) : lead('end', word, i);
  if (word === 'through' || word === 'thru') return lead('end', word, i);
  if (k === before && k > 0 && (word === 'to' || isDash(at(tokens, k)))) return lead('end', word, i);
  if (k === before && word === 'and' && k > 0) return lead(undefined, word, i);
  if (START.has(word)) return startLead(tokens, k, word, i);
  return lead(undefined, PLAIN.has(word) || word === 'to' ? word : undefined, i);
}

function startLead(tokens: Tokens, k: number, word: string, i: number): Lead {
  if (word !== 'of') return lead('start', word, i);
  return follows(tokens, k - 1, 'as') ? lead('start', 'as of', i) : lead(undefined, undefined, i);
}

function beforeLead(tokens: Tokens, k: number, word: string): Lead {
  if (word === 'before' && follows(tokens, k - 1, 'not')) return lead('after', 'not before', k - 1);
  return { role: 'deadline', word: 'before', start: word === 'of' ? k - 1 : k, exclusive: true };
}

/** `no later than`, `not earlier than`, `no sooner than`. */
function thanLead(tokens: Tokens, k: number): Lead {
  const [not, how] = [at(tokens, k - 2).text, at(tokens, k - 1).text];
  if (not !== 'no' && not !== 'not')
    return how === 'later' || how === 'earlier' ? lead(undefined, 'than', k - 1) : lead(undefined, undefined, k);
  if (how === 'later') return lead('deadline', 'no later than', k - 2);
  return how === 'earlier' || how === 'sooner' || how === 'before'
    ? lead('after', 'no earlier than', k - 2)
    : lead(undefined, undefined, k);
}

/** Whether something is "delayed until" a time or does "not begin until" it. */
function isPutOff(tokens: Tokens, k: number, before: number): boolean {
  for (let j = k - 1; j >= before && j > k - LOOK_BACK; j -= 1) {
    const { text } = at(tokens, j);
    if (text === '.' || text === ';') return false;
    if (PUT_OFF.has(text)) return true;
  }
  return false;
}

function lead(role: TimeRole | undefined, word: string | undefined, start: number): Lead {
  return { role, word, start, exclusive: false };
}
