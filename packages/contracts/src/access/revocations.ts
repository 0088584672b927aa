/** Tokens that are revoked before they expire: what the identity service publishes of them, and whether a token is one. */
import Type, { type Static } from 'typebox';
import type { Role } from './roles.ts';

/** Tokens of this subject, or of everybody but services where none is named, are refused if they were issued before. */
export const Revocation = Type.Object({
  subject: Type.Optional(Type.String({ examples: ['7f0c1e9a-3b52-4d0e-9a54-0c8d2f1e6b7a'] })),
  not_before: Type.Integer({ minimum: 0, description: 'As `iat` of a token: seconds since 1970', examples: [1_768_476_600] }),
});
export type Revocation = Static<typeof Revocation>;

export type IssuedToken = { subject: string; role: Role; issuedAt: number };
export type IsRevoked = (token: IssuedToken) => boolean;

export function revokedBy(revocations: readonly Revocation[]): IsRevoked {
  const ofSubjects = new Map<string, number>();
  let ofEverybody = 0;
  for (const { subject, not_before } of revocations) {
    if (subject === undefined) ofEverybody = Math.max(ofEverybody, not_before);
    else ofSubjects.set(subject, Math.max(ofSubjects.get(subject) ?? 0, not_before));
  }
  return ({ subject, role, issuedAt }) => issuedAt < Math.max(ofSubjects.get(subject) ?? 0, role === 'SERVICE' ? 0 : ofEverybody);
}
