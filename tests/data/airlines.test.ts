import { describe, expect, test } from 'vitest';
import { aliasesOf, fold, heldFrom, heldTo, isRealDay, type Row, readData, readRows } from './support.ts';

const airlines = readRows('airlines.csv');
const countryCodes = new Set(
  readRows('places.csv')
    .filter((place) => place.kind === 'country')
    .map((place) => place.code),
);
const failing = (ok: (row: Row) => boolean) => airlines.filter((row) => !ok(row)).map((row) => row.id);
const namesOf = (row: Row) => [row.name!, ...aliasesOf(row)].map(fold);

/** Who held this code on that day? */
const holders = (iata: string, day: string) => airlines.filter((row) => row.iata === iata && heldFrom(row) <= day && day <= heldTo(row));

describe('airlines.csv', () => {
  test('has the agreed columns in the agreed order', () => {
    expect(readData('airlines.csv').split('\n')[0]).toBe('id,iata,icao,name,country,aliases,active_from,active_to');
  });

  test('holds 700 living airlines or more', () => {
    expect(airlines.filter((row) => row.active_to === '').length).toBeGreaterThanOrEqual(700);
  });

  test('is ordered by id, and an id is used once and made of plain words', () => {
    const ids = airlines.map((row) => row.id!);
    expect(ids).toEqual([...new Set(ids)].sort());
    expect(failing((row) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(row.id!))).toEqual([]);
  });

  test('writes codes in their form, or leaves them out', () => {
    expect(failing((row) => /^([A-Z0-9]{2})?$/.test(row.iata!) && !/^\d\d$/.test(row.iata!))).toEqual([]);
    expect(failing((row) => /^([A-Z]{3})?$/.test(row.icao!))).toEqual([]);
    expect(failing((row) => countryCodes.has(row.country))).toEqual([]);
  });

  test('gives an ICAO code to one living airline alone', () => {
    const codes = airlines.filter((row) => row.active_to === '' && row.icao !== '').map((row) => row.icao);
    expect(codes.filter((icao, index) => codes.indexOf(icao) !== index)).toEqual([]);
  });

  test('names each, with aliases that are neither empty, nor doubled, nor the name itself', () => {
    const clean = (text: string) => text !== '' && text === text.trim() && !/\s\s/.test(text);
    expect(failing((row) => clean(row.name!))).toEqual([]);
    expect(
      failing((row) => {
        if (row.aliases === '') return true;
        const aliases = row.aliases!.split('|');
        return aliases.every((alias) => clean(alias) && alias !== row.name) && new Set(aliases).size === aliases.length;
      }),
    ).toEqual([]);
  });

  test('writes years, months or days that exist, the first not after the last', () => {
    const form = /^(\d{4}(-\d{2}(-\d{2})?)?)?$/;
    expect(failing((row) => form.test(row.active_from!) && form.test(row.active_to!))).toEqual([]);
    expect(failing((row) => [heldFrom(row), heldTo(row)].every((day) => day === '0000-01-01' || isRealDay(day)))).toEqual([]);
    expect(failing((row) => heldFrom(row) <= heldTo(row))).toEqual([]);
  });

  test('has one holder of a code on any day', () => {
    const overlapping: string[] = [];
    for (const [index, a] of airlines.entries()) {
      for (const b of airlines.slice(index + 1)) {
        if (a.iata === '' || a.iata !== b.iata) continue;
        if (heldFrom(a) <= heldTo(b) && heldFrom(b) <= heldTo(a)) overlapping.push(`${a.iata}: ${a.name}, ${b.name}`);
      }
    }
    expect(overlapping).toEqual([]);
  });

  test.each([
    ['DV', 'VSV', 'SCAT Airlines', 'KZ'],
    ['KC', 'KZR', 'Air Astana', 'KZ'],
    ['FS', 'AYN', 'FlyArystan', 'KZ'],
    ['PF', 'SIF', 'AirSial', 'PK'],
    ['9P', 'FJL', 'Fly Jinnah', 'PK'],
    ['RX', 'RXI', 'Riyadh Air', 'SA'],
    ['QP', 'AKJ', 'Akasa Air', 'IN'],
    ['6E', 'IGO', 'IndiGo', 'IN'],
    ['HY', 'UZB', 'Uzbekistan Airways', 'UZ'],
    ['PK', 'PIA', 'Pakistan International Airlines', 'PK'],
    ['LH', 'DLH', 'Lufthansa', 'DE'],
  ])('%s is %s, %s of %s, today', (iata, icao, name, country) => {
    expect(holders(iata, '2026-11-01')).toMatchObject([{ icao, name, country }]);
  });

  test.each([
    ['S2', '2005-07-13', 'Air Sahara'],
    ['S2', '2010-01-01', 'JetLite'],
    ['U8', '2010-05-17', 'Armavia'],
    ['U8', '2026-01-01', 'TUS Airways'],
    ['KM', '2022-12-08', 'Air Malta'],
    ['KM', '2024-04-01', 'KM Malta Airlines'],
    ['AZ', '2020-01-01', 'Alitalia'],
    ['AZ', '2026-01-01', 'ITA Airways'],
    ['RX', '2015-01-01', 'Regent Airways'],
    ['MX', '2005-01-01', 'Mexicana'],
    ['MX', '2026-01-01', 'Breeze Airways'],
  ])('%s on %s is %s', (iata, day, name) => {
    expect(holders(iata, day).map((row) => row.name)).toEqual([name]);
  });

  test.each([
    ['NW', 'Northwest Airlines'],
    ['CO', 'Continental Airlines'],
    ['VX', 'Virgin America'],
    ['UK', 'Vistara'],
  ])('%s belongs to nobody since %s ended', (iata) => {
    expect(holders(iata, '2026-11-01')).toEqual([]);
  });
});

describe('the airlines of the ledger', () => {
  const named = readRows('announcements.csv').filter((row) => row.airline !== '' || row.airline_name !== '');

  test('are each one airline here by code, day and name', () => {
    const lost = named
      .filter((row) => row.airline !== '')
      .filter(({ airline, airline_name, published_on }) => {
        const found = holders(airline!, published_on!);
        return found.length !== 1 || !namesOf(found[0]!).includes(fold(airline_name!));
      })
      .map((row) => `${row.published_on} ${row.airline} ${row.airline_name}`);
    expect(lost).toEqual([]);
    expect(named.length).toBeGreaterThan(900);
  });

  test('are found by name alone where no code was given', () => {
    const codeless = named.filter((row) => row.airline === '');
    expect(codeless.map((row) => row.airline_name)).toEqual(['Kish Air']);
    const found = airlines.filter((row) => namesOf(row).includes('kish air'));
    expect(found.map((row) => row.iata)).toEqual(['Y9']);
  });
});
