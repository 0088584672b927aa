// How the pages are built. Headers, sessions and logs are up to src/server.
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
  // A little more than the largest file of src/catalog/transfer/transfer-limits.ts; src/server/guards/admit-forms.ts refuses more.
  experimental: { serverActions: { bodySizeLimit: '2mb' } },
};
