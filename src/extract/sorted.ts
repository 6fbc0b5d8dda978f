/** The part of a list, sorted by position, whose positions are from `from` up to before `to`; found without a look at the rest. */
export function between<T>(items: readonly T[], from: number, to: number, positionOf: (item: T) => number): readonly T[] {
  return items.slice(firstAt(items, from, positionOf), firstAt(items, to, positionOf));
}

/** Of a list sorted by position: the index of the first that is there or behind. */
export function firstAt<T>(items: readonly T[], position: number, positionOf: (item: T) => number): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (positionOf(items[middle] as T) < position) low = middle + 1;
    else high = middle;
  }
  return low;
}
