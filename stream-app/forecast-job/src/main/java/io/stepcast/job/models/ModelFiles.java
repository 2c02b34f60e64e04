package io.stepcast.job.models;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * The parameters that are too large for a record, each in a file named by its SHA-256.
 *
 * <p>A file is written before its record goes out, and the record counts from the checkpoint that commits it. So a crash can leave a
 * file without a record, never a record without its file; the replay writes the same file again.
 *
 * @param folder URI of the folder, which need not exist yet
 */
public record ModelFiles(String folder) implements Serializable {

    /** Writes a file, unless it is there, and returns its URI. */
    public String write(String sha256, byte[] parameters) throws IOException {
        Path file = new Path(folder, sha256 + ".safetensors");
        FileSystem files = file.getFileSystem();
        if (!isThere(files, file, parameters.length)) {
            try (FSDataOutputStream out = files.create(file, FileSystem.WriteMode.OVERWRITE)) {
                out.write(parameters);
            }
        }
        return file.toString();
    }

    /** Whether the whole file is there: what a crash left is shorter. */
    private static boolean isThere(FileSystem files, Path file, long length) throws IOException {
        try {
            return files.getFileStatus(file).getLen() == length;
        } catch (FileNotFoundException e) {
            return false;
        }
    }

    /**
     * Reads a file.
     *
     * @throws FileNotFoundException if it is not there (any more)
     */
    public static byte[] read(String uri) throws IOException {
        Path file = new Path(uri);
        try (InputStream in = file.getFileSystem().open(file)) {
            return in.readAllBytes();
        }
    }

    /** The SHA-256 of a file's bytes, in hexadecimal digits. */
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** Deletes a file, if it is there. */
    public static void delete(String uri) throws IOException {
        Path file = new Path(uri);
        try {
            file.getFileSystem().delete(file, false);
        } catch (FileNotFoundException e) {
            return; // An earlier attempt may have come this far.
        }
    }
}
