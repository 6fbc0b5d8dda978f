// Shows what a statement would change while it is typed.

const PAUSE_MS = 400;

function watch(form: HTMLFormElement): void {
  let timer: number | undefined;
  let asked: AbortController | undefined;

  async function look(): Promise<void> {
    asked?.abort();
    asked = new AbortController();
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.append(name, value);
    body.set('do', 'part');
    try {
      const response = await fetch(form.action, { method: 'POST', body, signal: asked.signal });
      if (response.ok) show(new DOMParser().parseFromString(await response.text(), 'text/html'));
    } catch {
      // Asked again with the next letter; the button is there as well.
    }
  }

  function show(answer: Document): void {
    const held = document.activeElement;
    for (const id of ['preview', 'preview-choice']) {
      const [now, then] = [document.getElementById(id), answer.getElementById(id)];
      if (now !== null && then !== null && now.innerHTML !== then.innerHTML) now.replaceChildren(...then.childNodes);
    }
    if (!(held instanceof HTMLInputElement) || held.isConnected) return;
    const inputs = [...form.querySelectorAll('input')];
    inputs.find((input) => input.name === held.name && input.value === held.value)?.focus();
  }

  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void look(), PAUSE_MS);
  });
}

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-preview]')) watch(form);
