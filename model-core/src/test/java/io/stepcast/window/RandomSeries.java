package io.stepcast.window;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Seeded readings of one series with everything that may come: gaps, clocks that jitter, missing values, level shifts, constants, glitches. */
public final class RandomSeries {

    private RandomSeries() {}

    /** Readings in order of time; values as they come in real life and worse. */
    public static List<Reading> readings(String series, long seed, int count, WindowConfig config) {
        Random random = new Random(seed);
        long time = random.nextInt(1_000_000);
        long step = Math.max(1, config.stepMillis());
        double[] unit = new double[config.features()];
        double[] values = new double[config.features()];
        for (int f = 0; f < unit.length; f++) {
            unit[f] = random.nextInt(6) == 0 ? 0 : StrictMath.pow(10, random.nextInt(14) - 3);
            values[f] = 100 * unit[f] * random.nextGaussian();
        }
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            time += config.regular() ? step * (random.nextInt(20) == 0 ? 1 + random.nextInt(7) : 1) : irregular(random);
            long jitter = config.regular() ? (long) (0.4 * step * (random.nextDouble() - 0.5)) : 0;
            double[] seen = new double[values.length];
            for (int f = 0; f < values.length; f++) {
                values[f] += unit[f] * (random.nextGaussian() + StrictMath.sin(i * 0.26));
                seen[f] = values[f] + spoil(random, unit[f]);
            }
            readings.add(new Reading(series, time + jitter, seen));
        }
        return readings;
    }

    /** From a millisecond to months. */
    private static long irregular(Random random) {
        return 1 + (long) StrictMath.exp(8 + 3 * random.nextGaussian());
    }

    private static double spoil(Random random, double unit) {
        return switch (random.nextInt(60)) {
            case 0, 1 -> Double.NaN;
            case 2 -> random.nextInt(10) == 0 ? 1e6 * unit : 0;
            case 3 -> random.nextInt(50) == 0 ? 1e30 : 0;
            case 4 -> random.nextInt(100) == 0 ? -1.7e308 : 0;
            default -> 0;
        };
    }

    /** A configuration drawn from the seed. */
    public static WindowConfig config(long seed) {
        Random random = new Random(seed);
        long[] steps = {0, 60_000L, 3_600_000L, 86_400_000L};
        long[] seasons = {0, 86_400_000L, 7 * 86_400_000L};
        WindowConfig config = new WindowConfig(
                1 + random.nextInt(4), 1 + random.nextInt(6), steps[random.nextInt(4)], seasons[random.nextInt(3)]);
        List<List<CalendarField>> calendars =
                List.of(config.calendar(), List.of(), List.of(CalendarField.values()), List.of(CalendarField.WEEKDAY));
        List<Scaling> scalings = List.of(Scaling.RUNNING, Scaling.MIN_MAX, Scaling.WINDOW);
        return config.withMaxGap(random.nextInt(6))
                .withCalendar(calendars.get(random.nextInt(calendars.size())))
                .withScaling(scalings.get(random.nextInt(3)))
                .withZone(ZoneId.of(random.nextBoolean() ? "UTC" : "Europe/Berlin"));
    }
}
