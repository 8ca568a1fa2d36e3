/* Usage: node lint-planted.mjs < planted.json. Lints texts as if they stood in existing files; prints the rules of imports
   that they break. */
import { readFileSync } from 'node:fs';
import { ESLint } from 'eslint';

const planted = JSON.parse(readFileSync(0, 'utf8'));
const eslint = new ESLint({
  // These need no types, whose program would be made anew for each text.
  ruleFilter: ({ ruleId }) => ruleId.endsWith('no-restricted-imports'),
  overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
});
const broken = [];
for (const { file, code } of planted) {
  const [result] = await eslint.lintText(code, { filePath: file });
  broken.push(result.messages.map(({ ruleId, message }) => ruleId ?? message));
}
console.log(JSON.stringify(broken));
