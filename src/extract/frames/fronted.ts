import type { Mention } from '../names/names.ts';
import type { Token } from '../tokens.ts';
import type { Frame } from './frames.ts';
import { wordsOf } from './gaps.ts';
import type { Hidden } from './hidden.ts';

const ROUTES = /^(?:destinations|routes|cities)$/;

/** "From Malta, Faro and Porto will both be served": a fronted origin is followed by where its flights go. */
export function splitFronted(frames: readonly Frame[], tokens: readonly Token[], from: number, hidden: Hidden): void {
  const [frame] = frames;
  if (!frame || frame.destinations.length > 0 || frame.origins.length < 2) return;
  const [origin, next] = frame.origins as [Mention, Mention];
  const opens = tokens[from]?.key === 'from' || tokens.slice(from, origin.from).some(({ key }) => ROUTES.test(key));
  if (!opens) return;
  if (!wordsOf(tokens, origin.to, next.from, hidden).every(({ key }) => key === ',')) return;
  frame.destinations = frame.origins.splice(1);
}
