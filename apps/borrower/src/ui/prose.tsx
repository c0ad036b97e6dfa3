import { splitUnbroken } from '@clearline/client';

/** A text whose dates and figures never break across lines; one piece to whatever lays it out. */
export function Prose({ text }: { text: string }) {
  return (
    <span>
      {splitUnbroken(text).map((part, index) =>
        part.whole ? (
          <span key={index} className="whole">
            {part.text}
          </span>
        ) : (
          part.text
        ),
      )}
    </span>
  );
}
