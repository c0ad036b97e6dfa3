import { useEffect, useRef, useState } from 'react';

export interface Reading {
  /** Whole seconds the text has been in sight. */
  readonly seconds: number;
  readonly scrolledToEnd: boolean;
  /** Goes on the element that scrolls. */
  readonly scroller: React.RefObject<HTMLDivElement | null>;
  /** Goes on an element after the last line. */
  readonly end: React.RefObject<HTMLDivElement | null>;
}

/** Measures a forced reading: time only counts while the page is in sight, and the end must have been seen. */
export function useReading(): Reading {
  const [seconds, setSeconds] = useState(0);
  const [scrolledToEnd, setScrolledToEnd] = useState(false);
  const scroller = useRef<HTMLDivElement>(null);
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') setSeconds((before) => before + 1);
    }, 1000);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    if (end.current === null) return undefined;
    const watcher = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) setScrolledToEnd(true);
      },
      { root: scroller.current },
    );
    watcher.observe(end.current);
    return () => watcher.disconnect();
  }, []);
  return { seconds, scrolledToEnd, scroller, end };
}
