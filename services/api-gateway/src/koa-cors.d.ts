/** The part of @koa/cors that the gateway uses; the package has no types of its own. */
declare module '@koa/cors' {
  import type { Context, Middleware } from 'koa';

  export default function cors(options: {
    origin: (ctx: Context) => string;
    allowHeaders: string[];
    exposeHeaders: string[];
    maxAge: number;
  }): Middleware;
}
