package io.stepcast.it;

import io.stepcast.schema.Prediction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What must have come out of a run over the readings of {@link House#reading}. */
final class Expected {

    private Expected() {}

    /** One prediction per reading, but for the first of each series. */
    static List<String> predictionIds(int series, int steps) {
        List<String> ids = new ArrayList<>();
        for (int step = 1; step < steps; step++) {
            for (int s = 0; s < series; s++) {
                ids.add("station-" + s + "@" + House.FIRST.plus(House.STEP.multipliedBy(step)));
            }
        }
        return ids;
    }

    static List<String> ids(List<Prediction> predictions) {
        return predictions.stream()
                .map(prediction -> prediction.getSeries() + "@" + prediction.getIssuedAt())
                .toList();
    }

    /** Version numbers without a gap. */
    static List<Long> consecutive(long count) {
        return LongStream.rangeClosed(1, count).boxed().toList();
    }

    /** The completed checkpoint under a folder that was written last. */
    static Optional<Path> newestCheckpoint(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.walk(folder, 4)) {
            return files.filter(file -> file.endsWith("_metadata"))
                    .max(Comparator.comparingLong(file -> file.toFile().lastModified()))
                    .map(Path::getParent);
        } catch (UncheckedIOException | IOException e) {
            // A checkpoint was removed meanwhile: look again.
            return newestCheckpoint(folder);
        }
    }
}
