import { lazy, Suspense } from 'react';
import type { JsonEditorProps } from './JsonEditor';

/** In a file of its own, since it is by far the largest part of the page. */
const JsonEditor = lazy(async () => ({ default: (await import('./JsonEditor.js')).JsonEditor }));

/** A text of JSON that somebody writes, while the editor for it loads, too. */
export function CodeField(props: JsonEditorProps) {
  return (
    <Suspense fallback={<div className="code loading" role="status" aria-label="Loading: the editor" />}>
      <JsonEditor {...props} />
    </Suspense>
  );
}
