/** The gateway's own operations; all others are those of the services behind it. */
import { roles, Uuid } from '@catalog/contracts';
import { defineApi } from '@catalog/http/server';
import Type from 'typebox';
import { Dependencies, FullOffering } from './endpoints/index.ts';

export const api = defineApi({
  title: 'API gateway',
  description: 'The only way in: forwards requests to the services and reports their health.',
  operations: {
    dependencies: {
      method: 'GET',
      path: '/health/dependencies',
      summary: 'Read the health of the services and the state of their circuits',
      access: 'public',
      replies: { 200: Dependencies },
    },
    offeringInFull: {
      method: 'GET',
      path: '/api/v1/catalog/offerings/{id}/full',
      access: roles,
      summary: 'Read an offering with its specifications, their characteristics, and its prices',
      params: Type.Object({ id: Uuid }),
      replies: { 200: FullOffering },
    },
  },
});
