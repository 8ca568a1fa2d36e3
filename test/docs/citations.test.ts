import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');

const DECISIONS = 'docs/decisions.md';
const CONTRACT = 'docs/contract.md';

const CODE = ['src', 'test', 'migrations', 'bench']
  .flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map(
      (file) => `${folder}/${file}`,
    ),
  )
  .filter((file) => /\.(ts|mjs|cjs|sh)$/.test(file) && file !== 'test/docs/citations.test.ts');

const DOCUMENTS = [
  ...readdirSync(ROOT).filter((file) => file.endsWith('.md')),
  ...readdirSync(path.join(ROOT, 'docs'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
];

/** Headings without their marks, in order. Lines of code blocks that begin with `#` are none. */
function headingsOf(document: string): readonly string[] {
  const prose = read(document).replace(/^```[^]*?^```$/gm, '');
  return [...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
}

/** Numbers of the decisions, with the text of each. */
const decisions = new Map(
  read(DECISIONS)
    .split(/^###? (?=D\d)/m)
    .slice(1)
    .map((section) => [/^D\d+/.exec(section)?.[0] ?? '', section.split(/^## /m)[0] ?? '']),
);

const sections = new Set(headingsOf(CONTRACT).map((heading) => /^\d+(\.\d+)*(?= )/.exec(heading)?.[0]));

/** Code in which each citation is in one line, though its comment may break it. */
function unbroken(code: string): string {
  return code.replace(/\s*\n\s*(?:\*|\/\/)(?!\/)\s*/g, ' ');
}

/** The decisions that code cites, as it writes them and those between: `D5 to D7`. */
function decisionsIn(code: string): readonly string[] {
  const written = [...unbroken(code).matchAll(/(?<![\w+/=-])(D[1-9]\d?)(?: to (D[1-9]\d?))?(?![\w+/=-])/g)];
  return written.flatMap(([, first = '', last = first]) => {
    const [from, to] = [first, last].map((number) => Number(number.slice(1))) as [number, number];
    return Array.from({ length: to - from + 1 }, (_, index) => `D${from + index}`);
  });
}

const CONTRACT_CITATION = /(?<=docs\/contract\.md )§[\d.]*\d(?:(?:, | and | to )§[\d.]*\d)*/g;

/** What is wrong with the citations of a file, one line for each. */
function faultsIn(file: string, code: string): readonly string[] {
  const text = unbroken(code);
  const unknownDecisions = decisionsIn(code).filter((number) => !decisions.has(number));
  const cited = [...text.matchAll(CONTRACT_CITATION)].flatMap(
    ([citation]) => citation.match(/\d+(\.\d+)*/g) ?? [],
  );
  const unknownSections = cited
    .filter((section) => !sections.has(section))
    .map((section) => `${CONTRACT} §${section}`);
  const others = text.replace(CONTRACT_CITATION, '').match(/(\S+ )?(\S+ )?§\S*/g) ?? [];
  const unknownSources = others.filter((citation) => !/^RFC \d+ §/.test(citation));
  const named = [...text.matchAll(/(?<![\w./-])[\w./-]+\.md\b/g)].map(([document]) => document);
  const unknownDocuments = named.filter((document) => {
    const folder = document.startsWith('.') ? path.dirname(file) : '';
    return !existsSync(path.join(ROOT, folder, document));
  });
  const faults = [...unknownDecisions, ...unknownSections, ...unknownSources, ...unknownDocuments];
  return faults.map((fault) => `${file}: ${fault}`);
}

describe('a citation', () => {
  it.each([
    ['a decision that nobody made', '// docs/decisions.md D99', 'D99'],
    ['decisions in a range', '/** docs/decisions.md D97 to D99. */', 'D97', 'D98', 'D99'],
    ['a decision named in the next line', '/**\n * docs/decisions.md\n * D9, D98.\n */', 'D98'],
    ['a section that is not there', '// Source: docs/contract.md §7.99.', 'docs/contract.md §7.99'],
    ['a second section that is not there', '// Source: docs/contract.md §7.2, §77.', 'docs/contract.md §77'],
    ['a section of nothing known', '// Source: the handbook §3', 'the handbook §3'],
    ['a document that is not there', '// Source: docs/handbook.md', 'docs/handbook.md'],
    ['a document by its bare name', '// Source: decisions.md D9', 'decisions.md'],
  ])('does not name %s', (_what, code, ...faults) => {
    expect(faultsIn('src/planted.ts', code)).toEqual(faults.map((fault) => `src/planted.ts: ${fault}`));
  });

  it.each([
    '// Source: docs/decisions.md D5 to D7, D28; docs/contract.md §8.2, rows 1 to 7.',
    '// Source: RFC 9112 §3.2; ARCHITECTURE.md.',
  ])('may read %s', (code) => {
    expect(faultsIn('src/planted.ts', code)).toEqual([]);
  });
});

it('every citation in code leads to a decision, a section or a document of the repository', () => {
  expect(CODE.length).toBeGreaterThan(300);
  expect(CODE.flatMap((file) => faultsIn(file, read(file)))).toEqual([]);
});

it('every decision is cited in code or marked as background', () => {
  const cited = new Set(CODE.flatMap((file) => decisionsIn(read(file))));
  const unmarked = [...decisions].filter(
    ([number, text]) => !cited.has(number) && !text.includes('_Background._'),
  );
  expect(decisions.size).toBeGreaterThan(38);
  expect(unmarked.map(([number]) => number)).toEqual([]);
});

it('no decision and no section of the contract is there twice', () => {
  const numbers = [...headingsOf(DECISIONS), ...headingsOf(CONTRACT)].map(
    (heading) => /^D\d+|^\d+(\.\d+)*/.exec(heading)?.[0],
  );
  const repeated = numbers.filter(
    (number, index) => number !== undefined && numbers.indexOf(number) !== index,
  );
  expect(repeated).toEqual([]);
});

/** The anchor by which a heading can be linked to. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}\p{Mark}_ -]/gu, '')
    .replaceAll(' ', '-');
}

it.each(DOCUMENTS)('%s links only to headings that exist', (document) => {
  const links = [...read(document).matchAll(/\]\((?!https?:)([^)#]*)#([^)]+)\)/g)];
  const missing = links.filter(([, target, anchor = '']) => {
    const page = target ? path.join(path.dirname(document), target) : document;
    return !existsSync(path.join(ROOT, page)) || !headingsOf(page).map(anchorOf).includes(anchor);
  });
  expect(missing.map(([link]) => link)).toEqual([]);
});
