package io.stepcast.cli.demo;

/** Where the demo is watched. Confined to one thread. */
interface Display extends AutoCloseable {

    /** Shows how things stand, when it is time to. */
    void show(Scoreboard scoreboard, DemoStatus status);

    /** Leaves the terminal as it was. */
    @Override
    void close();
}
