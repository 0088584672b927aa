/** How the gateway is told whose request it is that the pages pass on. */

export const inTheNameOf = (clientAddress: string): Record<string, string> => ({ 'x-forwarded-for': clientAddress });
