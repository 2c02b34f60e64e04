package io.stepcast.embedded;

/** Turns a chain of causes into words for the user. */
final class Causes {

    private Causes() {}

    /** The innermost cause's message without a closing full stop, or its class name when it has none. */
    static String sentence(Throwable failure) {
        Throwable innermost = root(failure);
        String message = innermost.getMessage();
        if (message == null || message.isBlank()) {
            return innermost.getClass().getSimpleName();
        }
        String line = message.strip().replaceAll("\\s*\\R\\s*", " ");
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }

    static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
