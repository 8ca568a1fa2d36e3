import { useId, useState } from 'react';
import { Button } from 'react-aria-components';
import { ALL_EVENTS, eventTypeLabel } from '../../../domain/events/event-types';
import type { EventTypeSummary } from '../../calls/webhooks';
import { chooseTypes, type ChosenTypes } from './chosen-types';

interface Props {
  readonly types: readonly EventTypeSummary[];
  readonly chosen: ChosenTypes;
  readonly onChange: (chosen: ChosenTypes) => void;
  /** Types whose trigger is additive. */
  readonly additive?: ReadonlySet<string>;
}

/** The notification types of a URL: Default first, then every type by its category. */
export function TypePicker({ types, chosen, onChange, additive = new Set() }: Props) {
  const [search, setSearch] = useState('');
  const pick = (names: readonly string[], isOn: boolean) => onChange(chooseTypes(chosen, names, isOn));
  const groups = groupsOf(types, search);
  const hasAll = chosen.names.has(ALL_EVENTS);
  const before = chosen.before;
  return (
    <fieldset className="type-picker">
      <legend>
        Notification types <span className="fine">{countWords(chosen.names, types.length)}</span>
      </legend>
      <Choice
        label={eventTypeLabel(ALL_EVENTS)}
        detail="Every type, also those that will be added later."
        isOn={hasAll}
        isAdditive={additive.has(ALL_EVENTS)}
        onChange={(isOn) => pick([ALL_EVENTS], isOn)}
      />
      <p className="undo-line" role="status">
        {before && (
          <>
            Default is off, since you picked a type.{' '}
            <Button className="link-button" onPress={() => onChange({ names: before })}>
              Keep both
            </Button>
          </>
        )}
      </p>
      <div className="field">
        <label htmlFor="type-search">Find a type</label>
        <input
          id="type-search"
          type="search"
          value={search}
          autoComplete="off"
          spellCheck="false"
          placeholder="For instance tags"
          onChange={({ target }) => setSearch(target.value)}
          onKeyDown={(event) => {
            // Enter here is no wish to save.
            if (event.key === 'Enter') event.preventDefault();
          }}
        />
      </div>
      <div className="type-groups">
        {groups.length === 0 && <p className="fine">No type has “{search}” in its name or description.</p>}
        {groups.map(({ category, members }) => (
          <fieldset key={category}>
            <legend>{label(category)}</legend>
            <GroupButton
              category={label(category)}
              names={members.map(({ name }) => name)}
              chosen={chosen.names}
              onPick={pick}
            />
            {members.map((type) => (
              <Choice
                key={type.name}
                label={type.label}
                name={type.name}
                detail={type.description}
                marks={type.initiated_by}
                isOn={chosen.names.has(type.name)}
                isCovered={hasAll}
                isAdditive={additive.has(type.name)}
                onChange={(isOn) => pick([type.name], isOn)}
              />
            ))}
          </fieldset>
        ))}
      </div>
    </fieldset>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly name?: string;
  readonly detail: string;
  /** Who causes it. */
  readonly marks?: readonly ('api' | 'ui')[];
  readonly isOn: boolean;
  readonly isCovered?: boolean;
  readonly isAdditive: boolean;
  readonly onChange: (isOn: boolean) => void;
}

function Choice(props: ChoiceProps) {
  const { label: text, name, detail, marks = [], isOn, isCovered = false, isAdditive, onChange } = props;
  const id = useId();
  return (
    <div className="choice">
      <input
        id={id}
        type="checkbox"
        checked={isOn}
        aria-describedby={`${id}-detail`}
        onChange={({ target }) => onChange(target.checked)}
      />
      <label htmlFor={id}>
        {text} {name !== undefined && <code>{name}</code>}
      </label>
      <span className="fine" id={`${id}-detail`}>
        {marks.map((mark) => (
          <span key={mark} className="tag">
            {mark.toUpperCase()}
          </span>
        ))}
        {isAdditive && <span className="tag strong">additive</span>}
        {isOn && isCovered && <span className="tag">covered by Default</span>} {detail}
      </span>
    </div>
  );
}

interface GroupProps {
  readonly category: string;
  readonly names: readonly string[];
  readonly chosen: ReadonlySet<string>;
  readonly onPick: (names: readonly string[], isOn: boolean) => void;
}

function GroupButton({ category, names, chosen, onPick }: GroupProps) {
  if (names.length < 2) return null;
  const hasEach = names.every((name) => chosen.has(name));
  const does = hasEach ? 'Untick all' : 'Tick all';
  return (
    <Button
      className="link-button"
      aria-label={`${does} of ${category}`}
      onPress={() => onPick(names, !hasEach)}
    >
      {does}
    </Button>
  );
}

function groupsOf(types: readonly EventTypeSummary[], search: string) {
  const text = search.trim().toLowerCase();
  const found = types.filter(({ name, label: itsLabel, description }) =>
    [name, itsLabel, description].some((each) => each.toLowerCase().includes(text)),
  );
  const categories = [...new Set(types.map(({ category }) => category))];
  return categories
    .map((category) => ({ category, members: found.filter((type) => type.category === category) }))
    .filter(({ members }) => members.length > 0);
}

function label(category: string): string {
  const words = category.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function countWords(names: ReadonlySet<string>, total: number): string {
  const count = [...names].filter((name) => name !== ALL_EVENTS).length;
  if (names.has(ALL_EVENTS)) return count === 0 ? 'all' : `all, and ${count} by name`;
  return `${count} of ${total}`;
}
