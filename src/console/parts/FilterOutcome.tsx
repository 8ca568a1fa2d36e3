import { Chip } from './Chip';

interface Props {
  readonly matches: boolean;
  /** Whether it failed, and so lets nothing through. */
  readonly hasFailed?: boolean;
}

/** What a filter does with an event, in a few words. */
export function FilterOutcome({ matches, hasFailed = false }: Props) {
  if (hasFailed) {
    return (
      <Chip tone="bad" icon="alert">
        Fails
      </Chip>
    );
  }
  return (
    <Chip tone={matches ? 'good' : 'wait'} icon={matches ? 'check' : 'filter'}>
      {matches ? 'Lets it through' : 'Holds it back'}
    </Chip>
  );
}
