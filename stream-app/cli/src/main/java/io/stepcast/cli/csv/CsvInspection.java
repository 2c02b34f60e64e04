package io.stepcast.cli.csv;

import io.stepcast.schema.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks a file through without sending anything: how much there is and what is wrong with it. */
public final class CsvInspection implements CsvVisitor {

    private final int problemsKept;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, Instant> newest = new HashMap<>();
    private long problemCount;
    private long readings;
    private long outOfOrder;

    /** @param problemsKept how many problems to keep, of as many as there are */
    public CsvInspection(int problemsKept) {
        this.problemsKept = problemsKept;
    }

    @Override
    public void reading(long line, Reading reading) {
        readings++;
        Instant before = newest.get(reading.getSeries());
        if (before != null && !reading.getTimestamp().isAfter(before)) {
            outOfOrder++;
        } else {
            newest.put(reading.getSeries(), reading.getTimestamp());
        }
    }

    @Override
    public void problem(String sentence) {
        problemCount++;
        if (problems.size() < problemsKept) {
            problems.add(sentence);
        }
    }

    public long readings() {
        return readings;
    }

    public long seriesCount() {
        return newest.size();
    }

    /** Readings that are not newer than the newest before them of their series. */
    public long outOfOrder() {
        return outOfOrder;
    }

    public long problemCount() {
        return problemCount;
    }

    /** The first problems. */
    public List<String> problems() {
        return List.copyOf(problems);
    }
}
