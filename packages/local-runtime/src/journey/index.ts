/** The demo journey through the life of one offering. */
export { JourneyFailed, type JourneyTimes, lastLine, runJourney } from './run-journey.ts';
