import { z } from 'zod';
import { nearest } from './validation.ts';

/** Query parameters are text: these read a number or a list out of it, and say in the OpenAPI document what they read. */

/** `standard`: what it is when it is not given. */
export function wholeNumber(range: { min: number; max: number; standard?: number }) {
  const { min, max, standard } = range;
  return z
    .string()
    .transform((text, check) => {
      const value = Number(text);
      if (/^\d{1,15}$/.test(text) && value >= min && value <= max) return value;
      check.addIssue({ code: 'custom', message: `must be a whole number from ${min} to ${max}` });
      return z.NEVER;
    })
    .meta({ override: { type: 'integer', minimum: min, maximum: max, ...(standard === undefined ? {} : { default: standard }) } });
}

/** `true` or `false`. */
export function yesOrNo() {
  return z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .meta({ override: { type: 'boolean', enum: undefined } });
}

/** Some of the choices, separated by commas. */
export function anyOf<const T extends string>(choices: readonly T[]) {
  return z
    .string()
    .transform((text, check) => {
      const names = [...new Set(text.split(',').map((name) => name.trim()))];
      for (const name of names) {
        if (choices.some((choice) => choice === name)) continue;
        const near = nearest(name, choices);
        const hint = near === undefined ? '' : `; did you mean ${near}?`;
        check.addIssue({
          code: 'custom',
          message: `must be one or more of ${choices.join(', ')}, separated by commas; "${name.slice(0, 40)}" is none${hint}`,
        });
      }
      return names as T[];
    })
    .meta({ override: { type: 'array', items: { type: 'string', enum: [...choices] } } });
}
