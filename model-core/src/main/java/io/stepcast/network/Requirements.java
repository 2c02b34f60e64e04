package io.stepcast.network;

/** The checks of a network's arguments that all devices share. */
final class Requirements {

    private Requirements() {}

    static void batch(int batch) {
        if (batch < 1) {
            throw new IllegalArgumentException("a batch must hold at least 1 window, got " + batch);
        }
    }

    static void windows(NetworkShape shape, float[] windows, int batch) {
        length("windows", windows, (long) batch * shape.time() * shape.inputs(), batch);
    }

    static void steps(NetworkShape shape, int[] steps, int batch) {
        if (steps.length < batch) {
            throw new IllegalArgumentException(
                    "the steps of a batch of " + batch + " must hold " + batch + " numbers, got " + steps.length);
        }
        for (int window = 0; window < batch; window++) {
            if (steps[window] < 1 || steps[window] > shape.time()) {
                throw new IllegalArgumentException("the steps of a window must be 1 to " + shape.time() + ", got "
                        + steps[window] + " for window " + window);
            }
        }
    }

    static void perOutput(String name, NetworkShape shape, float[] array, int batch) {
        length(name, array, (long) batch * shape.outputs(), batch);
    }

    static void gradient(NetworkShape shape, float[] gradient) {
        if (gradient.length < shape.parameters()) {
            throw new IllegalArgumentException("the gradient of " + shape + " needs room for " + shape.parameters()
                    + " numbers, got " + gradient.length);
        }
    }

    static void learningRate(double learningRate) {
        if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the learning rate must be finite and above 0, got " + learningRate);
        }
    }

    static void sameShape(NetworkShape shape, NetworkState state) {
        if (!shape.equals(state.shape())) {
            throw new IllegalArgumentException("a state of " + shape + " is required, got one of " + state.shape());
        }
    }

    static void open(boolean closed) {
        if (closed) {
            throw new IllegalStateException("this network is closed");
        }
    }

    private static void length(String name, float[] array, long required, int batch) {
        if (array.length < required) {
            throw new IllegalArgumentException("the " + name + " of a batch of " + batch + " must hold " + required
                    + " numbers, got " + array.length);
        }
    }
}
