import type { ReactNode } from 'react';
import { Icon, type IconName } from './Icon';

type Tone = 'good' | 'bad' | 'wait' | 'plain';

interface Props {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly children: ReactNode;
}

/** A state in one word: by its text, its shape and its colour. */
export function Chip({ tone, icon, children }: Props) {
  return (
    <span className={`chip ${tone}`}>
      <Icon name={icon} />
      {children}
    </span>
  );
}
