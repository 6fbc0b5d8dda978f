// Offers what fits what is typed in fields with `data-suggest` (the pattern "editable combobox with list autocomplete" of WAI-ARIA 1.2).

interface Suggestion {
  label: string;
  detail: string;
  value: string;
  href: string;
}

const PAUSE_MS = 120;
let number = 0;

for (const input of document.querySelectorAll<HTMLInputElement>('input[data-suggest]')) equip(input);

function equip(input: HTMLInputElement): void {
  number += 1;
  const kind = input.dataset.suggest ?? 'all';
  const goes = kind === 'all';
  const list = document.createElement('ul');
  list.id = `suggestions-${number}`;
  list.className = 'suggestions';
  list.hidden = true;
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', 'Suggestions');
  const told = document.createElement('span');
  told.className = 'hidden';
  told.setAttribute('role', 'status');
  input.after(list, told);
  const attributes = {
    role: 'combobox',
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
    'aria-controls': list.id,
    autocomplete: 'off',
  };
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);

  let shown: Suggestion[] = [];
  let active = -1;
  let chosen: Suggestion | undefined;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let asking: AbortController | undefined;

  const stop = (): void => {
    clearTimeout(waiting);
    asking?.abort();
  };

  const close = (): void => {
    stop();
    list.hidden = true;
    active = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  };

  const choose = (suggestion: Suggestion): void => {
    close();
    if (goes) {
      location.assign(suggestion.href);
      return;
    }
    chosen = suggestion;
    input.value = suggestion.label;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  };

  const mark = (index: number): void => {
    active = index;
    [...list.children].forEach((option, at) => {
      option.setAttribute('aria-selected', String(at === index));
    });
    const option = list.children[index];
    if (option === undefined) input.removeAttribute('aria-activedescendant');
    else {
      input.setAttribute('aria-activedescendant', option.id);
      option.scrollIntoView({ block: 'nearest' });
    }
  };

  const show = (suggestions: Suggestion[]): void => {
    shown = suggestions;
    list.replaceChildren(
      ...suggestions.map((suggestion, index) => {
        const option = document.createElement('li');
        option.id = `${list.id}-${index}`;
        option.setAttribute('role', 'option');
        const detail = document.createElement('span');
        detail.textContent = suggestion.detail;
        option.append(`${suggestion.label} `, detail);
        // The field keeps the focus.
        option.addEventListener('pointerdown', (event) => event.preventDefault());
        option.addEventListener('click', () => choose(suggestion));
        return option;
      }),
    );
    list.hidden = suggestions.length === 0;
    input.setAttribute('aria-expanded', String(suggestions.length > 0));
    told.textContent = suggestions.length === 0 ? 'No suggestions.' : `${suggestions.length} suggestions.`;
    mark(-1);
  };

  const ask = async (): Promise<void> => {
    const q = input.value.trim();
    const own = new AbortController();
    asking = own;
    try {
      const answer = await fetch(`/suggest?${new URLSearchParams({ q, kind })}`, { signal: own.signal });
      const suggestions = answer.ok ? ((await answer.json()) as Suggestion[]) : [];
      // What was typed since asks for itself.
      if (!own.signal.aborted && document.activeElement === input) show(suggestions);
    } catch {
      // Without suggestions the field takes any name or code.
    }
  };

  input.addEventListener('input', () => {
    chosen = undefined;
    stop();
    if (input.value.trim().length < 2) close();
    else waiting = setTimeout(ask, PAUSE_MS);
  });

  input.addEventListener('keydown', (event) => {
    const isOpen = !list.hidden;
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move !== undefined) {
      event.preventDefault();
      if (isOpen) mark(active === -1 && move === -1 ? shown.length - 1 : active + move >= shown.length ? -1 : Math.max(-1, active + move));
      else if (input.value.trim().length >= 2) void ask();
    } else if (event.key === 'Enter') {
      const suggestion = isOpen ? shown[active] : undefined;
      if (suggestion !== undefined) {
        event.preventDefault();
        choose(suggestion);
      } else close();
    } else if (event.key === 'Escape' && isOpen) {
      event.preventDefault();
      close();
    } else if (event.key === 'Tab') close();
  });

  input.addEventListener('blur', close);

  // The field shows the name; the code is sent.
  input.form?.addEventListener('formdata', ({ formData }) => {
    if (chosen !== undefined && input.value === chosen.label) formData.set(input.name, chosen.value);
  });
}

export {};
