package io.stepcast.version;

import io.stepcast.network.Cell;
import io.stepcast.network.RecurrentShape;
import io.stepcast.network.Safetensors;
import java.util.List;

/** What the tensors of a file tell about their network. */
final class FileShape {

    private FileShape() {}

    /**
     * The shape of a recurrent network, an LSTM or a GRU of any number of layers.
     *
     * @param time time steps per window, which tensors don't tell
     * @throws IllegalArgumentException if a tensor that tells it is missing
     */
    static RecurrentShape of(Safetensors file, int time) {
        List<Integer> input = matrix(file, "weight_ih_l0");
        List<Integer> recurrent = matrix(file, "weight_hh_l0");
        List<Integer> head = matrix(file, "head.weight");
        int hidden = recurrent.get(1);
        int layers = 1;
        while (file.tensors().containsKey("weight_hh_l" + layers)) {
            layers++;
        }
        // Four blocks of hidden units are an LSTM's, three a GRU's; whatever else it is, its tensors don't fit the
        // shape.
        Cell cell = recurrent.get(0) == 3L * hidden ? Cell.GRU : Cell.LSTM;
        return new RecurrentShape(cell, layers, time, input.get(1), hidden, head.get(0));
    }

    private static List<Integer> matrix(Safetensors file, String name) {
        Safetensors.Tensor tensor = file.tensors().get(name);
        if (tensor == null || tensor.shape().size() != 2) {
            throw new IllegalArgumentException("a recurrent network requires the matrix " + name + ", got "
                    + (tensor == null ? file.tensors().keySet() : "one of shape " + tensor.shape()));
        }
        return tensor.shape();
    }
}
