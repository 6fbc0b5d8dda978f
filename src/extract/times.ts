export { findTimes } from './times/find.ts';
export { type Frequency, findFrequencies } from './times/frequencies.ts';
