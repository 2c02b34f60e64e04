package io.stepcast.job.operator;

import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * The keys under which models lie. Flink places a key by a hash, and the ids of a few models may well all fall on one subtask. So each
 * model has a place, from 0 in the order in which models were first seen, and its key is its id with a suffix that is searched until the
 * key falls into the place's key group. The groups of the places 0, 1, 2 … follow the van der Corput sequence: each lies in the middle
 * of the largest gap left by those before it, so that the models are spread evenly over the subtasks, whatever the parallelism.
 *
 * @see <a href="https://en.wikipedia.org/wiki/Van_der_Corput_sequence">van der Corput (1935)</a>
 */
final class ModelKeys {

    /** No model's id contains it. */
    private static final char SEPARATOR = '#';

    private ModelKeys() {}

    /** The key of a model: depends on its id, its place and the job's maximum parallelism, never on its parallelism. */
    static String key(String modelId, int place, int maxParallelism) {
        int group = group(place, maxParallelism);
        for (int suffix = 0; ; suffix++) {
            String key = modelId + SEPARATOR + suffix;
            if (KeyGroupRangeAssignment.assignToKeyGroup(key, maxParallelism) == group) {
                return key;
            }
        }
    }

    /** The id of the model that lies under a key. */
    static String modelId(String key) {
        int separator = key.lastIndexOf(SEPARATOR);
        if (separator < 1) {
            throw new IllegalArgumentException("a model's key must be its id, # and a number, got " + key);
        }
        return key.substring(0, separator);
    }

    /** The bits of the place, mirrored at the point: 0, 1/2, 1/4, 3/4, 1/8 … of all groups. */
    private static int group(int place, int maxParallelism) {
        long mirrored = Integer.toUnsignedLong(Integer.reverse(place));
        return (int) ((mirrored * maxParallelism) >>> Integer.SIZE);
    }
}
