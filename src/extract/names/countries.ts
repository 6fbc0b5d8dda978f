/** Country, capital's airport or metropolitan area, where its airlines mostly fly from (if elsewhere), what its people and things are called. */
const ROWS = `AE AUH DXB Emirati;AF KBL - Afghan;AL TIA - Albanian;AM EVN - Armenian;AO LAD - Angolan;AR BUE EZE Argentine|Argentinian;AT VIE - Austrian;AU CBR SYD Australian;
AZ GYD - Azerbaijani|Azeri;BA SJJ - Bosnian;BB BGI - Barbadian;BD DAC - Bangladeshi;BE BRU - Belgian;BG SOF - Bulgarian;BH BAH - Bahraini;BN BWN - Bruneian;BO LPB VVI Bolivian;
BR BSB GRU Brazilian;BT PBH - Bhutanese;BW GBE - Botswanan;BY MSQ - Belarusian;CA YOW YYZ Canadian;CD FIH - Congolese;CH BRN ZRH Swiss;CI ABJ - Ivorian;CL SCL - Chilean;CM NSI DLA Cameroonian;
CN BJS PEK Chinese;CO BOG - Colombian;CR SJO - -;CU HAV - Cuban;CV RAI - -;CY LCA - Cypriot;CZ PRG - Czech;DE BER FRA German;DK CPH - Danish;DO SDQ - Dominican;DZ ALG - Algerian;
EC UIO - Ecuadorian;EE TLL - Estonian;EG CAI - Egyptian;ES MAD - Spanish;ET ADD - Ethiopian;FI HEL - Finnish;FJ SUV NAN Fijian;FR PAR CDG French;GB LON LHR British;GE TBS - Georgian;
GH ACC - Ghanaian;GR ATH - Greek;HK HKG - -;HR ZAG - Croatian;HU BUD - Hungarian;ID JKT CGK Indonesian;IE DUB - Irish;IL TLV - Israeli;IN DEL - Indian;IQ BGW - Iraqi;IR IKA - Iranian;
IS REK KEF Icelandic;IT ROM FCO Italian;JM KIN - Jamaican;JO AMM - Jordanian;JP TYO - Japanese;KE NBO - Kenyan;KG FRU - Kyrgyz;KH PNH - Cambodian;KR SEL ICN -;KW KWI - Kuwaiti;
KY GCM - Caymanian;KZ NQZ ALA Kazakh|Kazakhstani;LA VTE - Lao|Laotian;LB BEY - Lebanese;LK CMB - -;LT VNO - Lithuanian;LU LUX - -;LV RIX - Latvian;LY MJI - Libyan;MA RBA CMN Moroccan;
MD RMO - Moldovan;ME TGD - Montenegrin;MG TNR - Malagasy;MK SKP - Macedonian;MM NYT RGN -;MN UBN - Mongolian;MT MLA - Maltese;MU MRU - Mauritian;MV MLE - Maldivian;MW LLW - Malawian;
MX MEX - Mexican;MY KUL - Malaysian;MZ MPM - Mozambican;NA WDH - Namibian;NG ABV LOS Nigerian;NL AMS - Dutch;NO OSL - Norwegian;NP KTM - Nepali|Nepalese;NZ WLG AKL -;OM MCT - Omani;
PA PTY - Panamanian;PE LIM - Peruvian;PG POM - -;PH MNL - Philippine;PK ISB - Pakistani;PL WAW - Polish;PT LIS - Portuguese;PY ASU - Paraguayan;QA DOH - Qatari;RO OTP - Romanian;
RS BEG - Serbian;RU MOW SVO Russian;RW KGL - Rwandan;SA RUH JED Saudi;SC SEZ - -;SD KRT - Sudanese;SE STO ARN Swedish;SG SIN - Singaporean;SI LJU - Slovenian;SK BTS - Slovak;SN DSS - Senegalese;
SY DAM - Syrian;TH BKK - Thai;TJ DYU - Tajik;TM ASB - Turkmen;TN TUN - Tunisian;TR ESB IST Turkish;TW TPE - Taiwanese;TZ DAR - Tanzanian;UA KBP - Ukrainian;UG EBB - Ugandan;US WAS - American;
UY MVD - Uruguayan;UZ TAS - Uzbek;VE CCS - Venezuelan;VN HAN SGN Vietnamese;YE SAH - Yemeni;ZA JNB - -;ZM LUN - Zambian;ZW HRE - Zimbabwean`;

/** Where an airline mostly flies from, if from one place, and not from where those of its country do. */
const BASES = `EK DXB;FZ DXB;EY AUH;5W AUH;3L AUH;G9 SHJ;6E DEL;HA HNL;AS SEA;B6 JFK;LH FRA;EW DUS;4Y FRA;SN BRU;
OR AMS;HV AMS;PC SAW;XQ AYT;XW SVO;U6 SVX;S7 OVB;FY KUL;AK KUL;D7 KUL;OD KUL;QZ CGK;FD DMK;SL DMK;XJ DMK;VJ SGN;BL SGN;QH HAN;5J MNL;TR SIN;3K SIN;JQ MEL;VA BNE;MU PVG;HO PVG;
9C PVG;FM PVG;CZ CAN;HU PEK;MF XMN;3U CTU;ZH SZX;SC TNA;CX HKG;UO HKG;HX HKG;HB HKG;7C ICN;LJ ICN;TW ICN;BX PUS;ZE ICN;MM KIX;GK NRT;ZG NRT;BC HND;PK ISB;PA KHI;ER KHI;9P KHI;F3 JED;SV JED;
XY RUH;RX RUH;KU KWI;J9 KWI;RB DAM;DV NQZ;KC ALA;IQ NQZ;FS ALA;HY TAS;C6 TAS;DE FRA;LX ZRH;WK ZRH;OS VIE;VS LHR;BA LHR;EI DUB;A5 CDG;TO ORY;BF ORY;SS ORY;JU BEG;
OU ZAG;A3 ATH;TK IST;KQ NBO;TC DAR;PW DAR;UR EBB;WB KGL;QU EBB;SA JNB;FA JNB;4Z JNB;WY MCT;OV MCT;GF BAH;QR DOH;RJ AMM;ME BEY;MS CAI;SM CAI;AT CMN;TU TUN;BJ TUN;AH ALG;P4 LOS;ET ADD`;

export interface CountryFacts {
  country: string;
  /** Code of its capital's airport or metropolitan area. */
  capital: string;
  /** Where its airlines mostly fly from. */
  base: string;
  demonyms: readonly string[];
}

export const COUNTRIES: readonly CountryFacts[] = ROWS.replaceAll('\n', '')
  .split(';')
  .map((row) => {
    const [country, capital, base, demonyms] = row.split(' ') as [string, string, string, string];
    return { country, capital, base: base === '-' ? capital : base, demonyms: demonyms === '-' ? [] : demonyms.toLowerCase().split('|') };
  });

/** Countries whose airlines fly from many places. */
const SPREAD = new Set('US GB CA AU IN BR CN JP ES IT FR DE RU ID PH TR KR NG'.split(' '));
const BASE_OF = new Map(COUNTRIES.filter((facts) => !SPREAD.has(facts.country)).map((facts) => [facts.country, facts.base]));
const BASE_OF_AIRLINE = new Map(
  BASES.replaceAll('\n', '')
    .split(';')
    .map((row) => row.split(' ') as [string, string]),
);

/** The place that an airline's flights leave from where a text does not say: null where no place is likely enough. */
export function baseOf(airline: { iata: string | null; country: string }): string | null {
  return (airline.iata === null ? undefined : BASE_OF_AIRLINE.get(airline.iata)) ?? BASE_OF.get(airline.country) ?? null;
}
