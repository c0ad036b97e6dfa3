import { splitUnbroken } from '@clearline/client';

/** A text whose dates and figures never break across lines. */
export function Prose({ text }: { text: string }) {
  return splitUnbroken(text).map((part, index) =>
    part.whole ? (
      <span key={index} className="whole">
        {part.text}
      </span>
    ) : (
      part.text
    ),
  );
}
