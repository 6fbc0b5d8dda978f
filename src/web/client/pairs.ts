// What shows a pair of places – its arc, its row, its window – lights up everywhere when one of them is pointed at or focused.

const within = (target: EventTarget | null): string | undefined =>
  target instanceof Element ? target.closest<HTMLElement | SVGElement>('[data-pair]')?.dataset.pair : undefined;

let lit: string | undefined;

/** Lights up a pair and puts out the one before; without a pair, only that. */
export function light(pair: string | undefined): void {
  if (pair === lit) return;
  lit = pair;
  for (const element of document.querySelectorAll('.lit')) element.classList.remove('lit');
  if (pair === undefined) return;
  for (const element of document.querySelectorAll(`[data-pair="${CSS.escape(pair)}"]`)) element.classList.add('lit');
}

document.addEventListener('pointerover', (event) => light(within(event.target) ?? within(document.activeElement)));
document.addEventListener('focusin', (event) => light(within(event.target)));
document.addEventListener('focusout', (event) => light(within(event.relatedTarget)));
document.documentElement.addEventListener('pointerleave', () => light(within(document.activeElement)));
