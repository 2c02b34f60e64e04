package io.stepcast.window;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a series' values are measured in: level and spread by the configured {@link Scaling}, and the running scale of its steps. */
final class SeriesScale implements LevelAndSpread {

    private final RunningScale running;
    private final @Nullable ValueRange range;
    private final @Nullable WindowSpread window;
    private final LevelAndSpread shown;

    SeriesScale(WindowConfig config) {
        running = new RunningScale(config);
        range = config.scaling() == Scaling.MIN_MAX ? new ValueRange(config) : null;
        window = config.scaling() == Scaling.WINDOW ? new WindowSpread(config, running) : null;
        shown = range != null ? range : window != null ? window : running;
    }

    @Override
    public double level(int feature) {
        return shown.level(feature);
    }

    @Override
    public double spread(int feature) {
        return shown.spread(feature);
    }

    /** Whether the feature ever had a value. */
    boolean seen(int feature) {
        return running.seen(feature);
    }

    /** The newest known value; 0 before the first. */
    double last(int feature) {
        return running.last(feature);
    }

    /** Running root mean square of the steps; 1 where it is zero. */
    double stepScale(int feature) {
        return running.stepScale(feature);
    }

    /**
     * Takes the next known value of a feature.
     *
     * @param follows whether the newest known value is of the time step before it, so that their difference is a step
     */
    void update(int feature, double value, boolean follows) {
        running.update(feature, value, follows);
        if (range != null) {
            range.update(feature, value);
        }
    }

    /** Corrects the newest known value; what was learnt from it stays. */
    void correctLast(int feature, double value) {
        running.correctLast(feature, value);
    }

    /** To be called when the rows have changed. */
    void refresh(RowRing rows) {
        if (window != null) {
            window.refresh(rows);
        }
    }

    void write(DataOutput out) throws IOException {
        running.write(out);
        if (range != null) {
            range.write(out);
        }
    }

    /** Reads what {@link #write} wrote; {@link #refresh} is due when the rows are read. */
    void restore(DataInput in) throws IOException {
        running.restore(in);
        if (range != null) {
            range.restore(in);
        }
    }
}
