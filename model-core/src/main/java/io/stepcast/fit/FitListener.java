package io.stepcast.fit;

/** Hears how training goes on, on the thread that trains. */
public interface FitListener {

    /** Nobody listens. */
    FitListener NOBODY = new FitListener() {
        @Override
        public void batch(int epoch, long windows, double trainingLoss) {}

        @Override
        public void epoch(Epoch epoch) {}
    };

    /**
     * A batch was learnt.
     *
     * @param epoch that it belongs to, from 1
     * @param windows learnt in all epochs so far
     * @param trainingLoss mean over this epoch's batches so far
     */
    void batch(int epoch, long windows, double trainingLoss);

    /** An epoch is over. */
    void epoch(Epoch epoch);
}
