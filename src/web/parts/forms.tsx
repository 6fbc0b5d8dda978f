import type { ComponentChildren } from 'preact';

interface FieldProps {
  name: string;
  /** Where a page has several fields of one name. */
  id?: string;
  label: string;
  value?: string | undefined;
  hint?: string | undefined;
  /** What is wrong with the value. */
  fault?: string | undefined;
  /** The script offers what fits what is typed; without it any name or code is understood. */
  suggest?: 'place' | 'airline';
  /** In place of an input of one line. */
  children?: ((attributes: Record<string, unknown>) => ComponentChildren) | undefined;
  type?: 'text' | 'search' | 'date' | 'number' | 'url' | 'email' | 'password' | 'datetime-local';
  required?: boolean;
  maxLength?: number;
  min?: number | string;
  max?: number | string;
  placeholder?: string;
  autoComplete?: string;
  autoFocus?: boolean;
}

/** A field with its label, what to write in it, and what is wrong with what was written. */
export function Field({ name, id = `f-${name}`, label, value, hint, fault, suggest, children, ...rest }: FieldProps) {
  const described = [hint === undefined ? '' : `${id}-hint`, fault === undefined ? '' : `${id}-fault`]
    .filter((one) => one !== '')
    .join(' ');
  const attributes: Record<string, unknown> = {
    ...rest,
    id,
    name,
    ...(described === '' ? {} : { 'aria-describedby': described }),
    ...(fault === undefined ? {} : { 'aria-invalid': true }),
    ...(suggest === undefined ? {} : { 'data-suggest': suggest, autocomplete: 'off' }),
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children === undefined ? <input {...attributes} value={value} /> : children(attributes)}
      {hint !== undefined && (
        <span class="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {fault !== undefined && (
        <span class="fault" id={`${id}-fault`}>
          {fault}
        </span>
      )}
    </div>
  );
}

export function Select({
  options,
  value,
  ...field
}: Omit<FieldProps, 'children' | 'suggest'> & { options: readonly (readonly [value: string, label: string])[] }) {
  return (
    <Field {...field}>
      {(attributes) => (
        <select {...attributes}>
          {options.map(([one, label]) => (
            <option key={one} value={one} selected={one === (value ?? '')}>
              {label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

export function Notice({ kind = 'plain', children }: { kind?: 'plain' | 'good' | 'bad'; children: ComponentChildren }) {
  return (
    <div class={kind === 'plain' ? 'notice' : `notice ${kind}`} role={kind === 'bad' ? 'alert' : 'status'}>
      {children}
    </div>
  );
}
