import { RuleTester } from 'eslint';
import tseslint from 'typescript-eslint';
import { capitalLogMessage } from '../../tools/lint/capital-log-message.ts';
import { fileNamedAfterExport } from '../../tools/lint/file-named-after-export.ts';

const tester = new RuleTester({ languageOptions: { parser: tseslint.parser } });

tester.run('A message of the log', capitalLogMessage, {
  valid: [
    `log.info('Saga started', {})`,
    `log.warn('503 is what they say')`,
    'log.error(`${name} failed`)',
    `logs.info('small')`,
    `log.find('small')`,
  ],
  invalid: [{ code: `log.info('saga started', {})`, output: `log.info('Saga started', {})`, errors: [{ messageId: 'small' }] }],
});

tester.run('The name of a file', fileNamedAfterExport, {
  valid: [
    { filename: '/src/read-body.ts', code: `export async function readBody() {}` },
    { filename: '/src/price.ts', code: `export type Decision = {}; export const changePrice = () => {};` },
    { filename: '/src/dependencies.ts', code: `export function dependencyOf() {}` },
    { filename: '/src/openapi.ts', code: `const print = () => {}; export { print as openApiOf };` },
    { filename: '/src/ui/price-tag.tsx', code: `export default function PriceTag() {}` },
    { filename: '/src/ports.ts', code: `export const { freePort, usedPort } = find();` },
    { filename: '/src/register.ts', code: `start();` },
  ],
  invalid: [
    {
      filename: '/src/breakers.ts',
      code: `export type Circuit = {}; export const createCircuit = () => {};`,
      errors: [{ messageId: 'otherName' }],
    },
    { filename: '/src/outbox-batch.ts', code: `export function relayBatch() {}`, errors: [{ messageId: 'otherName' }] },
  ],
});
