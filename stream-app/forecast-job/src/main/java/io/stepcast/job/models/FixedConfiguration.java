package io.stepcast.job.models;

import io.stepcast.config.Durations;
import io.stepcast.forecast.ForecastConfig;
import io.stepcast.window.CalendarField;
import io.stepcast.window.WindowConfig;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.runtime.execution.SuppressRestartsException;

/**
 * The configuration that existing state stands on: what can't change while the state is kept.
 *
 * @param values by key, as the file would write them
 */
public record FixedConfiguration(TreeMap<String, String> values) implements Serializable {

    public FixedConfiguration {
        values = new TreeMap<>(values);
    }

    /** What a window's configuration fixes: all but {@code series.max-gap}, which is about readings to come. */
    public static FixedConfiguration of(WindowConfig window) {
        return new FixedConfiguration(new TreeMap<>(Map.of(
                "the number of series.features",
                Integer.toString(window.features()),
                "model.window",
                Integer.toString(window.length()),
                "series.step",
                duration(window.stepMillis()),
                "series.season",
                duration(window.seasonMillis()),
                "series.calendar",
                calendar(window.calendar()),
                "series.zone",
                window.zone().equals(ZoneOffset.UTC) ? "UTC" : window.zone().getId(),
                "series.scaling",
                word(window.scaling()))));
    }

    /** What a forecaster's configuration fixes. */
    public static FixedConfiguration of(ForecastConfig forecast) {
        return of(forecast.window())
                .with("the kinds of networks", Integer.toString(forecast.networks()))
                .with("model.second-stage", Boolean.toString(forecast.secondStage()));
    }

    /** This and one value more. */
    public FixedConfiguration with(String key, String value) {
        FixedConfiguration more = new FixedConfiguration(values);
        more.values.put(key, value);
        return more;
    }

    private static String calendar(List<CalendarField> fields) {
        return fields.isEmpty()
                ? "none"
                : fields.stream().map(FixedConfiguration::word).collect(Collectors.joining(" and "));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String duration(long millis) {
        return millis == 0 ? "none" : Durations.format(Duration.ofMillis(millis));
    }

    /**
     * Requires what is configured now to be what the state was made with. Keys that only one of them has don't count: another version
     * of Stepcast wrote them.
     *
     * @param owner whose state it is: "model default"
     * @throws SuppressRestartsException around one sentence that names the differences and the way out
     */
    public void requireSame(String owner, FixedConfiguration before) {
        List<String> differences = new ArrayList<>();
        before.values.forEach((key, was) -> {
            String is = values.get(key);
            if (is != null && !is.equals(was)) {
                differences.add(key + " was " + was + " and is " + is);
            }
        });
        if (!differences.isEmpty()) {
            throw refusal(owner, String.join(", ", differences));
        }
    }

    /** Requires a window's state to be of the configuration wanted now, but for the gaps that are filled. */
    public static void requireSame(String owner, WindowConfig before, WindowConfig now) {
        if (!before.withMaxGap(now.maxGap()).equals(now)) {
            of(now).requireSame(owner, of(before));
            throw refusal(owner, before + " is now " + now);
        }
    }

    /** Requires a forecaster's state to be of the configuration wanted now; its coverages may differ. */
    public static void requireSame(String owner, ForecastConfig before, ForecastConfig now) {
        requireSame(owner, before.window(), now.window());
        of(now).requireSame(owner, of(before));
    }

    /** Ends the job rather than restarting it for ever: no restart would change the configuration. */
    public static SuppressRestartsException refusal(String owner, String difference) {
        return new SuppressRestartsException(new IllegalStateException("the configuration no longer fits the state of "
                + owner + ": " + difference + "; set it back, or begin anew with --fresh or another model.id (on a"
                + " cluster: without the savepoint)"));
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(values.size());
        for (Map.Entry<String, String> value : values.entrySet()) {
            out.writeUTF(value.getKey());
            out.writeUTF(value.getValue());
        }
    }

    static FixedConfiguration read(DataInput in) throws IOException {
        TreeMap<String, String> values = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            values.put(in.readUTF(), in.readUTF());
        }
        return new FixedConfiguration(values);
    }
}
