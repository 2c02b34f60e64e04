package io.stepcast.network;

import java.lang.reflect.InvocationTargetException;
import java.util.Optional;

/**
 * Whether ND4J can run on this machine's GPU, found out before ND4J itself is touched: it chooses its device once per process, and
 * fails on processors that it holds no code for.
 */
final class Cuda {

    private static final String BACKEND = "org.nd4j.linalg.jcublas.JCublasBackend";
    private static final String DRIVER = "org.bytedeco.cuda.global.cudart";
    private static final int MAJOR = 75;
    private static final int MINOR = 76;

    /** What the build of ND4J for CUDA 11.6 holds machine code for: sm_37 to sm_86, which 8.9 runs too. */
    private static final int OLDEST = 37;

    private static final int NEWEST = 89;

    private Cuda() {}

    /** The compute capability of the first GPU, times ten, or why it could not be had. */
    sealed interface Capability {
        record Found(int tenths) implements Capability {}

        record Missing(String reason) implements Capability {}
    }

    /** Why ND4J can't run on a GPU here, as a sentence that says what is required and what came; empty if it can. */
    static Optional<String> obstacle() {
        ClassLoader loader = Cuda.class.getClassLoader();
        if (!present(BACKEND, loader)) {
            return Optional.of(
                    "CUDA requires ND4J's CUDA backend (nd4j-cuda-11.6) on the classpath, which is not there");
        }
        return obstacle(capability(loader));
    }

    static Optional<String> obstacle(Capability capability) {
        if (capability instanceof Capability.Missing missing) {
            return Optional.of("CUDA requires a GPU that libcuda.so.1 reports: " + missing.reason());
        }
        int tenths = ((Capability.Found) capability).tenths();
        if (tenths < OLDEST || tenths > NEWEST) {
            return Optional.of("CUDA with ND4J for CUDA 11.6 requires a GPU of compute capability 3.7 to 8.9, got "
                    + tenths / 10 + "." + tenths % 10);
        }
        return Optional.empty();
    }

    /** Asks the driver, through the binding that ND4J's CUDA backend brings along; by name, because the build has no CUDA. */
    private static Capability capability(ClassLoader loader) {
        try {
            Class<?> driver = Class.forName(DRIVER, true, loader);
            int[] answer = new int[1];
            int status = (int) driver.getMethod("cuInit", int.class).invoke(null, 0);
            if (status != 0) {
                return new Capability.Missing("cuInit answered " + status);
            }
            status = (int) driver.getMethod("cuDeviceGetCount", int[].class).invoke(null, (Object) answer);
            if (status != 0 || answer[0] < 1) {
                return new Capability.Missing("it reports " + answer[0] + " GPUs, status " + status);
            }
            var attribute = driver.getMethod("cuDeviceGetAttribute", int[].class, int.class, int.class);
            int first = (int) attribute.invoke(null, answer, MAJOR, 0);
            int major = answer[0];
            int second = (int) attribute.invoke(null, answer, MINOR, 0);
            if (first != 0 || second != 0) {
                return new Capability.Missing("cuDeviceGetAttribute answered " + first + " and " + second);
            }
            return new Capability.Found(10 * major + answer[0]);
        } catch (ReflectiveOperationException | LinkageError e) {
            Throwable cause = e instanceof InvocationTargetException && e.getCause() != null ? e.getCause() : e;
            return new Capability.Missing(cause.toString());
        }
    }

    private static boolean present(String className, ClassLoader loader) {
        return loader.getResource(className.replace('.', '/') + ".class") != null;
    }
}
