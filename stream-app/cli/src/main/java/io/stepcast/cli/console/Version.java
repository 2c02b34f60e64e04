package io.stepcast.cli.console;

import picocli.CommandLine.IVersionProvider;

/** Stepcast's version as its jar's manifest names it, and the JVM's. */
public final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {
            "stepcast " + (version == null ? "(from classes)" : version) + " on Java "
                    + Runtime.version().feature()
        };
    }
}
