import { Chip } from './Chip';

/** Says that somebody sent it as a test. */
export function TestChip() {
  return (
    <Chip tone="plain" icon="flask">
      Test
    </Chip>
  );
}
