package io.stepcast.window;

/**
 * Mean and standard deviation of the known values in the window. Where it holds fewer than two, or where they hardly move, the
 * running scale helps out: the spread is at least {@value #LEAST_SHARE} of the running one. Keeps nothing of its own: the rows give it.
 */
final class WindowSpread implements LevelAndSpread {

    private static final double LEAST_SHARE = 0.01;

    private final int length;
    private final RunningScale running;
    private final double[] level;
    private final double[] spread;

    WindowSpread(WindowConfig config, RunningScale running) {
        length = config.length();
        this.running = running;
        level = new double[config.features()];
        spread = new double[config.features()];
    }

    @Override
    public double level(int feature) {
        return level[feature];
    }

    @Override
    public double spread(int feature) {
        return spread[feature];
    }

    /** Looks at the rows as they now are. */
    void refresh(RowRing rows) {
        int real = Math.min(rows.size(), length);
        for (int f = 0; f < level.length; f++) {
            int known = 0;
            double sum = 0;
            for (int age = 0; age < real; age++) {
                if (!rows.missing(age, f)) {
                    known++;
                    sum += rows.value(age, f);
                }
            }
            double mean = known > 0 ? sum / known : running.level(f);
            double squares = 0;
            for (int age = 0; age < real; age++) {
                if (!rows.missing(age, f)) {
                    double deviation = rows.value(age, f) - mean;
                    squares += deviation * deviation;
                }
            }
            level[f] = mean;
            spread[f] = known < 2
                    ? running.spread(f)
                    : Math.max(Math.sqrt(squares / known), LEAST_SHARE * running.spread(f));
        }
    }
}
