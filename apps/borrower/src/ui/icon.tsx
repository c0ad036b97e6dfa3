const paths = {
  back: 'M15 5l-7 7 7 7',
  next: 'M9 5l7 7-7 7',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  close: 'M6 6l12 12M18 6L6 18',
  clock: 'M12 7.5V12l3 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z',
  pause: 'M9 8.5v7M15 8.5v7M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z',
  lock: 'M7 11V8a5 5 0 0 1 10 0v3M5.5 11h13v9h-13z',
  shield: 'M12 3l7.5 3v5.5c0 4.6-3 8-7.5 9.5-4.5-1.5-7.5-4.9-7.5-9.5V6z',
  alert: 'M12 8v5M12 16.4v.1M12 3.5L2.8 20h18.4z',
  info: 'M12 11v5.5M12 7.6v.1M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z',
  down: 'M12 5v13M6.5 12.5L12 18l5.5-5.5',
  up: 'M12 19V6M6.5 11.5L12 6l5.5 5.5',
  expand: 'M6 9.5l6 6 6-6',
  home: 'M4 11l8-7 8 7v9h-5.5v-6h-5v6H4z',
  bill: 'M6 3.5h12v17l-3-2-3 2-3-2-3 2zM9.5 9h5M9.5 13h5',
  gauge: 'M4 17a8 8 0 1 1 16 0M12 17l4-5.5M4 17h1.5M18.5 17H20',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c.8-3.6 3.8-5.5 7.5-5.5s6.7 1.9 7.5 5.5',
  file: 'M7 3.5h7l4 4v13H7zM13.5 3.5v4.5H18M10 13h5M10 16.5h5',
  bell: 'M6 17V11a6 6 0 0 1 12 0v6l1.5 1.5h-15zM10 21h4',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9.3a2.7 2.7 0 1 0 0 5.4 2.7 2.7 0 0 0 0-5.4z',
  dot: 'M12 10.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3z',
  ruler: 'M3 16.5L16.5 3 21 7.5 7.5 21zM7 12.5l2 2M10 9.5l2.5 2.5M13 6.5l2 2',
  turn: 'M4.5 12a7.5 7.5 0 0 1 13-5l2 2M19.5 4.5V9H15M19.5 12a7.5 7.5 0 0 1-13 5l-2-2M4.5 19.5V15H9',
  speech: 'M4 5h16v11h-8.5L7 20v-4H4z',
  people:
    'M9 11.5a3.3 3.3 0 1 0 0-6.6 3.3 3.3 0 0 0 0 6.6zM2.5 19c.6-3.2 3.2-4.9 6.5-4.9s5.9 1.7 6.5 4.9M16 5.3a3.3 3.3 0 0 1 0 6M17.5 14.4c2.2.6 3.6 2.2 4 4.6',
  upload: 'M12 16V5M7 9.5L12 4.5l5 5M4.5 16v4h15v-4',
  print: 'M7 8.5V3.5h10v5M5 16.5H3.5v-8h17v8H19M7 13.5h10v7H7z',
  download: 'M12 4v11M7 10.5l5 5 5-5M4.5 16.5V20h15v-3.5',
  globe:
    'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c2.5 2.6 3.7 5.6 3.7 9s-1.2 6.4-3.7 9c-2.5-2.6-3.7-5.6-3.7-9S9.500 5.600 12 3z',
  type: 'M3 18l4.500-12L12 18M4.600 14h5.800M13.500 18l3.500-9 3.500 9M14.700 15h4.600',
  phone:
    'M6.5 3.5h3l1.500 4-2 1.500a12 12 0 0 0 6 6l1.500-2 4 1.500v3a2 2 0 0 1-2 2A16 16 0 0 1 4.500 5.500a2 2 0 0 1 2-2z',
  card: 'M3 6h18v12H3zM3 10h18M6.500 14.500h4',
  plus: 'M12 5v14M5 12h14',
} as const;

export type IconName = keyof typeof paths;

/** A line drawing beside words; never the only carrier of a meaning, so hidden from assistive technology. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      className="icon"
      aria-hidden="true"
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth={1.8}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={paths[name]} />
    </svg>
  );
}
