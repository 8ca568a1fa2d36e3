declare module '*.svg' {
  /** Address of the built file. */
  const address: string;
  export default address;
}

declare module '*.css';
