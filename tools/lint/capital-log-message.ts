/** A message of the log is a sentence: it starts with a capital letter. */
import type { Rule } from 'eslint';

const calls = ['debug', 'info', 'warn', 'error', 'critical'].map(
  (level) => `CallExpression[callee.object.name='log'][callee.property.name='${level}']`,
);

export const capitalLogMessage: Rule.RuleModule = {
  meta: { type: 'suggestion', fixable: 'code', messages: { small: 'A message of the log starts with a capital letter' }, schema: [] },
  create: (context) => ({
    [`:matches(${calls.join()}) > Literal.arguments:first-child`](message: Rule.Node) {
      if (message.type !== 'Literal' || typeof message.value !== 'string' || !/^\p{Ll}/u.test(message.value)) return;
      const [start] = message.range!;
      context.report({
        node: message,
        messageId: 'small',
        fix: (fixer) => fixer.replaceTextRange([start + 1, start + 2], String(message.value).charAt(0).toUpperCase()),
      });
    },
  }),
};
