import { digestPrograms } from './digest-programs';
import { pairPrograms } from './pair-programs';
import { LANGUAGES } from './languages';
import type { Language, Programs } from './languages';

interface Signed {
  /** The text that was signed. */
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Where the public keys are. */
  readonly keysUrl: string;
}

/** A program that verifies an attempt's signature, for a language. It prints "genuine" or "not genuine". */
export interface VerifySnippet {
  readonly language: Language;
  /** How to run it, with the secret in a variable where it takes one. */
  readonly command: string;
  readonly program: string;
}

const COMMANDS: Programs = {
  Node: 'node verify.mjs',
  'Receiver kit': 'node verify.mjs',
  Python: 'python3 verify.py',
  Go: 'go run verify.go',
  PHP: 'php verify.php',
  Ruby: 'ruby verify.rb',
  Java: 'java Verify.java',
};

/** Programs that check what was sent with one attempt; none when nothing was signed. */
export function verifySnippets({ body, headers, keysUrl }: Signed): readonly VerifySnippet[] {
  const timestamp = headers['X-Cld-Timestamp'] ?? '';
  const digest = headers['X-Cld-Signature'];
  const signature = headers['X-Cld-Signature_v2'];
  if (digest !== undefined) {
    const programs = digestPrograms({ body, timestamp, signature: digest });
    return snippets(programs, 'CLOUDINARY_API_SECRET=… ');
  }
  return signature === undefined ? [] : snippets(pairPrograms({ body, timestamp, signature }, keysUrl), '');
}

function snippets(programs: Programs, variables: string): readonly VerifySnippet[] {
  return LANGUAGES.map((language) => ({
    language,
    command: `${variables}${COMMANDS[language]}`,
    program: programs[language],
  }));
}
