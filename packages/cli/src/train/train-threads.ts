import { parentPort, Worker } from 'node:worker_threads';
import { type AllLearnt, type FoldLearnt, learnAll, learnFold, learnOutOfTime, type Lesson } from './train-fold.ts';

/** One thing to learn, none depending on another: a fold, the later cases from the earlier, or all. */
export type Task = { readonly fold: number } | 'out-of-time' | 'all';

/** What a worker is told at its start; tasks then come one by one. */
export interface ShareOfTraining {
  readonly clearlineTraining: true;
  readonly lesson: Lesson;
}

export interface Learnt {
  readonly folds: readonly FoldLearnt[];
  readonly outOfTime: FoldLearnt | null;
  readonly all: AllLearnt;
}

/** Learns all that is to be learnt; the outcome does not depend on where. */
export type Learn = (lesson: Lesson, folds: number, onDone: () => void) => Promise<Learnt>;

/** The longest first, so that threads end together. */
export const tasksOf = ({ laterOf }: Lesson, folds: number): Task[] => [
  'all',
  ...(laterOf === null ? [] : (['out-of-time'] as const)),
  ...Array.from({ length: folds }, (_, fold) => ({ fold })),
];

const perform = (lesson: Lesson, task: Task): FoldLearnt | AllLearnt => {
  if (task === 'all') return learnAll(lesson);
  return task === 'out-of-time' ? learnOutOfTime(lesson) : learnFold(lesson, task.fold);
};

/** Puts what tasks gave where it belongs. */
const gathering = (): {
  readonly take: (task: Task, done: FoldLearnt | AllLearnt) => void;
  readonly learnt: () => Learnt;
} => {
  const folds: FoldLearnt[] = [];
  let outOfTime: FoldLearnt | null = null;
  let all: AllLearnt | null = null;
  return {
    take: (task, done) => {
      if (task === 'all') all = done as AllLearnt;
      else if (task === 'out-of-time') outOfTime = done as FoldLearnt;
      else folds[task.fold] = done as FoldLearnt;
    },
    learnt: () => {
      if (all === null) throw new Error('nothing was learnt from all rows');
      return { folds, outOfTime, all };
    },
  };
};

/** On this thread alone. */
export const learnHere: Learn = (lesson, folds, onDone) => {
  const { take, learnt } = gathering();
  for (const task of tasksOf(lesson, folds)) {
    take(task, perform(lesson, task));
    onDone();
  }
  return Promise.resolve(learnt());
};

/** Gives a worker the next task until none is left. */
const drive = (
  worker: Worker,
  next: () => Task | undefined,
  take: (task: Task, done: FoldLearnt | AllLearnt) => void,
): Promise<void> =>
  new Promise((resolve, reject) => {
    let task = next();
    const go = (): void => {
      if (task === undefined) resolve();
      else worker.postMessage(task);
    };
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Error(`a training thread ended with ${code}`)));
    worker.on('message', (done: FoldLearnt | AllLearnt) => {
      if (task !== undefined) take(task, done);
      task = next();
      go();
    });
    go();
  });

/** On so many threads of the running bundle. */
export const learnOnThreads =
  (threads: number): Learn =>
  async (lesson, folds, onDone) => {
    const share: ShareOfTraining = { clearlineTraining: true, lesson };
    const tasks = tasksOf(lesson, folds);
    const { take, learnt } = gathering();
    const workers = Array.from(
      { length: Math.min(threads, tasks.length) },
      () => new Worker(new URL(import.meta.url), { workerData: share }),
    );
    try {
      const taken = (task: Task, done: FoldLearnt | AllLearnt): void => {
        take(task, done);
        onDone();
      };
      await Promise.all(workers.map((worker) => drive(worker, () => tasks.shift(), taken)));
    } finally {
      for (const worker of workers) worker.removeAllListeners('exit');
      await Promise.all(workers.map((worker) => worker.terminate()));
    }
    return learnt();
  };

/** The worker’s side: performs tasks until it is ended. */
export const learnShare = ({ lesson }: ShareOfTraining): void => {
  parentPort?.on('message', (task: Task) => parentPort?.postMessage(perform(lesson, task)));
};
