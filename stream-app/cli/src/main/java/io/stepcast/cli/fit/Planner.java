package io.stepcast.cli.fit;

import io.stepcast.cli.console.UserException;
import io.stepcast.cli.csv.CsvInput;
import io.stepcast.config.Durations;
import io.stepcast.config.StepcastConfig;
import io.stepcast.fit.EncodedWindows;
import io.stepcast.fit.FitSeries;
import io.stepcast.fit.FitWindows;
import io.stepcast.fit.ScaledWindows;
import io.stepcast.fit.TooFewRowsException;
import io.stepcast.job.ModelParts;
import io.stepcast.network.Cell;
import io.stepcast.network.Networks;
import io.stepcast.network.RecurrentShape;
import io.stepcast.window.Reading;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the file and cuts it into windows, by the command's own options or as a configuration of the service has it. */
final class Planner {

    private static final long USUAL_SEED = 42;

    private final InputOptions input;
    private final TrainingOptions training;

    Planner(InputOptions input, TrainingOptions training) {
        this.input = input;
        this.training = training;
    }

    /**
     * Windows that are scaled by the training rows.
     *
     * @throws UserException in one sentence if the file can't be used
     */
    Plan scaled(NetworkOptions network) throws IOException {
        CsvInput data = input.read(null);
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("window", Integer.toString(network.window()));
        settings.put("scaling", network.scaling().word());
        settings.put("hidden", Integer.toString(network.hidden()));
        settings.put("layers", Integer.toString(network.layers()));
        int features = data.features().size();
        RecurrentShape shape =
                new RecurrentShape(Cell.LSTM, network.layers(), network.window(), features, network.hidden(), features);
        Memory.require(shape, training.batch());
        FitWindows windows = orUsage(() ->
                ScaledWindows.of(series(data), data.features(), network.window(), network.scaling(), training::shares));
        return new Plan(
                data.features(),
                data.readings().size(),
                windows,
                shape,
                NetworkOptions.TRAINING,
                network.device == null ? Networks.Device.AUTO : network.device,
                USUAL_SEED,
                settings);
    }

    /**
     * Windows as the job encodes them.
     *
     * @throws UserException in one sentence if the file can't be used
     */
    Plan encoded(StepcastConfig config, Networks.@Nullable Device device) throws IOException {
        if (!input.timestamped()) {
            throw UserException.usage("--config requires --timestamp: what the job's network sees depends on the time");
        }
        if (config.model().recurrentNetworks() == 0) {
            throw UserException.usage(
                    "--config must have a recurrent network to train, got model.recurrent-networks 0");
        }
        List<String> features = config.series().features();
        CsvInput data = input.read(features);
        if (data.features().size() != features.size()) {
            throw UserException.usage("--features must name a column for each of the configuration's series.features "
                    + String.join(", ", features) + ", got " + String.join(", ", data.features()));
        }
        requireStep(config, data);
        ModelParts parts = new ModelParts(config);
        Memory.require(parts.shape(), training.batch());
        Memory.requireWindows(parts.shape(), data.readings().size());
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("model.window", Integer.toString(config.model().window()));
        settings.put("model.cell", parts.shape().cell().name().toLowerCase(Locale.ROOT));
        settings.put("model.layers", Integer.toString(config.model().layers()));
        settings.put("model.hidden", Integer.toString(config.model().hidden()));
        settings.put("series.step", orNone(config.series().step()));
        settings.put("series.season", orNone(config.series().season()));
        FitWindows windows =
                orUsage(() -> new EncodedWindows(series(data), features, parts.window(), training::shares));
        return new Plan(
                features,
                data.readings().size(),
                windows,
                parts.shape(),
                parts.training(),
                device == null ? parts.device() : device,
                config.learning().seed(),
                settings);
    }

    private static String orNone(@Nullable Duration duration) {
        return duration == null ? "none" : Durations.format(duration);
    }

    private void requireStep(StepcastConfig config, CsvInput data) {
        Duration step = config.series().step();
        if (step != null && data.stepMillis() > 0 && step.toMillis() != data.stepMillis()) {
            throw UserException.usage("the rows must be series.step, " + Durations.format(step)
                    + ", apart as the job's readings are; most rows of " + input.path() + " are "
                    + Durations.format(Duration.ofMillis(data.stepMillis())) + " apart");
        }
        Duration season = config.series().season();
        if (season != null && season.toMillis() > data.spanMillis()) {
            throw UserException.usage("series.season must not be longer than the data, which spans "
                    + Durations.format(Duration.ofMillis(data.spanMillis())) + ", got " + Durations.format(season));
        }
    }

    private interface Windows {
        FitWindows make();
    }

    private static FitWindows orUsage(Windows windows) {
        try {
            return windows.make();
        } catch (TooFewRowsException e) {
            throw UserException.usage(String.valueOf(e.getMessage()));
        }
    }

    /** The rows by series; without timestamps each series counts its own. */
    private List<FitSeries> series(CsvInput data) {
        Map<String, List<Reading>> bySeries = new LinkedHashMap<>();
        for (Reading reading : data.readings()) {
            bySeries.computeIfAbsent(reading.series(), name -> new ArrayList<>())
                    .add(reading);
        }
        List<FitSeries> series = new ArrayList<>();
        bySeries.forEach((name, readings) -> {
            long[] times = new long[readings.size()];
            double[][] values = new double[times.length][];
            for (int row = 0; row < times.length; row++) {
                times[row] = input.timestamped() ? readings.get(row).eventTimeMillis() : row;
                values[row] = readings.get(row).values();
            }
            series.add(new FitSeries(name, times, values));
        });
        return series;
    }
}
