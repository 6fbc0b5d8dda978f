/** States and provinces whose names stand after a city: their short forms and the middle of each, to tell cities of one name apart. */
const ROWS = `AL|Ala|Alabama|32.8|-86.8;AK|Alaska|64|-152;AZ|Ariz|Arizona|34.2|-111.6;AR|Ark|Arkansas|34.8|-92.4;CA|Calif|California|37.2|-119.4;
CO|Colo|Colorado|39|-105.5;CT|Conn|Connecticut|41.6|-72.7;DE|Del|Delaware|39|-75.5;FL|Fla|Florida|28.6|-82.4;GA|Ga|Georgia|32.6|-83.4;HI|Hawaii|20.3|-156.4;
ID|Idaho|44.3|-114.6;IL|Ill|Illinois|40|-89.2;IN|Ind|Indiana|39.9|-86.3;IA|Iowa|42|-93.5;KS|Kan|Kansas|38.5|-98.4;KY|Ky|Kentucky|37.5|-85.3;LA|La|Louisiana|31|-92;
ME|Maine|45.3|-69.2;MD|Md|Maryland|39|-76.8;MA|Mass|Massachusetts|42.2|-71.8;MI|Mich|Michigan|44.3|-85.4;MN|Minn|Minnesota|46.3|-94.3;MS|Miss|Mississippi|32.7|-89.7;
MO|Mo|Missouri|38.4|-92.5;MT|Mont|Montana|47|-109.6;NE|Neb|Nebraska|41.5|-99.8;NV|Nev|Nevada|39.3|-116.6;NH|N H|New Hampshire|43.7|-71.6;NJ|N J|New Jersey|40.2|-74.7;
NM|N M|New Mexico|34.4|-106.1;NY|N Y|New York State|42.9|-75.5;NC|N C|North Carolina|35.6|-79.4;ND|N D|North Dakota|47.4|-100.5;OH|Ohio|40.3|-82.8;OK|Okla|Oklahoma|35.6|-97.5;
OR|Ore|Oregon|43.9|-120.6;PA|Pa|Pennsylvania|40.9|-77.8;RI|R I|Rhode Island|41.7|-71.6;SC|S C|South Carolina|33.9|-80.9;SD|S D|South Dakota|44.4|-100.2;TN|Tenn|Tennessee|35.8|-86.3;
TX|Tex|Texas|31.5|-99.3;UT|Utah|39.3|-111.7;VT|Vt|Vermont|44|-72.7;VA|Va|Virginia|37.5|-78.8;WA|Wash|Washington State|47.4|-120.4;WV|W Va|West Virginia|38.6|-80.6;
WI|Wis|Wisconsin|44.6|-89.9;WY|Wyo|Wyoming|43|-107.5;DC|D C|38.9|-77;ON|Ont|Ontario|46|-80;QC|Que|Quebec|48|-72;BC|B C|British Columbia|51|-122;AB|Alta|Alberta|53|-114;
NS|N S|Nova Scotia|45|-63;NB|N B|New Brunswick|46.5|-66;MB|Manitoba|50|-98;SK|Saskatchewan|51|-106;NL|Newfoundland|48.5|-56;NSW|New South Wales|-32.5|148;QLD|Queensland|-22|147;
VIC|Victoria|-37|145;TAS|Tasmania|-42|147`;

export interface Region {
  country: string;
  latitude: number;
  longitude: number;
}

/** By the key of each form; forms of two capitals are kept apart, for they are words as well. */
export function regionNames(): { names: Map<string, Region>; codes: Map<string, Region> } {
  const names = new Map<string, Region>();
  const codes = new Map<string, Region>();
  const country = (code: string): string =>
    /^(?:ON|QC|BC|AB|NS|NB|MB|SK|NL)$/.test(code) ? 'CA' : /^(?:NSW|QLD|VIC|TAS)$/.test(code) ? 'AU' : 'US';
  for (const row of ROWS.replaceAll('\n', '').split(';')) {
    const parts = row.split('|');
    const longitude = Number(parts.pop());
    const latitude = Number(parts.pop());
    const [code, ...forms] = parts as [string, ...string[]];
    const region: Region = { country: country(code), latitude, longitude };
    codes.set(code, region);
    for (const form of forms) names.set(form.toLowerCase(), region);
  }
  return { names, codes };
}
