/** Reads the metrics of a PromQL expression, the labels they are selected by, and those it groups by; throws where it is malformed. */
import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';

type Asked = { metric: string; labels: string[] };
export type Read = { asked: Asked[]; grouped: string[] };

export function readPromql(expression: string): Read {
  const asked: Asked[] = [];
  const grouped: string[] = [];
  const textOf = ({ from, to }: SyntaxNode): string => expression.slice(from, to);
  parser.parse(expression).iterate({
    enter({ node, type }) {
      if (type.isError) throw new Error(`not PromQL at "${expression.slice(node.from, node.from + 40)}": ${expression}`);
      if (type.name === 'VectorSelector') {
        asked.push({ metric: textOf(node.getChild('Identifier')!), labels: below(node, 'LabelName').map(textOf) });
      }
      if (type.name === 'GroupingLabels') grouped.push(...below(node, 'LabelName').map(textOf));
    },
  });
  return { asked, grouped };
}

function below(node: SyntaxNode, name: string): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  node.cursor().iterate((at) => {
    if (at.name === name) found.push(at.node);
  });
  return found;
}
