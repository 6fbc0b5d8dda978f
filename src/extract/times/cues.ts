import { monthOf, shortWeekdayOf, weekdayOf } from './words.ts';

/** Words before a bare month or season that make it a time. */
export const CUES = new Set(
  (
    'in from by since until till to of for before after during through throughout starting start beginning ' +
    'effective this next last coming upcoming past early mid late end and or between as around about previous ' +
    'following starts begins launches opens resumes commencing on both within'
  ).split(' '),
);
export const YEAR_CUES = new Set(
  (
    'in from by since until till for during before after through throughout early mid late as to starting ' +
    'beginning effective around between within into'
  ).split(' '),
);

/** Every word that a time can begin with. */
export const STARTERS: { has: (word: string) => boolean } = (() => {
  const words = new Set(
    (
      'q h s ns w nw quarter first second third fourth last final latter week year northern iata spring summer ' +
      'autumn fall winter early beginning start mid middle late end close today tonight tomorrow yesterday this ' +
      'next coming upcoming past previous current the with effective in within over during later earlier soon ' +
      'shortly a an another following same one two three four five six seven eight nine ten eleven twelve ' +
      'fourteen fifteen eighteen twenty'
    ).split(' '),
  );
  return {
    has: (word) => words.has(word) || monthOf(word) !== undefined || weekdayOf(word) !== undefined || shortWeekdayOf(word) !== undefined,
  };
})();
