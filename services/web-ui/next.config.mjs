// How the pages are built. What every answer carries (security headers, sessions, logs) is the business of src/server.
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  // The repository checks types and style itself, once and for all packages.
  typescript: { ignoreBuildErrors: true },
  outputFileTracingRoot: root,
  turbopack: { root },
  images: { unoptimized: true },
  productionBrowserSourceMaps: false,
  devIndicators: false,
  // A little more than the largest file of src/catalog/transfer-limits.ts; src/server/upload-limit.ts refuses more in words.
  experimental: { serverActions: { bodySizeLimit: '2mb' } },
};
