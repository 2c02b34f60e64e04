package io.stepcast.job.operator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.streaming.api.watermark.Watermark;

/**
 * Watermarks that wait until all before them is predicted, so that a batch may reach over them and yet each comes out where it came in.
 * Per model, what was taken first goes first. Confined to the task thread.
 */
final class HeldWatermarks {

    private record Held(Watermark mark, long before) {}

    private final Deque<Held> held = new ArrayDeque<>();
    /** Numbers of the windows that wait, by model. */
    private final Map<String, Deque<Long>> waiting = new HashMap<>();

    private long taken;

    /** A window of a model was taken. */
    void take(String model) {
        waiting.computeIfAbsent(model, key -> new ArrayDeque<>()).add(taken++);
    }

    /** A watermark came: it goes now or when the windows before it have gone. */
    void hold(Watermark mark, Consumer<Watermark> output) {
        Held last = held.peekLast();
        if (last != null && last.before() == taken) {
            held.removeLast();
        }
        held.add(new Held(mark, taken));
        emit(output);
    }

    /** The prediction from a model's first window that waited has gone. */
    void gone(String model, Consumer<Watermark> output) {
        Deque<Long> windows = waiting.get(model);
        if (windows == null || windows.poll() == null) {
            throw new IllegalStateException("a window of model " + model + " must have been taken before it goes");
        }
        emit(output);
    }

    private void emit(Consumer<Watermark> output) {
        if (held.isEmpty()) {
            return;
        }
        long first = taken;
        for (Deque<Long> windows : waiting.values()) {
            Long head = windows.peek();
            first = head != null && head < first ? head : first;
        }
        for (Held next = held.peek(); next != null && next.before() <= first; next = held.peek()) {
            output.accept(next.mark());
            held.remove();
        }
    }
}
