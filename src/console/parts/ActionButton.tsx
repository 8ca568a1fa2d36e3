import { useId } from 'react';
import { Icon, type IconName } from './Icon';

interface Props {
  readonly label: string;
  readonly icon: IconName;
  /** Why it cannot be pressed now; then it stays visible and says so. */
  readonly reason: string | undefined;
  readonly isMain?: boolean;
  readonly isSmall?: boolean;
  /** Whether the label is for screen readers and a tooltip alone. */
  readonly isIconAlone?: boolean;
  /** For screen readers, where the label alone does not say of what. */
  readonly name?: string;
  /** A key that presses it. */
  readonly shortcut?: string;
  readonly onPress: () => void;
}

/** A button that says why, when it is forbidden: to whoever points at it or has the focus on it, and to screen readers. */
export function ActionButton(props: Props) {
  const { label, icon, name, reason, isMain = false, isSmall = false, isIconAlone = false } = props;
  const { shortcut, onPress } = props;
  const id = useId();
  const isForbidden = reason !== undefined;
  return (
    <span className="action">
      <button
        type="button"
        className={`button ${isMain && !isForbidden ? 'solid' : 'outlined'} ${isSmall ? 'small' : ''}`}
        aria-label={name ?? (isIconAlone ? label : undefined)}
        title={isIconAlone && !isForbidden ? label : undefined}
        aria-disabled={isForbidden}
        aria-keyshortcuts={shortcut}
        aria-describedby={isForbidden ? id : undefined}
        onClick={() => {
          if (!isForbidden) onPress();
        }}
      >
        <Icon name={icon} />
        {!isIconAlone && label}
      </button>
      {isForbidden && (
        <span id={id} className="reason" role="tooltip">
          {reason}
        </span>
      )}
    </span>
  );
}
