import { readFileSync } from 'node:fs';
import {
  CANCEL_MESSAGE,
  CARRY_OUT_SCHEDULE,
  END_SCHEDULE_MESSAGE,
  forwardSteps,
  PUBLICATION_PROCESS,
  publishingTopics,
  SCHEDULE_PROCESS,
  settlingTopics,
} from '@catalog/contracts';
import { expect } from 'chai';

const processes = [
  {
    process: PUBLICATION_PROCESS,
    message: CANCEL_MESSAGE,
    topics: [...publishingTopics, ...settlingTopics],
    steps: [...forwardSteps, ...settlingTopics],
    elements: 34,
  },
  { process: SCHEDULE_PROCESS, message: END_SCHEDULE_MESSAGE, topics: [CARRY_OUT_SCHEDULE], steps: [CARRY_OUT_SCHEDULE], elements: 13 },
];

for (const { process, message, topics, steps, elements } of processes) {
  describe(`the process definition ${process}`, () => {
    const bpmn = readFileSync(new URL(`../../../bpmn/${process}.bpmn`, import.meta.url), 'utf8');
    const all = (pattern: RegExp): string[] => [...bpmn.matchAll(pattern)].map(([, found]) => found ?? '');

    it('is named, told to end and divided into steps as the contracts say, and its history does not grow for ever', () => {
      expect(all(/<bpmn:process id="([^"]+)"/g)).to.deep.equal([process]);
      expect(all(/<bpmn:message [^>]*name="([^"]+)"/g)).to.deep.equal([message]);
      expect(new Set(all(/camunda:topic="([^"]+)"/g))).to.deep.equal(new Set(topics));
      expect(new Set(all(/<bpmn:serviceTask id="([^"]+)"/g))).to.deep.equal(new Set(steps));
      expect(all(/camunda:historyTimeToLive="([^"]+)"/g)).to.deep.equal(['P7D']);
    });

    it('shows every element in its diagram', () => {
      const drawn = new Set(all(/bpmnElement="([^"]+)"/g));
      const kinds =
        'startEvent|endEvent|serviceTask|subProcess|boundaryEvent|intermediateCatchEvent|exclusiveGateway|eventBasedGateway|sequenceFlow';
      const present = all(new RegExp(`<bpmn:(?:${kinds}) id="([^"]+)"`, 'g'));
      expect(present).to.have.length(elements);
      expect(present.filter((id) => !drawn.has(id))).to.deep.equal([]);
    });
  });
}
