package io.stepcast.cli.console;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ctrl-C and SIGTERM as a wish to stop, so that the main thread can close what it opened in order, before shutdown hooks run. The
 * second one ends the process at once.
 */
public final class Interrupts {

    private final CountDownLatch wanted = new CountDownLatch(1);
    private final AtomicInteger count = new AtomicInteger();

    private Interrupts() {}

    /** Takes over Ctrl-C and SIGTERM. */
    public static Interrupts install() {
        Interrupts interrupts = new Interrupts();
        if (!interrupts.handle("INT") || !interrupts.handle("TERM")) {
            Runtime.getRuntime().addShutdownHook(new Thread(interrupts.wanted::countDown, "stop"));
        }
        return interrupts;
    }

    /** For use inside another program, where nobody presses Ctrl-C. */
    public static Interrupts none() {
        return new Interrupts();
    }

    /** Asks to stop, as Ctrl-C does. */
    public void stop() {
        wanted.countDown();
    }

    public boolean stopWanted() {
        return wanted.getCount() == 0;
    }

    /** Waits for at most so long; true when it is time to stop. */
    public boolean await(long millis) {
        try {
            return wanted.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void arrived() {
        if (count.incrementAndGet() > 1) {
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
        }
        wanted.countDown();
    }

    /** By reflection, since the compiler takes any direct mention of {@code sun.misc} for a mistake. */
    private boolean handle(String signalName) {
        try {
            Class<?> signalClass = Class.forName("sun.misc.Signal");
            Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
            Object signal = signalClass.getConstructor(String.class).newInstance(signalName);
            Object handler = Proxy.newProxyInstance(
                    Interrupts.class.getClassLoader(), new Class<?>[] {handlerClass}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            arrived();
                        }
                        return null;
                    });
            Method handle = signalClass.getMethod("handle", signalClass, handlerClass);
            handle.invoke(null, signal, handler);
            return true;
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | InstantiationException
                | IllegalAccessException
                | InvocationTargetException e) {
            return false;
        }
    }
}
