import { Icon } from './Icon';
import { visibleText } from './visible-text';
import { nodesBelow, type ShownNode } from './places-read';

interface Props {
  readonly node: ShownNode;
  /** Pointers of the nodes that decided. */
  readonly deciding: readonly string[];
  /** The place of the payload that is pointed at. */
  readonly place: string | undefined;
  readonly onPlace: (pointer: string) => void;
}

/** A part of a filter with its operands, what they read and what it evaluated to. Those that decided are open. */
export function TraceTree({ node, deciding, place, onPlace }: Props) {
  const below = nodesBelow(node);
  const isDeciding = deciding.includes(node.pointer);
  const leaves = below.length > 0 && below.every(isLeaf);
  const line = (
    <>
      <Mark node={node} />
      {node.operator !== null && <code>{node.operator}</code>}
      {leaves ? (
        below.map((each) => <Leaf key={each.pointer} node={each} place={place} onPlace={onPlace} />)
      ) : (
        <Result node={node} />
      )}
    </>
  );
  if (isLeaf(node)) {
    return (
      <div className="node">
        <Mark node={node} />
        <Leaf node={node} place={place} onPlace={onPlace} />
      </div>
    );
  }
  if (below.length === 0 || leaves)
    return <div className={`node${isDeciding ? ' deciding' : ''}`}>{line}</div>;
  const isOpen = node.pointer === '' || deciding.some((each) => each.startsWith(node.pointer));
  return (
    <details className="node-group" open={isOpen}>
      <summary className={`node${isDeciding ? ' deciding' : ''}`}>{line}</summary>
      <ul>
        {below.map((each, index) => (
          <li key={`${each.pointer} ${index}`}>
            <TraceTree node={each} deciding={deciding} place={place} onPlace={onPlace} />
          </li>
        ))}
      </ul>
      {node.iterations && node.iterations.count > node.iterations.first.length && (
        <p className="fine">
          {node.iterations.first.length} of {node.iterations.count} elements shown
        </p>
      )}
    </details>
  );
}

/** What is read or written out, and nothing else. */
function isLeaf({ operator, children, iterations }: ShownNode): boolean {
  return (
    (operator === 'var' && !children.some(({ operator: inner }) => inner !== null)) ||
    (operator === null && children.length === 0 && !iterations)
  );
}

function Mark({ node }: { readonly node: ShownNode }) {
  const { reached, truthy, error, iterations } = node;
  if (error !== undefined) return <State icon="alert" tone="bad" text="failed" />;
  if (!reached) return <State icon="stop" tone="plain" text="not reached" />;
  if (iterations) return <State icon="pulse" tone="plain" text={`${iterations.count} elements`} />;
  return truthy ? (
    <State icon="check" tone="good" text="true" />
  ) : (
    <State icon="cross" tone="bad" text="false" />
  );
}

interface StateProps {
  readonly icon: 'alert' | 'stop' | 'pulse' | 'check' | 'cross';
  readonly tone: 'good' | 'bad' | 'plain';
  readonly text: string;
}

function State({ icon, tone, text }: StateProps) {
  return (
    <span className={`node-state ${tone}`}>
      <Icon name={icon} />
      <span className="unseen">{text}</span>
    </span>
  );
}

function Leaf({ node, place, onPlace }: Omit<Props, 'deciding'>) {
  const { reads, result, reached } = node;
  if (!reached) return <span className="fine">not reached</span>;
  if (!reads) return <span className="literal">{visibleText(result ?? '')}</span>;
  const text = `${reads.path === '' ? 'the element' : visibleText(reads.path)} = ${visibleText(result ?? '')}`;
  const { pointer } = reads;
  if (pointer === null) return <span className="read missing">{text}</span>;
  return (
    <button
      type="button"
      className="read"
      aria-pressed={place === pointer}
      title={`Show ${pointer} in the payload`}
      onClick={() => onPlace(pointer)}
    >
      {text}
    </button>
  );
}

function Result({ node: { reached, result, error, iterations } }: { readonly node: ShownNode }) {
  if (error !== undefined) return <span className="fine">{visibleText(error)}</span>;
  if (iterations) return <span className="fine">for {iterations.count} elements</span>;
  return <span className="fine">{reached ? visibleText(result ?? '') : 'not reached'}</span>;
}
