/** A record's own property by a name that comes from outside; inherited names such as `constructor` are not found. */
export const ownProperty = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;
