/** Parses what a caller may try out: a fault of one class is an answer, and any other error is thrown. */
export function orFault<Parsed, Fault extends Error>(
  parse: (given: unknown) => Parsed,
  given: unknown,
  faultClass: abstract new (...parts: never[]) => Fault,
): Parsed | Fault {
  try {
    return parse(given);
  } catch (error) {
    if (error instanceof faultClass) return error;
    throw error;
  }
}
