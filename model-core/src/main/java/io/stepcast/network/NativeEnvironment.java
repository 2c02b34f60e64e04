package io.stepcast.network;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Environment variables as native libraries of this process see them. A running Java program can't set its own; a library that reads
 * one when it is loaded takes what is put here before. Java's {@code System.getenv} and child processes don't see it.
 */
final class NativeEnvironment {

    /** What {@code environ} points at must stay where it is as long as the process lives. */
    private static final List<Pointer> KEPT = new ArrayList<>();

    private NativeEnvironment() {}

    /** An address that JavaCPP did not hand out. */
    private static final class At extends LongPointer {
        At(long address) {
            super((Pointer) null);
            this.address = address;
        }
    }

    /**
     * Sets a variable, on systems whose C library keeps the environment in {@code environ} (Linux, for one): lets it point at a new
     * list with the variable in front of the old ones. Who walks the old list meanwhile finds it as it was.
     *
     * @return whether it could be set
     */
    static synchronized boolean put(String name, String value) {
        Loader.load(Pointer.class);
        Pointer symbol = Loader.addressof("environ");
        if (symbol == null || Pointer.sizeof(Pointer.class) != Long.BYTES) {
            return false;
        }
        LongPointer environ = new LongPointer(symbol);
        List<Long> variables = new ArrayList<>();
        BytePointer variable = new BytePointer(name + "=" + value);
        variables.add(variable.address());
        if (environ.get() != 0) {
            LongPointer old = new At(environ.get());
            for (long i = 0; old.get(i) != 0; i++) {
                variables.add(old.get(i));
            }
        }
        variables.add(0L);
        LongPointer list = new LongPointer(variables.size());
        for (int i = 0; i < variables.size(); i++) {
            list.put(i, variables.get(i));
        }
        KEPT.add(variable);
        KEPT.add(list);
        environ.put(list.address());
        return true;
    }
}
