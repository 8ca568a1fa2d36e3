import { useId, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { searchFor } from '../calls/events';
import type { Session } from '../calls/session';
import { Icon } from '../parts/Icon';
import { whereTo } from './where-to';

/** Leads to an event by its id, its public id, or the id of a delivery. The key "/" comes here from anywhere. */
export function SearchBox({ session }: { readonly session: Session }) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [, navigate] = useLocation();
  const [said, setSaid] = useState('');

  const find = async () => {
    const text = input.current?.value.trim() ?? '';
    if (text === '') return;
    setSaid('');
    try {
      const target = whereTo(await searchFor(session, text), text);
      if ('href' in target) navigate(target.href);
      else setSaid(target.message);
    } catch (error) {
      setSaid((error as Error).message);
    }
  };
  return (
    <search className="search">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void find();
        }}
      >
        <label className="unseen" htmlFor={id}>
          Search
        </label>
        <Icon name="search" />
        <input
          id={id}
          ref={input}
          type="search"
          aria-keyshortcuts="/"
          placeholder="Event id, public ID or delivery id"
          maxLength={255}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          onChange={() => setSaid('')}
        />
        <kbd className="wide-only" aria-hidden="true">
          /
        </kbd>
      </form>
      <p role="status" className={said === '' ? 'unseen' : 'search-says'}>
        {said}
      </p>
    </search>
  );
}
