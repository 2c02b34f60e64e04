package io.stepcast.cli.console;

import io.stepcast.codec.RegistryUnavailableException;
import io.stepcast.codec.SchemaRefusedException;
import io.stepcast.config.ConfigException;
import io.stepcast.embedded.EmbeddedException;
import io.stepcast.job.JobStartException;
import java.io.PrintWriter;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Failures as sentences on stderr, and their exit codes. Stack traces only when {@code STEPCAST_STACKTRACE} is set. */
public final class Failures implements IExecutionExceptionHandler {

    private static final String STACK_TRACE = "STEPCAST_STACKTRACE";

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        int code = print(failure, err);
        if (System.getenv(STACK_TRACE) != null) {
            failure.printStackTrace(err);
        }
        err.flush();
        return code;
    }

    /** Prints the failure and returns its exit code. */
    public static int print(Throwable failure, PrintWriter err) {
        if (failure instanceof ConfigException wrong) {
            List<String> problems = wrong.problems();
            err.println(source(wrong) + " can't be used, "
                    + (problems.size() == 1 ? "1 problem:" : problems.size() + " problems:"));
            problems.forEach(problem -> err.println("  - " + problem));
            return ExitCode.USAGE;
        }
        if (failure instanceof UserException expected) {
            err.println("stepcast: " + expected.getMessage());
            return expected.exitCode();
        }
        if (isExpected(failure)) {
            err.println("stepcast: " + failure.getMessage());
            return ExitCode.FAILURE;
        }
        err.println("stepcast: " + describe(failure) + " (set " + STACK_TRACE + "=1 to see where)");
        return ExitCode.FAILURE;
    }

    private static boolean isExpected(Throwable failure) {
        return failure instanceof EmbeddedException
                || failure instanceof JobStartException
                || failure instanceof RegistryUnavailableException
                || failure instanceof SchemaRefusedException;
    }

    /** The failure's class and the messages along its causes, for failures that nobody foresaw. */
    private static String describe(Throwable failure) {
        if (failure instanceof KafkaException) {
            return "Kafka: " + rootMessage(failure);
        }
        return failure.getClass().getSimpleName() + ": " + rootMessage(failure);
    }

    /** The message of the innermost cause, or its class where it has none. */
    public static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    private static String source(ConfigException wrong) {
        String message = String.valueOf(wrong.getMessage());
        String first = wrong.problems().isEmpty() ? "" : ": " + wrong.problems().get(0);
        int end = message.indexOf(first);
        return end < 0 ? message : message.substring(0, end);
    }
}
