/** What a browser may do with our pages: only scripts and styles of ours, each page's own marked with a nonce of its own. */
import { randomBytes } from 'node:crypto';
import type { Middleware } from 'koa';
import helmet from 'koa-helmet';

const others = helmet({
  contentSecurityPolicy: false,
  referrerPolicy: { policy: 'same-origin' },
  xFrameOptions: { action: 'deny' },
});

export const securityHeaders: Middleware = (ctx, next) => {
  const policy = policyWith(randomBytes(16).toString('base64'));
  // Where the pages' renderer finds the nonce for its own scripts.
  ctx.req.headers['content-security-policy'] = policy;
  ctx.set('Content-Security-Policy', policy);
  ctx.set('Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()');
  return others(ctx, next) as Promise<void>;
};

export const policyWith = (nonce: string): string =>
  [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
