package io.stepcast.cli.fit;

import io.stepcast.cli.console.UserException;
import io.stepcast.fit.Scaling;
import io.stepcast.network.Networks;
import io.stepcast.network.TrainingConfig;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The network, its window and its scaling; a configuration of the service decides on these by itself. */
final class NetworkOptions {

    private static final int LONGEST_WINDOW = 4096;
    private static final int MOST_HIDDEN = 1024;
    private static final int MOST_LAYERS = 4;
    private static final int USUAL_WINDOW = 8;
    private static final int USUAL_HIDDEN = 32;

    /** The squared error, and a little of the weight decay that is usual for AdamW. */
    static final TrainingConfig TRAINING = new TrainingConfig(0.9, 0.999, 0.01, 1, Double.POSITIVE_INFINITY);

    @Option(
            names = "--window",
            paramLabel = "STEPS",
            description = "Rows that the network sees, 1 to 4096 (default: " + USUAL_WINDOW + ").")
    private @Nullable Integer window;

    @Option(
            names = "--scaling",
            paramLabel = "min-max|standard",
            converter = ScalingConverter.class,
            description = "Scale each feature to 0 … 1, or to mean 0 and variance 1, over the training rows (default:"
                    + " standard).")
    private @Nullable Scaling scaling;

    @Option(
            names = "--hidden",
            paramLabel = "UNITS",
            description = "Hidden units of the LSTM, 1 to 1024 (default: " + USUAL_HIDDEN + ").")
    private @Nullable Integer hidden;

    @Option(
            names = "--layers",
            paramLabel = "N",
            description = "Layers of the LSTM, 1 to " + MOST_LAYERS + " (default: 1).")
    private @Nullable Integer layers;

    @Option(names = "--device", paramLabel = "auto|cpu|cuda", description = "Where to train (default: auto).")
    Networks.@Nullable Device device;

    static final class ScalingConverter implements ITypeConverter<Scaling> {
        @Override
        public Scaling convert(String text) {
            return Arrays.stream(Scaling.values())
                    .filter(scaling -> scaling.word().equals(text.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("must be min-max or standard, got '" + text + "'"));
        }
    }

    /** Refuses what is out of range. */
    void check() {
        require("--window", window(), LONGEST_WINDOW);
        require("--hidden", hidden(), MOST_HIDDEN);
        require("--layers", layers(), MOST_LAYERS);
    }

    private static void require(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw UserException.usage(option + " must be 1 to " + most + ", got " + value);
        }
    }

    /** Refuses what a configuration decides. */
    void requireNone() {
        refuse("--window", window, "model.window");
        refuse("--hidden", hidden, "model.hidden");
        if (layers != null) {
            throw UserException.usage("--layers and --config exclude one another: the job's network has its own");
        }
        if (scaling != null) {
            throw UserException.usage(
                    "--scaling and --config exclude one another: the job scales by its own running scale");
        }
    }

    private static void refuse(String option, @Nullable Object value, String key) {
        if (value != null) {
            throw UserException.usage(option + " and --config exclude one another: the configuration's " + key
                    + " holds, and --set " + key + "=" + value + " changes it");
        }
    }

    int window() {
        return window == null ? USUAL_WINDOW : window;
    }

    int hidden() {
        return hidden == null ? USUAL_HIDDEN : hidden;
    }

    int layers() {
        return layers == null ? 1 : layers;
    }

    Scaling scaling() {
        return scaling == null ? Scaling.STANDARD : scaling;
    }
}
