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
