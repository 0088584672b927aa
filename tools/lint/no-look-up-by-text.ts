/** What a record has under just any text may be what every object inherits, such as `constructor`: looking it up by text is refused. */
import type { Rule } from 'eslint';
import ts from 'typescript';

type TypeInformation = { program: ts.Program; esTreeNodeToTSNodeMap: { get(node: Rule.Node): ts.Node } };

export const noLookUpByText: Rule.RuleModule = {
  meta: {
    type: 'problem',
    messages: { byText: 'A text that comes from elsewhere may name what every object inherits: use ownProperty' },
    schema: [],
  },
  create(context) {
    const { program, esTreeNodeToTSNodeMap } = context.sourceCode.parserServices as TypeInformation;
    const checker = program.getTypeChecker();
    return {
      'MemberExpression[computed=true] > .property'(property: Rule.Node) {
        const type = checker.getTypeAtLocation(esTreeNodeToTSNodeMap.get(property));
        const isAnyText = [type, ...(type.isUnion() ? type.types : [])].some(({ flags }) => flags & ts.TypeFlags.String);
        if (isAnyText || (property.type as string) === 'TSAsExpression') context.report({ node: property, messageId: 'byText' });
      },
    };
  },
};
