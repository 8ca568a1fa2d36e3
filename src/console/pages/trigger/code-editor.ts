import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json, jsonLanguage } from '@codemirror/lang-json';
import { bracketMatching, HighlightStyle, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { setDiagnostics } from '@codemirror/lint';
import { EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { Completions } from './completions';
import type { TextFault } from './judge-text';
import { pointerRange } from './pointer-range';

interface EditorSetup {
  readonly parent: HTMLElement;
  readonly text: string;
  /** Its name, for screen readers. */
  readonly label: string;
  /** Id of the element that says what is wrong. */
  readonly describedBy: string;
  readonly isReadOnly: boolean;
  readonly onChange: (text: string) => void;
  readonly complete: (text: string, offset: number) => Completions | undefined;
}

/** The looks come from the page's own colours, which have enough contrast in both themes. */
const HIGHLIGHTS = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--accent)' },
  { tag: tags.string, color: 'var(--good)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--wait)' },
  { tag: [tags.brace, tags.squareBracket, tags.separator], color: 'var(--quiet)' },
]);

const LOOKS = EditorView.theme({
  '&': { color: 'var(--text)', backgroundColor: 'var(--surface)', fontSize: '0.8125rem' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.6', overflow: 'auto' },
  '.cm-content': { caretColor: 'var(--text)', padding: '8px 0' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-gutters': {
    color: 'var(--quiet)',
    backgroundColor: 'var(--inset)',
    borderRight: '1px solid var(--line)',
    // Down to the end of the box, also where the text ends before it.
    alignSelf: 'stretch',
    height: 'auto',
  },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--accent-ground)',
  },
  '&.cm-focused .cm-matchingBracket': {
    backgroundColor: 'var(--accent-ground)',
    outline: '1px solid var(--line-strong)',
  },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--bad)',
    textUnderlineOffset: '3px',
  },
  '.cm-tooltip': {
    border: '1px solid var(--line)',
    borderRadius: 'var(--round)',
    color: 'var(--text)',
    backgroundColor: 'var(--surface)',
    boxShadow: 'var(--shadow-high)',
    overflow: 'hidden',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)', maxHeight: '14rem' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '3px 8px' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    color: 'var(--text)',
    background: 'var(--accent-ground)',
  },
  '.cm-completionDetail': { marginLeft: '1rem', fontStyle: 'normal', color: 'var(--quiet)' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--bad)', padding: '6px 10px', maxWidth: '32rem' },
});

/** Makes an editor of JSON. Tab leaves it, as it leaves every other field. */
export function createCodeEditor(setup: EditorSetup): EditorView {
  const { parent, text, label, describedBy, isReadOnly, onChange, complete } = setup;
  return new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        EditorView.cspNonce.of(pageNonce()),
        ...(isReadOnly ? [EditorState.readOnly.of(true)] : editing(complete)),
        lineNumbers(),
        json(),
        syntaxHighlighting(HIGHLIGHTS),
        bracketMatching(),
        drawSelection(),
        indentUnit.of('  '),
        EditorView.lineWrapping,
        LOOKS,
        keymap.of([...completionKeymap, ...closeBracketsKeymap, ...historyKeymap, ...defaultKeymap]),
        EditorView.contentAttributes.of({
          'aria-label': label,
          'aria-describedby': describedBy,
          // It is in the order of the page anyway; this says so to who looks at the document alone.
          tabindex: '0',
          spellcheck: 'false',
          autocapitalize: 'off',
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onChange(update.state.doc.toString());
        }),
      ],
    }),
  });
}

/** Puts another text in place, unless it is there already. */
export function replaceText(view: EditorView, text: string): void {
  const { doc } = view.state;
  if (doc.toString() !== text) view.dispatch({ changes: { from: 0, to: doc.length, insert: text } });
}

/** Underlines what is wrong, and nothing else. */
export function showFault(view: EditorView, fault: TextFault | undefined): void {
  const text = view.state.doc.toString();
  const diagnostics = fault
    ? [{ ...rangeOf(text, fault), severity: 'error' as const, message: fault.message }]
    : [];
  view.dispatch(setDiagnostics(view.state, diagnostics));
}

function rangeOf(text: string, { at }: TextFault) {
  if (typeof at === 'string') return pointerRange(jsonLanguage.parser.parse(text), text, at);
  const from = Math.min(at, Math.max(0, text.length - 1));
  return { from, to: Math.min(text.length, from + 1) };
}

function editing(complete: EditorSetup['complete']): readonly Extension[] {
  return [
    history(),
    EditorView.domEventHandlers({ beforeinput: replaceSelectedText }),
    closeBrackets(),
    autocompletion({ override: [(context) => completionsAt(context, complete)], icons: false }),
  ];
}

/**
 * Puts what is typed in place of selected text. A browser that does so itself keeps the colours of that text by a `style`
 * attribute, which the page's policy refuses.
 */
function replaceSelectedText(event: InputEvent, view: EditorView): boolean {
  const { data: text, inputType } = event;
  const { from, to, empty: isEmpty } = view.state.selection.main;
  if (inputType !== 'insertText' || text === null || isEmpty) return false;
  event.preventDefault();
  const insert = () => view.state.update(view.state.replaceSelection(text), { userEvent: 'input.type' });
  const isHandled = view.state
    .facet(EditorView.inputHandler)
    .some((handle) => handle(view, from, to, text, insert));
  if (!isHandled) view.dispatch(insert());
  return true;
}

function completionsAt(
  context: CompletionContext,
  complete: EditorSetup['complete'],
): CompletionResult | null {
  const found = complete(context.state.doc.toString(), context.pos);
  if (!found) return null;
  const { from, to, options } = found;
  return {
    from,
    to,
    options: options.map(({ label, detail, text }) => ({ label, detail, apply: text })),
    filter: true,
  };
}

/** Style sheets that the editor makes pass the page's policy with it. */
function pageNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}
