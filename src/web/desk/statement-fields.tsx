import type { ComponentChildren } from 'preact';
import { SOURCE_KINDS, STATUSES, type Status } from '../../domain/vocabulary.ts';
import type { Airline, Place } from '../../store/reference.ts';
import { statusWord } from '../../words/phrases.ts';
import { Field, Select } from '../parts/forms.tsx';
import { placeName } from '../parts/names.tsx';
import { type Instead, READ_FIELDS, READ_LABELS } from './readings.ts';
import type { Faults, Meanings, Typed } from './statement.ts';

interface Props {
  typed: Typed;
  faults: Faults;
  meanings?: Meanings;
  instead?: Instead;
  /** The names of the fields begin with it: where a page has several statements, which says once what goes into them. */
  prefix?: string;
}

const PLACE_FIELDS = [
  ['origin', 'From'],
  ['destination', 'To'],
] as const;

/** The route that a statement is about, as its speaker put it. */
export function RouteFields({ typed, faults, meanings = {}, instead = {}, prefix = '' }: Props) {
  return (
    <Group legend="Route">
      {PLACE_FIELDS.map(([end, label]) => (
        <PlaceField key={end} end={end} label={label} typed={typed} faults={faults} meanings={meanings} prefix={prefix} />
      ))}
      <div>
        <Field
          name={`${prefix}airline`}
          label="Airline"
          value={typed.airline}
          suggest="airline"
          maxLength={80}
          fault={faults.airline}
          hint={prefix === '' ? 'Code or name; empty if none was named' : undefined}
        />
        <Choices
          name={`${prefix}airlineChoice`}
          legend="Which airline"
          chosen={typed.airlineChoice}
          choices={meanings.airline?.map((airline: Airline) => [
            airline.id,
            `${airline.name} (${airline.iata ?? airline.icao ?? airline.id})`,
          ])}
        />
      </div>
      <Select
        name={`${prefix}status`}
        label="What is said of it"
        value={typed.status}
        fault={faults.status}
        options={[['', 'choose'], ...STATUSES.map((status) => [status, statusWord(status)] as const)]}
      />
      <EffectiveField typed={typed} faults={faults} status={undefined} prefix={prefix} />
      <Field
        name={`${prefix}weeklyFrequency`}
        label="Flights a week"
        type="number"
        min={1}
        max={1000}
        value={typed.weeklyFrequency}
        fault={faults.weeklyFrequency}
      />
      {READ_FIELDS.map((field) => (
        <Choices
          key={field}
          name={`${prefix}${field}Instead`}
          legend={`${READ_LABELS[field]} may also be`}
          chosen=""
          choices={instead[field]}
          wide
        />
      ))}
    </Group>
  );
}

const EFFECTIVE: Partial<Record<Status, readonly [label: string, hint: string]>> = {
  launched: ['First flight', 'The day it flew; empty if nobody has said which'],
  postponed: ['New date', 'Empty if no new date was given'],
  cancelled: ['From when', 'Usually empty'],
};
export const DATE_FORMS = '2023-04-21, 2023-04, 2026-Q3, S27, W26, 2027-H1, 2027 or A/B';

export function EffectiveField({ typed, faults, status, prefix = '' }: Props & { status: Status | undefined }) {
  const [label, hint] = (status === undefined ? undefined : EFFECTIVE[status]) ?? [
    'When',
    status === undefined ? 'Empty if no date was given; “withdrawn” if one was taken back' : 'Empty if no date was given',
  ];
  return (
    <Field
      name={`${prefix}effective`}
      label={label}
      value={typed.effective}
      maxLength={60}
      fault={faults.effective}
      hint={prefix === '' ? `${hint}. ${DATE_FORMS}` : undefined}
    />
  );
}

type SourceValues = Pick<Typed, 'sourceName' | 'sourceKind' | 'sourceUrl' | 'publishedOn'>;

interface SourceGroupProps {
  values: SourceValues;
  faults: Faults;
  nameHint: string;
  children?: ComponentChildren;
}

/** Where and when something was said; who said it may follow. */
export function SourceGroup({ values, faults, nameHint, children }: SourceGroupProps) {
  return (
    <Group legend="Source">
      <Field name="sourceName" label="Name" value={values.sourceName} fault={faults.sourceName} hint={nameHint} />
      <Select
        name="sourceKind"
        label="Kind"
        value={values.sourceKind}
        fault={faults.sourceKind}
        options={SOURCE_KINDS.map((kind) => [kind, kind])}
      />
      <Field name="publishedOn" label="Published on" type="date" value={values.publishedOn} fault={faults.publishedOn} required />
      <div class="wide">
        <Field name="sourceUrl" label="Address" type="url" value={values.sourceUrl} fault={faults.sourceUrl} hint="Where it can be read" />
      </div>
      {children}
    </Group>
  );
}

export function SourceFields({ typed, faults }: Props) {
  return (
    <SourceGroup values={typed} faults={faults} nameHint="The paper, the airline, you">
      <Field name="speaker" label="Speaker" value={typed.speaker} fault={faults.speaker} hint="Who said it" />
    </SourceGroup>
  );
}

export function WordsFields({ typed, faults }: Props) {
  return (
    <Group legend="Words">
      <div class="wide">
        <Field name="wording" label="Exact words that gave the timing" value={typed.wording} fault={faults.wording} />
      </div>
      <div class="wide">
        <Field name="note" label="Note for editors" fault={faults.note}>
          {(attributes) => (
            <textarea {...attributes} rows={2}>
              {typed.note}
            </textarea>
          )}
        </Field>
      </div>
    </Group>
  );
}

export function Group({ legend, children }: { legend: string; children: ComponentChildren }) {
  return (
    <fieldset class="desk-group">
      <legend>{legend}</legend>
      <div class="desk-fields">{children}</div>
    </fieldset>
  );
}

interface PlaceProps extends Props {
  end: 'origin' | 'destination';
  label: string;
}

function PlaceField({ end, label, typed, faults, meanings = {}, prefix = '' }: PlaceProps) {
  return (
    <div>
      <Field
        name={prefix + end}
        label={label}
        value={typed[end]}
        suggest="place"
        maxLength={80}
        fault={faults[end]}
        hint={prefix === '' ? 'Code or name' : undefined}
        required
      />
      <Choices
        name={`${prefix}${end}Choice`}
        legend={`Which place (${label.toLowerCase()})`}
        chosen={typed[`${end}Choice`]}
        choices={meanings[end]?.map((place: Place) => [place.code, `${placeName(place)}, ${place.name} (${place.code}, ${place.country})`])}
      />
    </div>
  );
}

interface ChoicesProps {
  name: string;
  legend: string;
  chosen: string;
  choices: readonly (readonly [value: string, label: string])[] | undefined;
  /** Below all fields of its group, not below one of them. */
  wide?: boolean;
}

/** What a name can mean, to choose from. */
export function Choices({ name, legend, chosen, choices, wide = false }: ChoicesProps) {
  if (choices === undefined) return null;
  return (
    <fieldset class={wide ? 'desk-choices row wide' : 'desk-choices'}>
      <legend>{legend}</legend>
      {choices.map(([value, label]) => (
        <label key={value}>
          <input type="radio" name={name} value={value} checked={value === chosen} /> {label}
        </label>
      ))}
    </fieldset>
  );
}
