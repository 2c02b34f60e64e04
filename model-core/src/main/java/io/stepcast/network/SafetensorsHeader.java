package io.stepcast.network;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON header of a safetensors file.
 *
 * @param entries in the order of their bytes
 */
record SafetensorsHeader(List<Entry> entries, Map<String, String> metadata) {

    private static final String METADATA = "__metadata__";

    /** A tensor's place, in bytes after the header. */
    record Entry(String name, List<Integer> shape, long begin, long end) {}

    static SafetensorsHeader of(Safetensors file) {
        List<Entry> entries = new ArrayList<>();
        long at = 0;
        for (Map.Entry<String, Safetensors.Tensor> tensor : file.tensors().entrySet()) {
            long end = at + (long) tensor.getValue().values().length * Float.BYTES;
            entries.add(new Entry(tensor.getKey(), tensor.getValue().shape(), at, end));
            at = end;
        }
        return new SafetensorsHeader(entries, file.metadata());
    }

    String toJson() {
        List<String> members = new ArrayList<>();
        if (!metadata.isEmpty()) {
            List<String> texts = new ArrayList<>();
            metadata.forEach((key, value) -> texts.add(JsonCursor.quote(key) + ":" + JsonCursor.quote(value)));
            members.add(JsonCursor.quote(METADATA) + ":{" + String.join(",", texts) + "}");
        }
        for (Entry entry : entries) {
            String shape =
                    String.join(",", entry.shape.stream().map(String::valueOf).toList());
            members.add(JsonCursor.quote(entry.name) + ":{\"dtype\":\"F32\",\"shape\":[" + shape
                    + "],\"data_offsets\":[" + entry.begin + "," + entry.end + "]}");
        }
        return "{" + String.join(",", members) + "}";
    }

    static SafetensorsHeader parse(byte[] bytes, int from, int length) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a safetensors header must be UTF-8", e);
        }
        JsonCursor json = new JsonCursor("a safetensors header", text);
        List<Entry> entries = new ArrayList<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        json.object(name -> {
            if (name.equals(METADATA)) {
                json.object(key -> metadata.put(key, json.string()));
            } else {
                entries.add(entry(name, json));
            }
        });
        json.end();
        entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        return new SafetensorsHeader(entries, metadata);
    }

    private static Entry entry(String name, JsonCursor json) {
        List<String> type = new ArrayList<>();
        List<Long> shape = new ArrayList<>();
        List<Long> offsets = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        json.object(key -> {
            seen.add(key);
            switch (key) {
                case "dtype" -> type.add(json.string());
                case "shape" -> shape.addAll(json.integers());
                case "data_offsets" -> offsets.addAll(json.integers());
                default ->
                    throw new IllegalArgumentException(
                            "tensor " + name + " may have only dtype, shape and data_offsets, got " + key);
            }
        });
        if (seen.size() != 3) {
            throw new IllegalArgumentException(
                    "tensor " + name + " requires dtype, shape and data_offsets, got " + seen);
        }
        if (!type.equals(List.of("F32"))) {
            throw new IllegalArgumentException("tensor " + name + " must have the dtype F32, got " + type.get(0));
        }
        if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
            throw new IllegalArgumentException(
                    "tensor " + name + " requires two ascending data_offsets, got " + offsets);
        }
        return new Entry(name, checkedShape(name, shape, offsets), offsets.get(0), offsets.get(1));
    }

    private static List<Integer> checkedShape(String name, List<Long> shape, List<Long> offsets) {
        long numbers = 1;
        for (long size : shape) {
            if (size > Integer.MAX_VALUE || numbers * size > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("tensor " + name + " is too big: shape " + shape);
            }
            numbers *= size;
        }
        if (numbers * Float.BYTES != offsets.get(1) - offsets.get(0)) {
            throw new IllegalArgumentException("tensor " + name + " of shape " + shape + " must have "
                    + numbers * Float.BYTES + " bytes, got data_offsets " + offsets);
        }
        return shape.stream().map(Long::intValue).toList();
    }

    /** Requires the tensors to cover the data from the first byte to the last, without gap or overlap. */
    void requireTiling(long dataLength) {
        long at = 0;
        for (Entry entry : entries) {
            if (entry.begin != at) {
                throw new IllegalArgumentException(
                        "tensor " + entry.name + " must begin at byte " + at + " of the data, got " + entry.begin);
            }
            at = entry.end;
        }
        if (at != dataLength) {
            throw new IllegalArgumentException("the tensors take " + at + " bytes of data, got " + dataLength);
        }
    }
}
