const SHARED = { Object, Array, Function, String, Number, Boolean };

/** The own keys of the prototypes that all values share: differs when somebody has polluted one. */
export function prototypeKeys(): Record<string, readonly (string | symbol)[]> {
  return Object.fromEntries(
    Object.entries(SHARED).map(([name, { prototype }]) => [name, Reflect.ownKeys(prototype)]),
  );
}
