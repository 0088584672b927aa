/** The schema of a line that people write, with its limits; whether its characters are allowed is for `lineFrom` to say. */
import Type from 'typebox';

const onOneLine =
  'on one line, without control or invisible characters; white space at its ends is dropped, inside it counts as one space each';

export const Line = (longest: number, { about, examples }: { about: string; examples?: string[] }) =>
  Type.String({ minLength: 1, maxLength: longest, description: `${about}; ${onOneLine}`, ...(examples && { examples }) });
