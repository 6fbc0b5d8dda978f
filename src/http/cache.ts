import { generations } from './generations.ts';

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

/** Keeps the answers used last, up to a weight in bytes. */
export function responseCache(most: number = 64 * 1_048_576): ResponseCache {
  const kept = generations<string, CachedAnswer>(most / 2, (key, answer) => OVERHEAD + key.length * 2 + answer.body.length);
  const asked = generations<number, true>(ONCE_KEPT);
  return {
    isAskedAgain(hash) {
      if (asked.get(hash)) return true;
      asked.set(hash, true);
      return false;
    },
    get(key, version) {
      const answer = kept.get(key);
      if (answer === undefined || answer.version === version) return answer;
      kept.delete(key);
      return undefined;
    },
    set(key, answer) {
      if (answer.body.length > most / 8) kept.delete(key);
      else kept.set(key, answer);
    },
    size: () => ({ entries: kept.size().entries, bytes: kept.size().weight }),
  };
}
