package io.stepcast.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The OpenBLAS library of this process, single-threaded: parallel work is the business of parallel tasks, and one thread gives the
 * same sums in the same order every time.
 *
 * <p>Which instructions it uses is settled when it is loaded. By itself this version takes AVX2 on processors that it does not know,
 * AMD's with AVX-512 among them, where its AVX-512 kernels take half the time for a learning step and a fifth for a prediction. So
 * on every processor with AVX-512 it is told to take those, whatever has started the process, unless {@code OPENBLAS_CORETYPE} is in
 * the environment: then that counts. The log names the kernel. Where another library has loaded OpenBLAS first, it stays as it is.
 */
final class OpenBlas {

    private static final Logger LOG = LoggerFactory.getLogger(OpenBlas.class);

    /** Kernels of OpenBLAS 0.3.19 for x86-64 processors with AVX or later; others count as "generic". */
    private static final String[] KERNELS = {
        "Cooperlake", "SkylakeX", "Zen", "Haswell", "Excavator", "Steamroller", "Piledriver", "Bulldozer", "Sandybridge"
    };

    /** The environment variable that names the kernel to use; read by OpenBLAS when it is loaded. */
    static final String CORETYPE = "OPENBLAS_CORETYPE";

    private static final OpenBlas INSTANCE = load();

    private final String description;
    private final String kernel;

    private OpenBlas(String kernel) {
        this.kernel = kernel;
        description = openblas_nolapack.OPENBLAS_VERSION.strip() + " " + kernel + ", 1 thread";
    }

    static OpenBlas instance() {
        return INSTANCE;
    }

    /** The instructions that this library's matrix product is written for, as OPENBLAS_CORETYPE calls them: "SkylakeX". */
    String kernel() {
        return kernel;
    }

    /** For people: "OpenBLAS 0.3.19 SkylakeX, 1 thread". */
    String description() {
        return description;
    }

    /** Whether the kernel uses 512-bit vectors. */
    boolean wide() {
        return kernel.equals("SkylakeX") || kernel.equals("Cooperlake");
    }

    /**
     * C = A B + beta C on row-major matrices, each from where its cursor stands.
     *
     * @param a shape [m, k], its rows {@code strideA} apart
     * @param b shape [k, n]
     * @param c shape [m, n]
     */
    static void multiply(int m, int n, int k, FloatPointer a, int strideA, FloatPointer b, float beta, FloatPointer c) {
        openblas_nolapack.cblas_sgemm(
                openblas_nolapack.CblasRowMajor,
                openblas_nolapack.CblasNoTrans,
                openblas_nolapack.CblasNoTrans,
                m,
                n,
                k,
                1f,
                a,
                strideA,
                b,
                n,
                beta,
                c,
                n);
    }

    /** C = A Bᵀ + beta C on row-major matrices: a [m, k], b [n, k], c [m, n]. */
    static void multiplyByTransposed(int m, int n, int k, FloatPointer a, FloatPointer b, float beta, FloatPointer c) {
        openblas_nolapack.cblas_sgemm(
                openblas_nolapack.CblasRowMajor,
                openblas_nolapack.CblasNoTrans,
                openblas_nolapack.CblasTrans,
                m,
                n,
                k,
                1f,
                a,
                k,
                b,
                k,
                beta,
                c,
                n);
    }

    /** C = Aᵀ B + beta C on row-major matrices: a [k, m] with its rows {@code strideA} apart, b [k, n], c [m, n]. */
    static void multiplyTransposed(
            int m, int n, int k, FloatPointer a, int strideA, FloatPointer b, float beta, FloatPointer c) {
        openblas_nolapack.cblas_sgemm(
                openblas_nolapack.CblasRowMajor,
                openblas_nolapack.CblasTrans,
                openblas_nolapack.CblasNoTrans,
                m,
                n,
                k,
                1f,
                a,
                strideA,
                b,
                n,
                beta,
                c,
                n);
    }

    /** The sum of the products of {@code length} pairs. */
    static float dot(int length, FloatPointer a, FloatPointer b) {
        return openblas_nolapack.cblas_sdot(length, a, 1, b, 1);
    }

    private static OpenBlas load() {
        if (System.getenv(CORETYPE) == null && processorHasAvx512() && !NativeEnvironment.put(CORETYPE, "SkylakeX")) {
            LOG.debug("{} could not be set in this process", CORETYPE);
        }
        Loader.load(openblas_nolapack.class);
        openblas_nolapack.blas_set_num_threads(1);
        OpenBlas loaded = new OpenBlas(kernelInUse());
        LOG.info("CPU core: {}", loaded.description);
        if (!loaded.wide() && processorHasAvx512()) {
            LOG.info(
                    "This processor has AVX-512, which OpenBLAS does not use. With {}=SkylakeX in the environment learning steps"
                            + " take about half the time.",
                    CORETYPE);
        }
        return loaded;
    }

    /** OpenBLAS keeps the table of its chosen kernel behind the pointer {@code gotoblas}; its name is found by its address. */
    private static String kernelInUse() {
        Pointer chosen = Loader.addressof("gotoblas");
        if (chosen == null) {
            return "kernel unknown";
        }
        long table = new LongPointer(chosen).get();
        for (String name : KERNELS) {
            Pointer candidate = Loader.addressof("gotoblas_" + name.toUpperCase(Locale.ROOT));
            if (candidate != null && candidate.address() == table) {
                return name;
            }
        }
        return "generic";
    }

    private static boolean processorHasAvx512() {
        Path description = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(description)) {
            return false;
        }
        try (var lines = Files.lines(description)) {
            return lines.filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .filter(line -> line.contains(" avx512bw") && line.contains(" avx512vl"))
                    .isPresent();
        } catch (IOException e) {
            LOG.debug("Could not read {}", description, e);
            return false;
        }
    }
}
