// Which servers are started, and which are only waited for because their address is given.
import { expect } from 'chai';
import { givenServers } from '../src/given-servers.ts';
import { wantedServers } from '../src/wanted-servers.ts';

describe('the servers to start', () => {
  it('are all six unless some are named', () => {
    expect(wantedServers(undefined, {})).to.have.length(6);
  });

  it('include the Postgres that Camunda needs', () => {
    expect(wantedServers(['camunda'], {})).to.deep.equal(['postgres', 'camunda']);
  });

  it('do not include Postgres for a Camunda whose address is given', () => {
    const given = givenServers({ CAMUNDA_URL: 'http://camunda.example:8080/engine-rest' });
    expect(wantedServers(['camunda'], given)).to.deep.equal(['camunda']);
  });
});

describe('a given address', () => {
  it('makes a server without a process', () => {
    const { zipkin } = givenServers({ ZIPKIN_URL: 'http://zipkin.example:9411/' });
    expect(zipkin).to.deep.equal({ name: 'zipkin', url: 'http://zipkin.example:9411', pid: 0, log: '' });
  });

  it('brings the management address of RabbitMQ along', () => {
    const { rabbitmq } = givenServers({ RABBITMQ_URL: 'amqp://rabbit.example', RABBITMQ_MANAGEMENT_URL: 'http://rabbit.example:15672' });
    expect(rabbitmq).to.include({ url: 'amqp://rabbit.example', management_url: 'http://rabbit.example:15672' });
  });

  it('is absent when its variable is empty', () => {
    expect(givenServers({ POSTGRES_URL: '' })).to.deep.equal({});
  });
});
