import { find } from 'geo-tz/all';
import { IANAZone } from 'luxon';
import { describe, expect, test } from 'vitest';
import { buildPlaces, kilometresBetween } from '../../data/build/places.ts';
import { aliasesOf, fold, type Row, readData, readRows } from './support.ts';

const places = readRows('places.csv');
const byCode = new Map(places.map((place) => [place.code!, place]));
const ofKind = (kind: string) => places.filter((place) => place.kind === kind);
const airports = ofKind('airport');
const metros = ofKind('metro');
const countries = ofKind('country');
const where = (place: Row) => ({ latitude: Number(place.latitude), longitude: Number(place.longitude) });
const zonesOf = (place: Row) => place.time_zones!.split(' ');
const place = (code: string) => byCode.get(code) ?? {};
const failing = (rows: Row[], ok: (row: Row) => boolean) => rows.filter((row) => !ok(row)).map((row) => row.code);

describe('places.csv as a table', () => {
  test('has the agreed columns in the agreed order', () => {
    expect(readData('places.csv').split('\n')[0]).toBe('code,kind,icao,name,city,country,metro,latitude,longitude,time_zones,aliases');
  });

  test('holds at least 4,000 airports, 20 metropolitan areas and every country', () => {
    expect(airports.length).toBeGreaterThanOrEqual(4000);
    expect(metros.length).toBeGreaterThanOrEqual(20);
    expect(countries).toHaveLength(250);
    expect(airports.length + metros.length + countries.length).toBe(places.length);
  });

  test('is one code space: no code twice, three letters for airports and metropolitan areas, two for countries', () => {
    expect(byCode.size).toBe(places.length);
    expect(failing([...airports, ...metros], (row) => /^[A-Z]{3}$/.test(row.code!))).toEqual([]);
    expect(failing(countries, (row) => /^[A-Z]{2}$/.test(row.code!))).toEqual([]);
  });

  test('gives an ICAO code to airports alone, four letters, to one place each', () => {
    expect(failing(places, (row) => (row.kind === 'airport' ? /^([A-Z]{4})?$/.test(row.icao!) : row.icao === ''))).toEqual([]);
    const codes = airports.map((row) => row.icao).filter((icao) => icao !== '');
    expect(codes.filter((icao, index) => codes.indexOf(icao) !== index)).toEqual([]);
    expect(codes.length).toBeGreaterThan(3900);
  });

  test('names every place, and the city of every airport and metropolitan area, without stray spaces', () => {
    const clean = (text: string) => text === text.trim() && !/\s\s|[|"]/.test(text);
    expect(failing(places, (row) => row.name !== '' && clean(row.name!) && clean(row.city!))).toEqual([]);
    expect(failing([...airports, ...metros], (row) => row.city !== '')).toEqual([]);
    expect(failing(airports, (row) => !/railway|metropolitan area/i.test(row.name!))).toEqual([]);
  });

  test('has coordinates on the globe with five decimals at most, and none at nought', () => {
    const degrees = /^-?\d{1,3}(\.\d{1,5})?$/;
    expect(
      failing(places, (row) => {
        const { latitude, longitude } = where(row);
        return (
          degrees.test(row.latitude!) &&
          degrees.test(row.longitude!) &&
          Math.abs(latitude) <= 90 &&
          Math.abs(longitude) <= 180 &&
          (latitude !== 0 || longitude !== 0)
        );
      }),
    ).toEqual([]);
  });

  test('puts every place in a country that is there, a country in itself', () => {
    expect(failing(places, (row) => byCode.get(row.country!)?.kind === 'country')).toEqual([]);
    expect(failing(countries, (row) => row.country === row.code)).toEqual([]);
  });

  test('lists aliases that are neither empty, nor doubled, nor the name itself', () => {
    expect(
      failing(places, (row) => {
        if (row.aliases === '') return true;
        const aliases = row.aliases!.split('|');
        return (
          new Set(aliases).size === aliases.length && aliases.every((alias) => alias !== '' && alias === alias.trim() && alias !== row.name)
        );
      }),
    ).toEqual([]);
    expect(places.filter((row) => row.aliases !== '').length).toBeGreaterThan(600);
  });

  test('uses no airport or metropolitan code as the alias of another airport or metropolitan area', () => {
    expect(failing([...airports, ...metros], (row) => aliasesOf(row).every((alias) => !byCode.has(alias)))).toEqual([]);
  });
});

describe('metropolitan areas', () => {
  const membersOf = (metro: Row) => airports.filter((airport) => airport.metro === metro.code);

  test('are the only thing an airport can belong to', () => {
    expect(failing(airports, (row) => row.metro === '' || byCode.get(row.metro!)?.kind === 'metro')).toEqual([]);
    expect(failing([...metros, ...countries], (row) => row.metro === '')).toEqual([]);
  });

  test('have two members or more in their own country; Bishkek has one, under its old code', () => {
    expect(failing(metros, (row) => membersOf(row).length >= 2)).toEqual(['FRU']);
    expect(membersOf(place('FRU')).map((row) => row.code)).toEqual(['BSZ']);
    expect(failing(metros, (row) => membersOf(row).every((member) => member.country === row.country))).toEqual([]);
  });

  test('lie within 150 km of each member and share its clock', () => {
    expect(
      failing(metros, (row) =>
        membersOf(row).every((member) => kilometresBetween(where(row), where(member)) < 150 && member.time_zones === row.time_zones),
      ),
    ).toEqual([]);
  });

  test.each([
    ['LON', 'London', 'LCY LGW LHR LTN SEN STN'],
    ['NYC', 'New York', 'EWR JFK LGA SWF'],
    ['TYO', 'Tokyo', 'HND NRT'],
    ['MOW', 'Moscow', 'DME SVO VKO ZIA'],
    ['PAR', 'Paris', 'BVA CDG ORY'],
    ['WAS', 'Washington', 'BWI DCA IAD'],
    ['BJS', 'Beijing', 'PEK PKX'],
    ['BUE', 'Buenos Aires', 'AEP EZE'],
    ['ROM', 'Rome', 'CIA FCO'],
  ])('%s is %s: %s', (code, name, members) => {
    expect(place(code)).toMatchObject({ kind: 'metro', name });
    expect(
      membersOf(place(code))
        .map((row) => row.code)
        .join(' '),
    ).toBe(members);
  });

  test('give way where the code is an airport: IST, BOM, SHA, HOU, IEV', () => {
    for (const code of ['IST', 'BOM', 'SHA', 'HOU', 'IEV', 'BKK', 'DFW', 'BER']) expect(place(code).kind).toBe('airport');
    expect(place('SAW').metro).toBe('');
  });
});

describe('countries', () => {
  test('are the 249 of ISO 3166-1 and Kosovo', () => {
    const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
    expect(failing(countries, (row) => names.of(row.code!) !== undefined)).toEqual([]);
    expect(countries.map((row) => row.code).filter((code) => /^(AA|Q[M-Z]|X[A-Z]|ZZ|EU|UN|AC|CP|DG|EA|IC|TA)$/.test(code!))).toEqual([
      'XK',
    ]);
  });

  test('know every zone their clocks can show', () => {
    expect(zonesOf(place('KZ'))).toEqual(
      ['Almaty', 'Aqtau', 'Aqtobe', 'Atyrau', 'Oral', 'Qostanay', 'Qyzylorda'].map((city) => `Asia/${city}`),
    );
    expect(zonesOf(place('US')).length).toBeGreaterThanOrEqual(29);
    expect(zonesOf(place('IN'))).toEqual(['Asia/Kolkata']);
    expect(zonesOf(place('RU')).length).toBeGreaterThan(20);
  });

  test('know the zone of each of their airports', () => {
    expect(failing([...airports, ...metros], (row) => zonesOf(byCode.get(row.country!)!).includes(row.time_zones!))).toEqual([]);
  });

  test.each([
    ['TR', 'Turkey'],
    ['CZ', 'Czech Republic'],
    ['SZ', 'Swaziland'],
    ['MM', 'Burma'],
    ['CI', 'Ivory Coast'],
    ['CV', 'Cape Verde'],
    ['GB', 'Britain'],
    ['US', 'America'],
    ['AE', 'UAE'],
    ['MK', 'Macedonia'],
  ])('%s is also called %s', (code, alias) => {
    expect(aliasesOf(place(code))).toContain(alias);
  });
});

const instants = ['2019-01', '2019-07', '2023-01', '2023-07', '2026-01', '2026-07'].map((month) => new Date(`${month}-15T12:00:00Z`));
const known = new Map<string, string>();

/** The offsets of a zone over the years: two names with the same ones are the same clock for our purposes. */
function offsets(zone: string): string {
  let found = known.get(zone);
  if (found === undefined) {
    const iana = IANAZone.create(zone);
    found = instants.map((instant) => iana.offset(instant.getTime())).join(' ');
    known.set(zone, found);
  }
  return found;
}

describe('time zones', () => {
  test('are names that both luxon and Intl accept, one for an airport, each once for a country', () => {
    const accepted = (zone: string) => {
      try {
        return new Intl.DateTimeFormat('en', { timeZone: zone }) !== undefined && IANAZone.isValidZone(zone);
      } catch {
        return false;
      }
    };
    expect(failing(places, (row) => zonesOf(row).every(accepted))).toEqual([]);
    expect(failing([...airports, ...metros], (row) => zonesOf(row).length === 1)).toEqual([]);
    expect(failing(countries, (row) => new Set(zonesOf(row)).size === zonesOf(row).length)).toEqual([]);
  });

  test('go by modern names', () => {
    const old = /^(Asia\/(Calcutta|Katmandu|Rangoon|Saigon|Dacca|Ashkhabad)|Europe\/Kiev|America\/Godthab|US\/.*|GMT|UTC)$/;
    expect(failing(places, (row) => zonesOf(row).every((zone) => !old.test(zone)))).toEqual([]);
  });

  test('agree with the coordinates about the offset, in winter and summer, now and before; exceptions are listed with a reason', () => {
    const exceptions = readRows('build/zone-exceptions.csv');
    const differing = failing(airports, (row) => {
      const { latitude, longitude } = where(row);
      return find(latitude, longitude).some((zone) => offsets(zone) === offsets(row.time_zones!));
    });
    expect(differing.sort()).toEqual(exceptions.map((row) => row.code));
    expect(failing(exceptions, (row) => row.reason!.length > 20)).toEqual([]);
  });

  test('are Beijing time in Xinjiang, as in the schedules', () => {
    for (const code of ['URC', 'KHG', 'YIN']) expect(place(code).time_zones).toBe('Asia/Shanghai');
  });
});

describe('by name', () => {
  test.each([
    ['ALA', 'UAAA', 'Almaty', 'KZ', 'Asia/Almaty', 43.35, 77.04],
    ['LHE', 'OPLA', 'Lahore', 'PK', 'Asia/Karachi', 31.52, 74.4],
    ['KHI', 'OPKC', 'Karachi', 'PK', 'Asia/Karachi', 24.9, 67.17],
    ['ISB', 'OPIS', 'Islamabad', 'PK', 'Asia/Karachi', 33.55, 72.83],
    ['NQZ', 'UACC', 'Astana', 'KZ', 'Asia/Almaty', 51.02, 71.47],
    ['CIT', 'UAII', 'Shymkent', 'KZ', 'Asia/Almaty', 42.36, 69.48],
    ['IST', 'LTFM', 'Istanbul', 'TR', 'Europe/Istanbul', 41.27, 28.74],
    ['SAW', 'LTFJ', 'Istanbul', 'TR', 'Europe/Istanbul', 40.9, 29.31],
    ['BER', 'EDDB', 'Berlin', 'DE', 'Europe/Berlin', 52.36, 13.51],
    ['NMI', 'VANM', 'Navi Mumbai', 'IN', 'Asia/Kolkata', 18.99, 73.06],
    ['DXN', 'VIND', 'Noida', 'IN', 'Asia/Kolkata', 28.18, 77.61],
    ['SAI', 'VDSA', 'Siem Reap', 'KH', 'Asia/Phnom_Penh', 13.38, 104.22],
    ['SZB', 'WMSA', 'Kuala Lumpur', 'MY', 'Asia/Kuala_Lumpur', 3.13, 101.55],
    ['TFU', 'ZUTF', 'Chengdu', 'CN', 'Asia/Shanghai', 30.32, 104.45],
    ['WSI', 'YSWS', 'Sydney', 'AU', 'Australia/Sydney', -33.89, 150.71],
    ['KTI', 'VDTI', 'Phnom Penh', 'KH', 'Asia/Phnom_Penh', 11.36, 104.92],
    ['BSZ', 'UCFM', 'Bishkek', 'KG', 'Asia/Bishkek', 43.06, 74.48],
    ['UBN', 'ZMCK', 'Ulaanbaatar', 'MN', 'Asia/Ulaanbaatar', 47.65, 106.82],
    ['BAX', 'UNBB', 'Barnaul', 'RU', 'Asia/Barnaul', 53.36, 83.54],
  ])('%s is %s in %s, %s, on %s', (code, icao, city, country, zone, latitude, longitude) => {
    expect(place(code)).toMatchObject({ kind: 'airport', icao, city, country, time_zones: zone });
    expect(kilometresBetween(where(place(code)), { latitude, longitude })).toBeLessThan(5);
  });

  test.each([
    ['Nur-Sultan', 'NQZ'],
    ['Akmola', 'NQZ'],
    ['TSE', 'NQZ'],
    ['Alma-Ata', 'ALA'],
    ['Bombay', 'BOM'],
    ['Calcutta', 'CCU'],
    ['Kiev', 'KBP'],
    ['Leningrad', 'LED'],
    ['Peking', 'BJS'],
    ['Canton', 'CAN'],
    ['Saigon', 'SGN'],
    ['Frunze', 'BSZ'],
    ['München', 'MUC'],
    ['Köln', 'CGN'],
    ['Göteborg', 'GOT'],
    ['Lisboa', 'LIS'],
    ['Milano', 'MIL'],
    ['Ivory Coast', 'CI'],
    ['Urumchi', 'URC'],
    ['Kishinev', 'RMO'],
    ['Ust-Kamenogorsk', 'UKK'],
    ['Trivandrum', 'TRV'],
    ['Benares', 'VNS'],
  ])('%s is found at %s', (name, code) => {
    const named = places.filter((row) => [row.name!, row.city!, ...aliasesOf(row)].some((text) => fold(text) === fold(name)));
    expect(named.map((row) => row.code)).toContain(code);
  });
});

test('the script rebuilds exactly the file that lies here', async () => {
  expect(await buildPlaces()).toBe(readData('places.csv'));
});
