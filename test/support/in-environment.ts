/** Does the work with another environment than that of the process. */
export function inEnvironment<T>(environment: Record<string, string>, work: () => T): T {
  const before = process.env;
  process.env = { ...environment };
  try {
    return work();
  } finally {
    process.env = before;
  }
}
