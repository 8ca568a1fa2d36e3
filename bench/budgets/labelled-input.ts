/** A filter or payload template of the corpus. */
export interface LabelledInput {
  readonly name: string;
  readonly input: unknown;
}
