/** Signs in from outside the cluster. */
export async function signIn(gateway: string): Promise<string> {
  const response = await fetch(`${gateway}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin', password: 'admin' }),
  });
  if (!response.ok) throw new Error(`signing in was answered with ${response.status} ${await response.text()}`);
  return ((await response.json()) as { access_token: string }).access_token;
}
