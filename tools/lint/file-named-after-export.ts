/** A file is named after what it offers: the name of one of its exports contains the file's, in the singular or the plural. */
import type { Rule } from 'eslint';
import { basename } from 'node:path';

export const fileNamedAfterExport: Rule.RuleModule = {
  meta: { type: 'problem', messages: { otherName: 'None of the exports ({{ exported }}) gives the file its name' }, schema: [] },
  create(context) {
    const exported: string[] = [];
    return {
      'ExportNamedDeclaration > .declaration, ExportDefaultDeclaration > .declaration'(declaration: Rule.Node) {
        exported.push(...context.sourceCode.getDeclaredVariables(declaration).map(({ name }) => name));
      },
      'ExportSpecifier > Identifier.exported'({ name }: { name: string }) {
        exported.push(name);
      },
      'Program:exit'() {
        const stem = stemOf(basename(context.filename).replace(/\.\w+$/, ''));
        if (exported.length === 0 || exported.some((name) => plain(name).includes(stem))) return;
        context.report({ loc: { line: 1, column: 0 }, messageId: 'otherName', data: { exported: exported.join(', ') } });
      },
    };
  },
};

/** `entries` and `entry` are both `entr`, `outbox-relays` is `outboxrelay`. */
const stemOf = (file: string): string => plain(file).replace(/(?:ies|y|e?s)$/, '');

const plain = (name: string): string => name.replaceAll(/[-_]/g, '').toLowerCase();
