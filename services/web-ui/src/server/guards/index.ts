/** What is refused or limited before a page is asked for. */
export { admitForms } from './admit-forms.ts';
export { rateLimit } from './rate-limit.ts';
export { refuseAmbiguousPaths } from './refuse-ambiguous-paths.ts';
export { refuseOtherOrigins } from './refuse-other-origins.ts';
export { securityHeaders } from './security-headers.ts';
