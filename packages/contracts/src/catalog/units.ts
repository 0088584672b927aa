/** The units a characteristic may have (SRS 3.2.1), which of them measure, and how those convert: 1 Gbps is 1000 Mbps. */

export const unitsOfMeasure = [
  'Mbps',
  'Gbps',
  'MB',
  'GB',
  'TB',
  'GHz',
  'Volt',
  'Watt',
  'Meter',
  'Percent',
  'Seconds',
  'Minutes',
  'Hours',
  'Days',
  'Months',
  'Years',
  'Unit',
  'None',
] as const;
export type UnitOfMeasure = (typeof unitsOfMeasure)[number];

/** Units of one dimension compare with each other: a value times `factor` is in the dimension's base unit. */
export type Measure = { dimension: string; base: UnitOfMeasure; factor: number };

const DAY = 86_400;

export const measures: Readonly<Partial<Record<UnitOfMeasure, Measure>>> = {
  Mbps: { dimension: 'bandwidth', base: 'Mbps', factor: 1 },
  Gbps: { dimension: 'bandwidth', base: 'Mbps', factor: 1000 },
  MB: { dimension: 'data', base: 'MB', factor: 1 },
  GB: { dimension: 'data', base: 'MB', factor: 1000 },
  TB: { dimension: 'data', base: 'MB', factor: 1_000_000 },
  GHz: { dimension: 'frequency', base: 'GHz', factor: 1 },
  Volt: { dimension: 'voltage', base: 'Volt', factor: 1 },
  Watt: { dimension: 'power', base: 'Watt', factor: 1 },
  Meter: { dimension: 'length', base: 'Meter', factor: 1 },
  Percent: { dimension: 'percentage', base: 'Percent', factor: 1 },
  Seconds: { dimension: 'time', base: 'Seconds', factor: 1 },
  Minutes: { dimension: 'time', base: 'Seconds', factor: 60 },
  Hours: { dimension: 'time', base: 'Seconds', factor: 3600 },
  Days: { dimension: 'time', base: 'Seconds', factor: DAY },
  Months: { dimension: 'time', base: 'Seconds', factor: 30 * DAY },
  Years: { dimension: 'time', base: 'Seconds', factor: 365 * DAY },
};

/** `Unit` counts or names things and `None` names them: their values may be any text. */
export const mustBeNumeric = (unit: UnitOfMeasure): boolean => measures[unit] !== undefined;
