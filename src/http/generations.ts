/** Remembers what was used lately. */
export interface Generations<Key, Value> {
  get: (key: Key) => Value | undefined;
  set: (key: Key, value: Value) => void;
  delete: (key: Key) => void;
  size: () => { entries: number; weight: number };
}

/**
 * Two generations, each of no more than that weight: when the younger is full it becomes the older, and what nobody asked
 * for since the last change is forgotten. Keeping an order of use instead costs a map of thousands more than many an answer.
 */
export function generations<Key, Value extends {}>(
  most: number,
  weigh: (key: Key, value: Value) => number = () => 1,
): Generations<Key, Value> {
  let young = new Map<Key, Value>();
  let old = new Map<Key, Value>();
  let [youngWeight, oldWeight] = [0, 0];

  const forget = (key: Key): void => {
    const [inYoung, inOld] = [young.get(key), old.get(key)];
    if (inYoung !== undefined) youngWeight -= weigh(key, inYoung);
    if (inOld !== undefined) oldWeight -= weigh(key, inOld);
    young.delete(key);
    old.delete(key);
  };
  const set = (key: Key, value: Value): void => {
    forget(key);
    const weight = weigh(key, value);
    if (youngWeight + weight > most) {
      [young, old] = [new Map(), young];
      [youngWeight, oldWeight] = [0, youngWeight];
    }
    young.set(key, value);
    youngWeight += weight;
  };
  return {
    get(key) {
      const value = young.get(key);
      if (value !== undefined) return value;
      const older = old.get(key);
      if (older !== undefined) set(key, older);
      return older;
    },
    set,
    delete: forget,
    size: () => ({ entries: young.size + old.size, weight: youngWeight + oldWeight }),
  };
}
