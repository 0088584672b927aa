/** What a record itself has under a name that comes from elsewhere: `constructor` is an entry of none. */
export const ownEntry = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined => (Object.hasOwn(record, name) ? record[name] : undefined);
