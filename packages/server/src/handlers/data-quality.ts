import { feedTrouble, plusDays } from '@clearline/line';
import type { SomeHandlers } from '../http/handler.ts';
import { answer } from '../http/refused.ts';
import type { Services } from '../services.ts';

const incidentsShown = 100;
/** Doubts are counted over this many days. */
const doubtDays = 30;

/** What operators see of the data that decisions rest on. */
export function dataQualityHandlers(services: Services): SomeHandlers<'dataQuality'> {
  const { queries, feeds, clock, policies } = services;
  return {
    async dataQuality() {
      const now = clock.now();
      const sourceText = (source: string) => policies.sources[source] ?? { zh: source, en: source };
      const [incidents, doubts] = await Promise.all([
        queries.dataIncidents(incidentsShown),
        queries.doubtCounts(plusDays(now, -doubtDays)),
      ]);
      return answer({
        feeds: feeds.states().map((state) => ({
          feed: state.feed,
          carries: state.carries.map(sourceText),
          everySeconds: state.everySeconds,
          lastBeatAt: state.lastBeatAt,
          lastEventAt: state.lastEventAt,
          events: state.events,
          lateEvents: state.lateEvents,
          conflicts: state.conflicts,
          trouble: feedTrouble(state, now),
        })),
        stream: services.stream(),
        incidents,
        doubts: doubts.map(({ source, ...doubt }) => ({ ...doubt, source: sourceText(source) })),
      });
    },
  };
}
