/** An answer that anybody may have as long as the data version is the same. */
export interface CachedAnswer {
  version: number;
  etag: string;
  /** Flat: name, value, name, value. */
  headers: readonly string[];
  notModifiedHeaders: readonly string[];
  /** The bytes of the body as a latin1 string: written with its head in one go, which a Buffer is not. */
  body: string;
}

export interface ResponseCache {
  /** Undefined too if the answer is of another version. */
  get: (key: string, version: number) => CachedAnswer | undefined;
  /** Whether the key was asked for before, lately: most addresses are asked once, and keeping their answers costs more than it saves. */
  isAskedAgain: (hash: number) => boolean;
  set: (key: string, answer: CachedAnswer) => void;
  size: () => { entries: number; bytes: number };
}

/** What an entry takes besides its body and its key. */
const OVERHEAD = 1_000;
/** Of so many addresses, and up to twice as many, it is known that they were asked for once. */
const ONCE_KEPT = 8_192;

/** Keeps the answers used last, up to a number and a weight. */
export function responseCache(limits: { bytes?: number; entries?: number } = {}): ResponseCache {
  const { bytes: maxBytes = 64 * 1_048_576, entries: maxEntries = 20_000 } = limits;
  const kept = new Map<string, CachedAnswer>();
  let bytes = 0;
  const drop = (key: string, answer: CachedAnswer): void => {
    kept.delete(key);
    bytes -= weight(key, answer);
  };
  let [young, old] = [new Set<number>(), new Set<number>()];
  return {
    isAskedAgain(hash) {
      if (young.has(hash) || old.has(hash)) return true;
      if (young.size >= ONCE_KEPT) [young, old] = [new Set(), young];
      young.add(hash);
      return false;
    },
    get(key, version) {
      const answer = kept.get(key);
      if (answer === undefined) return undefined;
      if (answer.version !== version) {
        drop(key, answer);
        return undefined;
      }
      kept.delete(key);
      kept.set(key, answer);
      return answer;
    },
    set(key, answer) {
      const before = kept.get(key);
      if (before !== undefined) drop(key, before);
      if (weight(key, answer) > maxBytes / 8) return;
      kept.set(key, answer);
      bytes += weight(key, answer);
      while (bytes > maxBytes || kept.size > maxEntries) {
        const [oldest, its] = kept.entries().next().value as [string, CachedAnswer];
        drop(oldest, its);
      }
    },
    size: () => ({ entries: kept.size, bytes }),
  };
}

function weight(key: string, answer: CachedAnswer): number {
  return OVERHEAD + key.length * 2 + answer.body.length;
}
