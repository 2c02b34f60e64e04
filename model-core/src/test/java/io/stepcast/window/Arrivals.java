package io.stepcast.window;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Orders in which readings may arrive. */
public final class Arrivals {

    private Arrivals() {}

    /** A reading and the moment of event time at which it arrives. */
    private record Arriving(Reading reading, long atMillis) {}

    /** The readings, each delayed by up to the lateness: when one arrives, none has come that is newer by more than that. */
    public static List<Reading> within(long latenessMillis, List<Reading> readings, Random random) {
        List<Arriving> arriving = new ArrayList<>();
        for (Reading reading : readings) {
            // Most come nearly in order, some as late as may be.
            double share = random.nextInt(4) == 0 ? 1 : random.nextDouble() * random.nextInt(2);
            arriving.add(new Arriving(reading, reading.eventTimeMillis() + (long) (share * latenessMillis)));
        }
        arriving.sort(Comparator.comparingLong(Arriving::atMillis));
        return arriving.stream().map(Arriving::reading).toList();
    }
}
