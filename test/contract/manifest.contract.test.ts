import { factsOf, type Role, serviceNames } from '@catalog/contracts';
import type { Operation } from '@catalog/http/server';
import { expect } from 'chai';
import { honoursIdempotencyKey, isClosed, routeOf } from '../../services/api-gateway/src/routing/index.ts';
import { apiOf, servicesWithAnApi } from '../support/every-api.ts';

const asked = (path: string): string => path.replaceAll(/\{\w+\}/g, '7f0c1e9a-3b52-4d0e-9a54-0c8d2f1e6b7a');
const isRead = ({ method }: Operation) => method === 'GET';
const isPublic = ({ access }: Operation) => access === 'public';
const isInternal = ({ access }: Operation) => access.toString() === 'SERVICE';
const namesOf = (operations: Operation[]) => operations.map(({ method, path }) => `${method} ${path}`).toSorted();

describe('The manifest of services', () => {
  for (const service of serviceNames.filter((name) => name !== 'api-gateway' && servicesWithAnApi.includes(name))) {
    const facts = factsOf(service);
    let operations: Operation[];
    before(async () => {
      operations = Object.values((await apiOf(service)).operations);
    });

    it(`knows where ${service} is asked`, () => {
      for (const { path } of operations) expect(routeOf(asked(path))?.upstream, path).to.equal(service);
    });

    it(`knows what ${service} has for everybody, for services alone, and what may be sent twice`, () => {
      const hasPublicReads = (path: string) => routeOf(asked(path))?.readsArePublic;
      const isInternalHere = (operation: Operation) =>
        isInternal(operation) || facts.internalOperations?.includes(namesOf([operation])[0]!) === true;
      const shown = operations.filter((operation) => !isInternalHere(operation));
      expect([...(facts.internalOperations ?? [])].toSorted()).to.eql(namesOf(operations.filter((operation) => isInternalHere(operation))));
      expect([...(facts.publicOperations ?? [])].toSorted()).to.eql(
        namesOf(shown.filter((each) => isPublic(each) && !(isRead(each) && hasPublicReads(each.path)))),
      );
      expect([...(facts.idempotentOperations ?? [])].toSorted()).to.eql(namesOf(shown.filter(({ idempotent }) => idempotent)));
      for (const operation of operations) {
        expect(isClosed(asked(operation.path)), operation.path).to.equal(isInternalHere(operation));
        expect(honoursIdempotencyKey(operation.method, asked(operation.path)), operation.path).to.equal(
          operation.idempotent === true && !isInternalHere(operation),
        );
      }
    });

    it(`lets exactly those write to ${service} who may change something there`, () => {
      for (const route of facts.routes!) {
        const writes = operations.filter(
          (each) => !isRead(each) && !isPublic(each) && !isInternal(each) && routeOf(asked(each.path))?.prefix === route.prefix,
        );
        const writers = new Set(writes.flatMap(({ access }) => access as Role[]));
        if (writes.length > 0) expect([...writers].toSorted(), route.prefix).to.eql([...route.writers].toSorted());
      }
    });
  }
});
