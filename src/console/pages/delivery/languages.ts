/** What the program for a language is made of. */
export interface SignedParts {
  readonly body: string;
  readonly timestamp: string;
  readonly signature: string;
}

export const LANGUAGES = ['Node', 'Receiver kit', 'Python', 'Go', 'PHP', 'Ruby', 'Java'] as const;

export type Language = (typeof LANGUAGES)[number];

/** A program by its language. */
export type Programs = Readonly<Record<Language, string>>;
