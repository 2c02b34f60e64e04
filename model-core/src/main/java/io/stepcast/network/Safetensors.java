package io.stepcast.network;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Named tensors of 32-bit floats in the safetensors format: the header's length as 8 little-endian bytes, a JSON header padded with
 * spaces to a multiple of 8, then the numbers, little-endian and row-major, without gaps.
 *
 * @param tensors by name, in the order of their numbers
 * @param metadata free text by name
 * @see <a href="https://huggingface.co/docs/safetensors">The format</a>
 */
public record Safetensors(Map<String, Tensor> tensors, Map<String, String> metadata) {

    private static final String METADATA = "__metadata__";

    /** The limit of the reference implementation. */
    private static final long LONGEST_HEADER = 100_000_000;

    private static final int MOST_NUMBERS = Integer.MAX_VALUE / Float.BYTES;

    /**
     * @param shape dimensions; empty for a single number
     * @param values row-major
     */
    public record Tensor(List<Integer> shape, float[] values) {

        public Tensor {
            shape = List.copyOf(shape);
            long count = count(shape);
            if (count != values.length) {
                throw new IllegalArgumentException(
                        "a tensor of shape " + shape + " must hold " + count + " numbers, got " + values.length);
            }
        }

        private static long count(List<Integer> shape) {
            long count = 1;
            for (int size : shape) {
                if (size < 0) {
                    throw new IllegalArgumentException("a tensor's dimensions must not be negative, got " + shape);
                }
                count *= size;
                if (count > MOST_NUMBERS) {
                    throw new IllegalArgumentException("a tensor may hold at most " + MOST_NUMBERS + " numbers, shape "
                            + shape + " asks for more");
                }
            }
            return count;
        }
    }

    public Safetensors {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        if (tensors.containsKey(METADATA)) {
            throw new IllegalArgumentException("a tensor must not be called " + METADATA);
        }
    }

    /**
     * The parameters of a network under the names, shapes and gate order of {@code torch.nn.LSTM} or {@code torch.nn.GRU} and a linear
     * "head", or of {@code torch.nn.Sequential}.
     */
    public static Safetensors of(NetworkState state, Map<String, String> metadata) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (ParameterLayout.Block block : new ParameterLayout(state.shape()).blocks()) {
            tensors.put(
                    block.name(),
                    new Tensor(
                            block.dimensions(),
                            Arrays.copyOfRange(state.parameters(), block.offset(), block.offset() + block.length())));
        }
        return new Safetensors(tensors, metadata);
    }

    /**
     * The parameters of a network of the given shape, laid out as in {@link NetworkState}, from tensors named as {@link #of} names
     * them. Second biases are added to the first ones where that gives the same network.
     *
     * @throws IllegalArgumentException if a tensor is missing or has another shape, or one is left over
     */
    public float[] parameters(NetworkShape shape) {
        ParameterLayout layout = new ParameterLayout(shape);
        List<String> names =
                layout.blocks().stream().map(ParameterLayout.Block::name).toList();
        if (!tensors.keySet().equals(Set.copyOf(names))) {
            throw new IllegalArgumentException(shape + " requires the tensors " + names + ", got " + tensors.keySet());
        }
        float[] parameters = new float[shape.parameters()];
        for (ParameterLayout.Block block : layout.blocks()) {
            Tensor tensor = Objects.requireNonNull(tensors.get(block.name()));
            if (!tensor.shape().equals(block.dimensions())) {
                throw new IllegalArgumentException(block.name() + " of " + shape + " must have the shape "
                        + block.dimensions() + ", got " + tensor.shape());
            }
            System.arraycopy(tensor.values(), 0, parameters, block.offset(), block.length());
        }
        layout.addTwins(parameters);
        return parameters;
    }

    /** The file's bytes. */
    public byte[] toBytes() {
        byte[] header = SafetensorsHeader.of(this).toJson().getBytes(StandardCharsets.UTF_8);
        int padded = (header.length + 7) / 8 * 8;
        long numbers =
                tensors.values().stream().mapToLong(t -> t.values().length).sum();
        long length = Long.BYTES + padded + numbers * Float.BYTES;
        if (length > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("the tensors must fit in 2 GB, got " + length + " bytes");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(padded).put(header);
        while (bytes.position() < Long.BYTES + padded) {
            bytes.put((byte) ' ');
        }
        for (Tensor tensor : tensors.values()) {
            bytes.asFloatBuffer().put(tensor.values());
            bytes.position(bytes.position() + tensor.values().length * Float.BYTES);
        }
        return bytes.array();
    }

    /**
     * Reads a file's bytes.
     *
     * @throws IllegalArgumentException if they are not a safetensors file, or hold anything but 32-bit floats; the message says where
     */
    public static Safetensors fromBytes(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < Long.BYTES) {
            throw new IllegalArgumentException(
                    "a safetensors file begins with 8 bytes that hold its header's length, got " + bytes.length
                            + " bytes");
        }
        long headerLength = buffer.getLong();
        if (headerLength < 2 || headerLength > LONGEST_HEADER || headerLength > buffer.remaining()) {
            throw new IllegalArgumentException("a safetensors header must have 2 to "
                    + Math.min(LONGEST_HEADER, buffer.remaining()) + " bytes here, got a length of "
                    + Long.toUnsignedString(headerLength));
        }
        int dataAt = Long.BYTES + (int) headerLength;
        SafetensorsHeader header = SafetensorsHeader.parse(bytes, Long.BYTES, (int) headerLength);
        header.requireTiling(bytes.length - dataAt);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (SafetensorsHeader.Entry entry : header.entries()) {
            float[] values = new float[(int) ((entry.end() - entry.begin()) / Float.BYTES)];
            buffer.position(dataAt + (int) entry.begin());
            buffer.asFloatBuffer().get(values);
            tensors.put(entry.name(), new Tensor(entry.shape(), values));
        }
        return new Safetensors(tensors, header.metadata());
    }
}
