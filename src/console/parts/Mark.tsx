import mark from '../mark.svg';

/** The product's sign, with its name beside it. */
export function Mark() {
  return (
    <span className="mark">
      <img src={mark} alt="" width="28" height="28" />
      <span>
        Webhook notifications <small>Console</small>
      </span>
    </span>
  );
}
