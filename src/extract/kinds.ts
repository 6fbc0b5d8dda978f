/** Kinds that a word may be of, a bit for each: however many are asked of a word, it is looked up once. */
export interface Kinds<Kind extends string> {
  bits: Readonly<Record<Kind, number>>;
  /** The bits of all kinds that a key is of. */
  of: (key: string) => number;
}

/** Kinds by their words, which are separated by spaces. */
export function kindsOf<Kind extends string>(words: Readonly<Record<Kind, string>>): Kinds<Kind> {
  const bits = {} as Record<Kind, number>;
  const known = new Map<string, number>();
  (Object.keys(words) as Kind[]).forEach((kind, index) => {
    bits[kind] = 1 << index;
    for (const word of words[kind].split(' ')) known.set(word, (known.get(word) ?? 0) | bits[kind]);
  });
  return { bits, of: (key) => known.get(key) ?? 0 };
}
