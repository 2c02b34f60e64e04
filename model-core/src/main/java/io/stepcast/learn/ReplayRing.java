package io.stepcast.learn;

import io.stepcast.window.LabelledWindow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The newest labelled windows that were learnt from, for replay; may grow. Holds the windows themselves, not copies. */
final class ReplayRing {

    private int capacity;
    private final List<LabelledWindow> windows = new ArrayList<>();
    /** The oldest window, once the ring is full. */
    private int oldest;

    ReplayRing(int capacity) {
        this.capacity = capacity;
    }

    /** Makes room for so many windows, if that is more than there is. */
    void grow(int room) {
        if (room > capacity) {
            Collections.rotate(windows, -oldest);
            oldest = 0;
            capacity = room;
        }
    }

    int size() {
        return windows.size();
    }

    void add(LabelledWindow window) {
        if (windows.size() < capacity) {
            windows.add(window);
        } else {
            windows.set(oldest, window);
            oldest = oldest + 1 == capacity ? 0 : oldest + 1;
        }
    }

    /** The window at a place from 0, the oldest, to {@link #size} - 1. */
    LabelledWindow get(int place) {
        return windows.get((oldest + place) % windows.size());
    }
}
