/** The cookies that hold a session: the web server sets them, the pages read the access token. */
export const ACCESS_COOKIE = 'catalog_access';
export const REFRESH_COOKIE = 'catalog_refresh';
