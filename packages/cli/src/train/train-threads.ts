import { parentPort, Worker } from 'node:worker_threads';
import { type AllLearnt, type FoldLearnt, learnAll, learnFold, type Lesson } from './train-fold.ts';

/** What a worker is told at its start; what to learn then comes fold by fold, null being all rows. */
export interface ShareOfTraining {
  readonly clearlineTraining: true;
  readonly lesson: Lesson;
}

/** Learns every fold, and from all rows. Folds do not depend on one another, so nor does the outcome on threads. */
export type Learn = (
  lesson: Lesson,
  folds: number,
  onDone: () => void,
) => Promise<{ readonly folds: readonly FoldLearnt[]; readonly all: AllLearnt }>;

/** On this thread alone. */
export const learnHere: Learn = (lesson, folds, onDone) => {
  const all = learnAll(lesson);
  onDone();
  const learnt = Array.from({ length: folds }, (_, fold) => {
    const one = learnFold(lesson, fold);
    onDone();
    return one;
  });
  return Promise.resolve({ folds: learnt, all });
};

/** Gives a worker the next task until none is left. */
const drive = (
  worker: Worker,
  next: () => number | null | undefined,
  take: (task: number | null, done: FoldLearnt | AllLearnt) => void,
) =>
  new Promise<void>((resolve, reject) => {
    let task = next();
    const go = (): void => {
      if (task === undefined) resolve();
      else worker.postMessage(task);
    };
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Error(`a training thread ended with ${code}`)));
    worker.on('message', (done: FoldLearnt | AllLearnt) => {
      take(task ?? null, done);
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
    const tasks: (number | null)[] = [null, ...Array.from({ length: folds }, (_, fold) => fold)];
    const learnt: FoldLearnt[] = [];
    let all: AllLearnt | null = null;
    const take = (task: number | null, done: FoldLearnt | AllLearnt): void => {
      if (task === null) all = done as AllLearnt;
      else learnt[task] = done as FoldLearnt;
      onDone();
    };
    const workers = Array.from(
      { length: Math.min(threads, tasks.length) },
      () => new Worker(new URL(import.meta.url), { workerData: share }),
    );
    try {
      await Promise.all(workers.map((worker) => drive(worker, () => tasks.shift(), take)));
    } finally {
      for (const worker of workers) worker.removeAllListeners('exit');
      await Promise.all(workers.map((worker) => worker.terminate()));
    }
    if (all === null) throw new Error('no thread learnt from all rows');
    return { folds: learnt, all };
  };

/** The worker’s side: answers tasks until it is ended. */
export const learnShare = ({ lesson }: ShareOfTraining): void => {
  parentPort?.on('message', (task: number | null) => {
    parentPort?.postMessage(task === null ? learnAll(lesson) : learnFold(lesson, task));
  });
};
