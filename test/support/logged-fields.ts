/** The names of all fields in the context of log lines, read from the calls of the log in the source code. */
import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';

export function loggedFields(): Set<string> {
  const fields = new Set<string>();
  for (const file of globSync('{packages,services}/*/src/**/*.ts')) {
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
    visit(source, (node) => {
      for (const name of fieldsOf(contextIn(node), source)) fields.add(name);
    });
  }
  return fields;
}

function visit(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node);
  ts.forEachChild(node, (child) => visit(child, look));
}

function contextIn(node: ts.Node): ts.Expression | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const called = node.expression.getText();
  if (called === 'logRequest') return node.arguments[0];
  return /^log\.(debug|info|warn|error|critical)$/.test(called) ? node.arguments[1] : undefined;
}

/** The names in an object literal, and in the literals that its spread variables were set to in the same file. */
function fieldsOf(value: ts.Expression | undefined, source: ts.SourceFile): string[] {
  if (!value) return [];
  if (ts.isParenthesizedExpression(value)) return fieldsOf(value.expression, source);
  if (ts.isConditionalExpression(value)) return [...fieldsOf(value.whenTrue, source), ...fieldsOf(value.whenFalse, source)];
  if (ts.isIdentifier(value)) return setTo(value.text, source).flatMap((literal) => namesIn(literal, source));
  return ts.isObjectLiteralExpression(value) ? namesIn(value, source) : [];
}

const namesIn = (literal: ts.ObjectLiteralExpression, source: ts.SourceFile): string[] =>
  literal.properties.flatMap((property) => {
    if (ts.isSpreadAssignment(property)) return fieldsOf(property.expression, source);
    return property.name && (ts.isIdentifier(property.name) || ts.isStringLiteral(property.name)) ? [property.name.text] : [];
  });

function setTo(name: string, source: ts.SourceFile): ts.ObjectLiteralExpression[] {
  const literals: ts.ObjectLiteralExpression[] = [];
  visit(source, (node) => {
    const isSet = ts.isVariableDeclaration(node) && node.name.getText() === name;
    if (isSet && node.initializer && ts.isObjectLiteralExpression(node.initializer)) literals.push(node.initializer);
  });
  return literals;
}
