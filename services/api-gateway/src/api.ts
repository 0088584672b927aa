/** What the gateway answers by itself; all else is the contract of the services behind it. */
import { defineApi } from '@catalog/http/server';
import { Dependencies } from './dependencies.ts';

export const api = defineApi({
  title: 'API gateway',
  description: 'The only way in: passes requests on to the services and tells how they are.',
  operations: {
    dependencies: {
      method: 'GET', path: '/health/dependencies', summary: 'How the services are, and their circuits', access: 'public',
      replies: { 200: Dependencies },
    },
  },
});
