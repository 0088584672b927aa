/** The demo journey through the life of one offering. */
export { JourneyFailed, lastLine, runJourney } from './run-journey.ts';
