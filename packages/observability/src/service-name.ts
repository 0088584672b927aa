/** What logs and spans call this process. */
export const serviceName = process.env['SERVICE_NAME'] ?? 'unknown-service';
