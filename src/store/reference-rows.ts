import type { Db } from './db.ts';
import type { AirlineRow, PlaceRow } from './tables.ts';

export async function upsertPlaces(db: Db, rows: readonly PlaceRow[]): Promise<void> {
  await db
    .insertInto('places')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('code').doUpdateSet((eb) => ({
        kind: eb.ref('excluded.kind'),
        icao: eb.ref('excluded.icao'),
        name: eb.ref('excluded.name'),
        city: eb.ref('excluded.city'),
        country: eb.ref('excluded.country'),
        metro: eb.ref('excluded.metro'),
        latitude: eb.ref('excluded.latitude'),
        longitude: eb.ref('excluded.longitude'),
        time_zones: eb.ref('excluded.time_zones'),
        aliases: eb.ref('excluded.aliases'),
      })),
    )
    .execute();
}

export async function upsertAirlines(db: Db, rows: readonly AirlineRow[]): Promise<void> {
  await db
    .insertInto('airlines')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((eb) => ({
        iata: eb.ref('excluded.iata'),
        icao: eb.ref('excluded.icao'),
        name: eb.ref('excluded.name'),
        country: eb.ref('excluded.country'),
        aliases: eb.ref('excluded.aliases'),
        active_from: eb.ref('excluded.active_from'),
        active_to: eb.ref('excluded.active_to'),
      })),
    )
    .execute();
}
