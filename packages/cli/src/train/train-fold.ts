import {
  type DerivedInput,
  deriveInputs,
  type FoldOutcome,
  judgeFold,
  type Learner,
  scorecardLearner,
  trainScorecard,
  type TrainingResult,
  type TrainingRow,
  trainTrees,
  type TreeTrainingResult,
  treeLearner,
} from '@clearline/scorecard';
import { bestWay, type Way } from './choose-ways.ts';

/** Everything that learning depends on; the same gives the same models on any thread. */
export interface Lesson {
  readonly rows: readonly TrainingRow[];
  readonly foldOf: Int32Array;
  /** 1 for cases that a test out of time judges on; null without time. */
  readonly laterOf: Int32Array | null;
  readonly id: string;
  readonly version: string;
  readonly seed: number;
  /** Whether inputs may be derived from the columns. */
  readonly derive: boolean;
  readonly decimals: Readonly<Record<string, number>>;
}

/** Both models judged on one fold that neither saw. */
export interface FoldLearnt {
  readonly scorecard: FoldOutcome;
  readonly trees: FoldOutcome;
}

/** Both models learnt from all rows: what is handed over. */
export interface AllLearnt {
  readonly scorecard: TrainingResult;
  readonly way: Way['name'];
  readonly derived: readonly DerivedInput[];
  readonly trees: TreeTrainingResult;
}

/** What is decided from rows before either model is learnt from them: the derived inputs, and the way of binning. */
const prepare = (rows: readonly TrainingRow[], { id, version, seed, derive, decimals }: Lesson) => {
  const derived = derive ? deriveInputs(rows, { seed, decimals }) : [];
  const options = { id, version, seed, derived };
  return { options, derived, way: bestWay(rows, options) };
};

/** Learns from all rows but those of one part, and judges on that part. */
const learnPart = (lesson: Lesson, partOf: Int32Array, part: number): FoldLearnt => {
  const { rows } = lesson;
  const others = rows.filter((_, row) => partOf[row] !== part);
  const { options, way } = prepare(others, lesson);
  const judged = (learn: Learner): FoldOutcome => judgeFold(rows, partOf, part, learn);
  return { scorecard: judged(scorecardLearner({ ...options, ...way.options })), trees: judged(treeLearner(options)) };
};

/** Judges on one fold; derived inputs and way are found anew from the other folds, so that nothing is flattered. */
export const learnFold = (lesson: Lesson, fold: number): FoldLearnt => learnPart(lesson, lesson.foldOf, fold);

/** Judges on the later cases what was learnt from the earlier ones. */
export const learnOutOfTime = (lesson: Lesson): FoldLearnt => {
  if (lesson.laterOf === null) throw new Error('a test out of time needs time');
  return learnPart(lesson, lesson.laterOf, 1);
};

export const learnAll = (lesson: Lesson): AllLearnt => {
  const { options, derived, way } = prepare(lesson.rows, lesson);
  return {
    scorecard: trainScorecard(lesson.rows, { ...options, ...way.options }),
    way: way.name,
    derived,
    trees: trainTrees(lesson.rows, options),
  };
};
