package io.stepcast.window;

/** Where a feature's values lie and how far they reach, in its units. */
interface LevelAndSpread {

    /** Finite. */
    double level(int feature);

    /** Finite and above 0. */
    double spread(int feature);
}
