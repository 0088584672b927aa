import { readFileSync } from 'node:fs';
import { CANCEL_MESSAGE, PUBLICATION_PROCESS, publishingTopics, settlingTopics } from '@catalog/contracts';
import { expect } from 'chai';

const bpmn = readFileSync(new URL('../../../bpmn/offering-publication-saga.bpmn', import.meta.url), 'utf8');
const all = (pattern: RegExp): string[] => [...bpmn.matchAll(pattern)].map(([, found]) => found ?? '');

describe('the process definition', () => {
  it('is named, cancelled and divided into steps as the contracts say', () => {
    expect(all(/<bpmn:process id="([^"]+)"/g)).to.deep.equal([PUBLICATION_PROCESS]);
    expect(all(/<bpmn:message [^>]*name="([^"]+)"/g)).to.deep.equal([CANCEL_MESSAGE]);
    expect(new Set(all(/camunda:topic="([^"]+)"/g))).to.deep.equal(new Set([...publishingTopics, ...settlingTopics]));
  });

  it('shows every element in its diagram', () => {
    const drawn = new Set(all(/bpmnElement="([^"]+)"/g));
    const elements = all(/<bpmn:(?:startEvent|endEvent|serviceTask|subProcess|boundaryEvent|exclusiveGateway|sequenceFlow) id="([^"]+)"/g);
    expect(elements).to.have.length(34);
    expect(elements.filter((id) => !drawn.has(id))).to.deep.equal([]);
  });
});
