/** Sets a cookie that no script can read and no other site can send; without a value it is removed. */
import type { Context } from 'koa';

export function setCookie(ctx: Context, name: string, value: string | undefined, seconds: number): void {
  ctx.cookies.set(name, value ?? '', {
    httpOnly: true,
    sameSite: 'lax',
    secure: ctx.secure,
    overwrite: true,
    maxAge: value ? seconds * 1000 : 0,
  });
}
