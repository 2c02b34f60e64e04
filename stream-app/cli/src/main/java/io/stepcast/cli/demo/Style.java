package io.stepcast.cli.demo;

/** Weight and colour of text, where they are welcome. */
record Style(boolean on) {

    String bold(String text) {
        return wrap("1", text);
    }

    String faint(String text) {
        return wrap("2", text);
    }

    String warn(String text) {
        return wrap("33", text);
    }

    private String wrap(String code, String text) {
        return on ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
