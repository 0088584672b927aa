/** Signing in, staying signed in, and signing out. */
export { type Identity, identityAt } from './identity.ts';
export { keepSignedIn, type RevocationCheck } from './keep-signed-in.ts';
export { requireSignIn } from './require-sign-in.ts';
export { sessionEndpoints } from './session-endpoints.ts';
export { tokensOf } from './token-cookies.ts';
