import type { EditorView } from '@codemirror/view';
import { useEffect, useEffectEvent, useId, useRef } from 'react';
import { createCodeEditor, replaceText, showFault } from './code-editor';
import type { Completions } from './completions';
import type { TextFault } from './judge-text';

export interface JsonEditorProps {
  readonly label: string;
  readonly text: string;
  readonly fault: TextFault | undefined;
  /** What else is said below it while nothing is wrong. */
  readonly note: string;
  readonly isReadOnly?: boolean;
  readonly onChange: (text: string) => void;
  readonly complete: (text: string, offset: number) => Completions | undefined;
}

/** A text of JSON with colours, completion, and what is wrong with it underlined and in words. */
export function JsonEditor(props: JsonEditorProps) {
  const { label, text, fault, note, isReadOnly = false } = props;
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const id = useId();
  const onChange = useEffectEvent((changed: string) => {
    // What was put in place from outside is known there.
    if (changed !== text) props.onChange(changed);
  });
  const complete = useEffectEvent((whole: string, offset: number) => props.complete(whole, offset));
  const firstText = useEffectEvent(() => text);
  useEffect(() => {
    if (!place.current) return undefined;
    const editor = createCodeEditor({
      parent: place.current,
      text: firstText(),
      label,
      describedBy: id,
      isReadOnly,
      onChange,
      complete,
    });
    view.current = editor;
    return () => editor.destroy();
  }, [label, id, isReadOnly]);
  useEffect(() => {
    if (view.current) replaceText(view.current, text);
  }, [text]);
  useEffect(() => {
    if (view.current) showFault(view.current, fault);
  }, [fault, text]);
  return (
    <div className="json-editor">
      <div ref={place} className={fault ? 'code faulty' : 'code'} />
      <p id={id} className={fault ? 'code-fault' : 'fine'} role="status">
        {fault?.message ?? note}
      </p>
    </div>
  );
}
