/**
 * Security headers of every reply; the content security policy allows only our own scripts and styles, inline ones by a nonce per reply.
 */
import { randomBytes } from 'node:crypto';
import type { Middleware } from 'koa';
import helmet from 'koa-helmet';

const otherHeaders = helmet({
  contentSecurityPolicy: false,
  referrerPolicy: { policy: 'same-origin' },
  xFrameOptions: { action: 'deny' },
});

export const securityHeaders: Middleware = (ctx, next) => {
  const policy = policyWith(randomBytes(16).toString('base64'));
  // Next.js takes the nonce for its own scripts from here.
  ctx.req.headers['content-security-policy'] = policy;
  ctx.set('Content-Security-Policy', policy);
  ctx.set('Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()');
  return otherHeaders(ctx, next) as Promise<void>;
};

const policyWith = (nonce: string): string =>
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
