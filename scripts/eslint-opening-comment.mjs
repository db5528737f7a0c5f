/**
 * A lint rule of this project: every source file opens with a comment that says what the file
 * owns. No published plugin checks this without also demanding a fixed text or a special tag.
 */

/** @type {import("eslint").Rule.RuleModule} */
export const openingComment = {
  meta: {
    type: "suggestion",
    docs: { description: "require a comment at the top of every file" },
    messages: { missing: "Open the file with a comment: what it owns, and its invariant." },
    schema: [],
  },
  create(context) {
    return {
      Program(program) {
        const comments = context.sourceCode.getAllComments();
        const opening = comments.find((comment) => comment.type !== "Shebang");
        const firstToken = context.sourceCode.getFirstToken(program);
        const isFirst =
          opening !== undefined && (firstToken === null || opening.range[0] < firstToken.range[0]);
        const isDirective = opening !== undefined && /^\s*(eslint|@ts-)/u.test(opening.value);
        if (!isFirst || isDirective) {
          context.report({ loc: { line: 1, column: 0 }, messageId: "missing" });
        }
      },
    };
  },
};
