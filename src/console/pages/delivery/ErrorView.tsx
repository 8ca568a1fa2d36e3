import type { ShownAttempt } from '../../calls/delivery';
import { errorText, errorWords } from '../../parts/error-words';
import { visibleText } from '../../parts/visible-text';

/** Why the attempt failed, and what to do about it. */
export function ErrorView({ attempt }: { readonly attempt: ShownAttempt }) {
  const { error_code: code, error_message: message, http_status: status } = attempt;
  if (code === null) return <p className="empty">No error: the receiver accepted it.</p>;
  return (
    <>
      <h3>{errorText(code, status)}</h3>
      {message !== null && <p>{visibleText(message)}</p>}
      <p>{errorWords(code)?.advice}</p>
      <p className="fine">
        The API calls it <code>{visibleText(code)}</code>.
      </p>
    </>
  );
}
