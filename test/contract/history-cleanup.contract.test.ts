/** The engine's history is cleaned in every runtime: each says when, and each process how long its instances are kept. */
import { expect } from 'chai';
import { globSync, readFileSync } from 'node:fs';
import { images } from '../../packages/backing-services/src/containers/container-images.ts';
import { historyCleanupEnvironment } from '../../packages/backing-services/src/servers/history-cleanup.ts';
import { parse } from 'yaml';

const { SPRING_APPLICATION_JSON: setting } = historyCleanupEnvironment;
const read = (path: string): string => readFileSync(path, 'utf8');

describe("The engine's history is cleaned", () => {
  it('in containers of tests', () => expect(images.camunda.environment).to.deep.include(historyCleanupEnvironment));

  it('in docker-compose.yml', () => {
    const { services } = parse(read('docker-compose.yml'), { merge: true }) as {
      services: { camunda: { environment: Record<string, string> } };
    };
    expect(services.camunda.environment['SPRING_APPLICATION_JSON']).to.equal(setting);
  });

  it('on Kubernetes', () => expect(read('charts/backing-services/templates/camunda.yaml')).to.contain(`value: '${setting}'`));

  for (const file of globSync('bpmn/*.bpmn')) {
    it(`of ${file}`, () => expect(read(file)).to.match(/isExecutable="true" camunda:historyTimeToLive="P\d+D"/));
  }
});
