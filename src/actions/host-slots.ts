/** How many requests to one host may be under way at once, from all subscriptions of this process together. */
export interface HostSlots {
  /** Waits for a free one; call what it returns when done. */
  take: (host: string) => Promise<() => void>;
}

export function hostSlots(most: number): HostSlots {
  const hosts = new Map<string, { taken: number; waiting: (() => void)[] }>();
  return {
    async take(host) {
      const slots = hosts.get(host) ?? { taken: 0, waiting: [] };
      hosts.set(host, slots);
      if (slots.taken >= most) await new Promise<void>((resolve) => slots.waiting.push(resolve));
      else slots.taken += 1;
      return () => {
        const next = slots.waiting.shift();
        // A slot is handed on, not given back and taken again: nobody can push in.
        if (next !== undefined) return next();
        slots.taken -= 1;
        if (slots.taken === 0) hosts.delete(host);
      };
    },
  };
}
