/** The frame of every page: head, header with the signed-in user, footer with language and theme. */
import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { currentLocale } from '../text/current-locale.ts';
import { SiteFooter } from '../site/site-footer.tsx';
import { SiteHeader } from '../site/site-header.tsx';
import { isTheme } from '../site/themes.ts';
import './styles.css';

export async function generateMetadata(): Promise<Metadata> {
  const { text } = await currentLocale();
  return { title: { default: `${text.store.title} · ${text.product}`, template: `%s · ${text.product}` }, description: text.store.lead };
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#10151c' },
  ],
};

export default async function Layout({ children }: { children: ReactNode }) {
  const { language, text } = await currentLocale();
  const theme = (await cookies()).get('theme')?.value;
  return (
    <html lang={language} data-theme={isTheme(theme) ? theme : 'system'}>
      <body>
        <a className="skip-link" href="#content">
          {text.skipToContent}
        </a>
        <SiteHeader />
        <main id="content" tabIndex={-1}>
          {children}
        </main>
        <SiteFooter />
      </body>
    </html>
  );
}
