/** A longer word is a rarity, or no word at all. */
const LONGEST = 40;
const MOST = 8_000;

/** What is made of a written word, made once for all the places where it stands: so many words are remembered, of whatever texts. */
export function remembered<T>(make: (written: string) => T): (written: string) => T {
  let known = new Map<string, T>();
  return (written) => {
    const before = known.get(written);
    if (before !== undefined) return before;
    if (written.length > LONGEST) return make(written);
    if (known.size >= MOST) known = new Map();
    // A part of a text may keep all of the text in memory; a part of a copy keeps the copy.
    const own = ` ${written}`.slice(1);
    const made = make(own);
    known.set(own, made);
    return made;
  };
}
