package io.stepcast.learn;

import io.stepcast.window.LabelledWindow;

/**
 * A labelled window that was not learnt from yet.
 *
 * @param eventTimeMillis event time of the reading that is its label
 */
record NewWindow(LabelledWindow window, long eventTimeMillis) {

    /** Whether any of the label's features is present. */
    boolean teaches() {
        for (float step : window.label()) {
            if (!Float.isNaN(step)) {
                return true;
            }
        }
        return false;
    }
}
