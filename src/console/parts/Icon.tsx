/** Lines on a grid of 16 by 16. */
const LINES = {
  home: 'M2.5 7.5 8 2.8l5.5 4.7M4 6.8v6.4h8V6.8',
  deliveries: 'M1.8 8 14 2.5 11 13.500 7.500 9.200 1.8 8Zm5.700 1.200L14 2.500',
  hook: 'M8 2.500v6.300a2.600 2.600 0 1 1-5.200 0M8 2.500 5.800 4.700M8 2.500l2.200 2.200M13.200 9.200v4.300H8.500',
  plus: 'M8 3v10M3 8h10',
  more: 'M3.500 8h.1m4.350 0h.1m4.350 0h.1',
  book: 'M8 4.2C6.6 3.2 4.8 3 2.8 3v9c2 0 3.8.2 5.2 1.2 1.4-1 3.2-1.2 5.2-1.2V3c-2 0-3.8.2-5.2 1.2Zm0 0v9',
  pulse: 'M1.8 8h3l1.7-4.2 3 8.4L11.200 8h3',
  check: 'm3.500 8.400 3 3 6-6.800',
  cross: 'm4 4 8 8m0-8-8 8',
  clock: 'M8 4.500V8l2.300 1.600M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0Z',
  stop: 'M3.700 12.300l8.600-8.600M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0Z',
  alert: 'M8 5.800v3.400m0 2v.1M8 2 1.700 13.300h12.600L8 2Z',
  copy: 'M5.500 5.500h7.700v7.700H5.500zM3 10.500V2.800h7.500',
  menu: 'M2.500 4.500h11m-11 3.500h11m-11 3.500h11',
  down: 'm4.500 6.500 3.500 3.500 3.500-3.500',
  out: 'M9.500 3H3v10h6.500M6.500 8h7m-2.500-2.500L13.500 8 11 10.500',
  away: 'M6.500 3.500H3v9.500h9.500V9.500M9 2.800h4.200V7M13 3 7.500 8.500',
  light:
    'M8 5.200a2.800 2.800 0 1 0 0 5.600 2.800 2.800 0 0 0 0-5.600ZM8 1.500v1.300m0 10.400v1.300M1.500 8h1.300m10.400 0h1.300M3.400 3.400l.9.9m7.400 7.400.9.9m0-9.200-.9.9m-7.400 7.400-.9.900',
  dark: 'M13.300 9.600A5.800 5.800 0 0 1 6.400 2.700a5.800 5.800 0 1 0 6.900 6.900Z',
  system: 'M2.300 3h11.400v7.700H2.300zM6 13.300h4M8 10.700v2.600',
} as const;
export type IconName = keyof typeof LINES;

/** A picture beside a text that says the same: screen readers skip it. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={LINES[name]} />
    </svg>
  );
}
