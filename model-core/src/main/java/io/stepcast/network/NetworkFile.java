package io.stepcast.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Networks in a safetensors file. Each member's tensors stand under its name and a dot, {@code lstm.weight_ih_l0}; those of a single
 * network without a name under PyTorch's own names. The metadata {@value #MEMBERS} says what the members are, as a JSON array of
 * objects:
 *
 * <pre>
 *   {"name":"lstm","kind":"lstm","layers":1,"hidden":32,"outputs":7}        kind lstm or gru
 *   {"name":"mlp","kind":"mlp","hidden1":128,"hidden2":64,"outputs":7,"view":[[3],[12,4]]}
 * </pre>
 *
 * where each input of an mlp is the number at an index of the flattened [time, inputs] window, or that minus another, within ±6.
 */
public final class NetworkFile {

    /** Where the file says what its members are. */
    public static final String MEMBERS = "members";

    private NetworkFile() {}

    /**
     * @param members by name, in their order; the name of a single one may be empty
     * @param metadata free text by name, to which {@value #MEMBERS} is added
     * @throws IllegalArgumentException if there is none, or one of several has no name, or a name holds a dot
     */
    public static Safetensors of(Map<String, NetworkState> members, Map<String, String> metadata) {
        if (members.isEmpty()) {
            throw new IllegalArgumentException("a file of networks requires at least 1 member, got none");
        }
        Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
        members.forEach((name, state) -> {
            if (name.contains(".") || (name.isEmpty() && members.size() > 1)) {
                throw new IllegalArgumentException(
                        "the members of a file must have names without dots, got " + members.keySet());
            }
            Safetensors.of(state, Map.of())
                    .tensors()
                    .forEach((tensor, value) -> tensors.put(prefix(name) + tensor, value));
        });
        Map<String, String> extended = new LinkedHashMap<>(metadata);
        extended.put(
                MEMBERS,
                members.entrySet().stream()
                        .map(member -> toJson(member.getKey(), member.getValue().shape()))
                        .collect(Collectors.joining(",", "[", "]")));
        return new Safetensors(tensors, extended);
    }

    /**
     * The members of a file, by name, with steps and moments at zero. A file without the metadata {@value #MEMBERS} must hold one
     * LSTM or GRU under PyTorch's names; its name is empty.
     *
     * @param time time steps per window
     * @param inputs numbers per time step
     * @throws IllegalArgumentException if the file does not hold what it says it does, or something beside
     */
    public static Map<String, NetworkState> read(Safetensors file, int time, int inputs) {
        String json = file.metadata().get(MEMBERS);
        List<Member> members = json == null ? List.of(Member.recognise(file)) : fromJson(json);
        Map<String, NetworkState> states = new LinkedHashMap<>();
        int tensors = 0;
        for (Member member : members) {
            NetworkShape shape = member.shape(time, inputs);
            Safetensors own = own(file, prefix(member.name));
            if (states.put(member.name, NetworkState.untrained(shape, own.parameters(shape))) != null) {
                throw new IllegalArgumentException("the members of a file must have different names, got " + json);
            }
            tensors += own.tensors().size();
        }
        if (tensors != file.tensors().size()) {
            throw new IllegalArgumentException("the members " + states.keySet() + " have " + tensors
                    + " tensors, the file has " + file.tensors().keySet());
        }
        return states;
    }

    /**
     * The shape of the LSTM or GRU that a file holds by itself, under PyTorch's names.
     *
     * @param time time steps per window, which tensors don't tell
     * @throws IllegalArgumentException if a matrix that tells it is missing
     */
    public static RecurrentShape recurrentShape(Safetensors file, int time) {
        return Member.recognise(file)
                .recurrent(time, Member.matrix(file, "weight_ih_l0").get(1));
    }

    private static Safetensors own(Safetensors file, String prefix) {
        Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
        file.tensors().forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                tensors.put(name.substring(prefix.length()), tensor);
            }
        });
        return new Safetensors(tensors, Map.of());
    }

    private static String prefix(String name) {
        return name.isEmpty() ? "" : name + ".";
    }

    private static String toJson(String name, NetworkShape shape) {
        String begin = "{\"name\":" + JsonCursor.quote(name) + ",\"kind\":";
        if (shape instanceof RecurrentShape recurrent) {
            return begin + (recurrent.cell() == Cell.LSTM ? "\"lstm\"" : "\"gru\"") + ",\"layers\":"
                    + recurrent.layers() + ",\"hidden\":" + recurrent.hidden() + ",\"outputs\":" + recurrent.outputs()
                    + "}";
        }
        FeedForwardShape feedForward = (FeedForwardShape) shape;
        List<List<Integer>> view = new ArrayList<>();
        for (int i = 0; i < feedForward.view().width(); i++) {
            int subtracted = feedForward.view().subtracted()[i];
            int index = feedForward.view().indices()[i];
            view.add(subtracted == InputView.NOTHING ? List.of(index) : List.of(index, subtracted));
        }
        return begin + "\"mlp\",\"hidden1\":" + feedForward.hidden1() + ",\"hidden2\":" + feedForward.hidden2()
                + ",\"outputs\":" + feedForward.outputs() + ",\"view\":"
                + view.toString().replace(" ", "") + "}";
    }

    private static List<Member> fromJson(String json) {
        JsonCursor cursor = new JsonCursor("the members of a file", json);
        List<Member> members = cursor.array(() -> Member.parse(cursor));
        cursor.end();
        return members;
    }

    /** What the metadata says of a member. */
    private record Member(
            String name,
            String kind,
            Map<String, Long> numbers,
            @Nullable InputView view) {

        static Member parse(JsonCursor cursor) {
            Map<String, String> texts = new LinkedHashMap<>();
            Map<String, Long> numbers = new LinkedHashMap<>();
            List<InputView> views = new ArrayList<>();
            cursor.object(key -> {
                switch (key) {
                    case "name", "kind" -> texts.put(key, cursor.string());
                    case "layers", "hidden", "hidden1", "hidden2", "outputs" -> numbers.put(key, cursor.integer());
                    case "view" -> views.add(view(cursor.array(cursor::integers)));
                    default -> throw new IllegalArgumentException("a member has no key " + key);
                }
            });
            String name = texts.get("name");
            String kind = texts.get("kind");
            if (name == null || kind == null) {
                throw new IllegalArgumentException("a member requires name and kind, got " + texts.keySet());
            }
            return new Member(name, kind, numbers, views.isEmpty() ? null : views.get(0));
        }

        private static InputView view(List<List<Long>> pairs) {
            int[] indices = new int[pairs.size()];
            int[] subtracted = new int[pairs.size()];
            for (int i = 0; i < indices.length; i++) {
                List<Long> pair = pairs.get(i);
                if (pair.isEmpty() || pair.size() > 2) {
                    throw new IllegalArgumentException("an input of a view requires 1 or 2 indices, got " + pair);
                }
                indices[i] = toInt(pair.get(0));
                subtracted[i] = pair.size() == 1 ? InputView.NOTHING : toInt(pair.get(1));
            }
            return new InputView(indices, subtracted);
        }

        /** The LSTM or GRU whose tensors a file holds under PyTorch's names. */
        static Member recognise(Safetensors file) {
            List<Integer> recurrent = matrix(file, "weight_hh_l0");
            List<Integer> head = matrix(file, "head.weight");
            long layers = file.tensors().keySet().stream()
                    .filter(name -> name.startsWith("weight_hh_l"))
                    .count();
            long hidden = recurrent.get(1);
            String kind = recurrent.get(0) == Cell.GRU.blocks() * hidden ? "gru" : "lstm";
            return new Member(
                    "", kind, Map.of("layers", layers, "hidden", hidden, "outputs", (long) head.get(0)), null);
        }

        private static List<Integer> matrix(Safetensors file, String name) {
            Safetensors.Tensor tensor = file.tensors().get(name);
            if (tensor == null || tensor.shape().size() != 2) {
                throw new IllegalArgumentException("an LSTM or GRU requires the matrix " + name + ", got "
                        + (tensor == null ? file.tensors().keySet() : "one of shape " + tensor.shape()));
            }
            return tensor.shape();
        }

        NetworkShape shape(int time, int inputs) {
            if (kind.equals("mlp")) {
                if (view == null) {
                    throw new IllegalArgumentException("the mlp " + name + " requires a view");
                }
                return new FeedForwardShape(
                        time, inputs, view, number("hidden1"), number("hidden2"), number("outputs"));
            }
            if (!kind.equals("lstm") && !kind.equals("gru")) {
                throw new IllegalArgumentException("a member must be an lstm, a gru or an mlp, got " + kind);
            }
            return recurrent(time, inputs);
        }

        RecurrentShape recurrent(int time, int inputs) {
            return new RecurrentShape(
                    kind.equals("lstm") ? Cell.LSTM : Cell.GRU,
                    number("layers"),
                    time,
                    inputs,
                    number("hidden"),
                    number("outputs"));
        }

        private int number(String key) {
            Long number = numbers.get(key);
            if (number == null) {
                throw new IllegalArgumentException(
                        "the " + kind + " " + name + " requires " + key + ", got " + numbers.keySet());
            }
            return toInt(number);
        }

        private static int toInt(long number) {
            if (number > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("a member's numbers must be below 2^31, got " + number);
            }
            return (int) number;
        }
    }
}
